// SPDX-License-Identifier: Apache-2.0
#include "detection/canonical_mailbox.h"

#include <gtest/gtest.h>

namespace namesake::detection {
namespace {

TEST(CanonicalMailbox, IsOneForAllSpellingsOfAProvider) {
  EXPECT_EQ(CanonicalMailbox("j.doe+shop@googlemail.com"), "jdoe@gmail.com");
  EXPECT_EQ(CanonicalMailbox("jdoe@gmail.com"), "jdoe@gmail.com");
}

TEST(CanonicalMailbox, IsNoneElsewhere) {
  EXPECT_EQ(CanonicalMailbox("j.doe@example.com"), "");
  EXPECT_EQ(CanonicalMailbox("nobody"), "");
}

}  // namespace
}  // namespace namesake::detection
