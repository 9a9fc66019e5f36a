// SPDX-License-Identifier: Apache-2.0
#include "text/html_entity.h"

#include <gtest/gtest.h>

namespace namesake::text {
namespace {

TEST(DecodeHtmlEntities, UndoesNumbersAndNames) {
  EXPECT_EQ(DecodeHtmlEntities("J&ouml;rg M&#252;ller"), "Jörg Müller");
  EXPECT_EQ(DecodeHtmlEntities("&#x4A;ohn&nbsp;Doe &amp; Co"), "John\u00A0Doe & Co");
  EXPECT_EQ(DecodeHtmlEntities("Sean O&apos;Brien"), "Sean O'Brien");
}

TEST(DecodeHtmlEntities, LeavesEverythingElse) {
  for (const char* text :
       {"Smith & Sons", "AT&T; yes", "&#;", "&#xZZ;", "&unknown;", "&", "&#99"}) {
    EXPECT_EQ(DecodeHtmlEntities(text), text);
  }
}

TEST(DecodeHtmlEntities, NeverMakesIllFormedText) {
  EXPECT_EQ(DecodeHtmlEntities("&#xD800;"), "\uFFFD");
  EXPECT_EQ(DecodeHtmlEntities("&#x110000;"), "\uFFFD");
}

}  // namespace
}  // namespace namesake::text
