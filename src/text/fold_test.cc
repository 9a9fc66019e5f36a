// SPDX-License-Identifier: Apache-2.0
#include "text/fold.h"

#include <gtest/gtest.h>

namespace namesake::text {
namespace {

TEST(FoldCase, LowersAsciiOnly) { EXPECT_EQ(FoldCase("JOHN.Doe_09[@`{"), "john.doe_09[@`{"); }

TEST(FoldCase, FoldsCompatibilityForms) {
  EXPECT_EQ(FoldCase("\uFF2A\uFF4F\uFF48\uFF4E"), "john");   // full-width
  EXPECT_EQ(FoldCase("STRASSE"), FoldCase("stra\u00DFe"));   // sharp s
  EXPECT_EQ(FoldCase("J\u00D6RG"), FoldCase("jo\u0308rg"));  // composed and decomposed
  EXPECT_EQ(FoldCase("jo\u200Bhn"), "john");                 // default-ignorable
}

TEST(FoldCase, ReplacesIllFormedOctets) { EXPECT_EQ(FoldCase("A\xFF\u00D6"), "a\uFFFD\u00F6"); }

}  // namespace
}  // namespace namesake::text
