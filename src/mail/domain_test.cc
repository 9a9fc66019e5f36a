// SPDX-License-Identifier: Apache-2.0
#include "mail/domain.h"

#include <gtest/gtest.h>

namespace namesake::mail {
namespace {

TEST(OrganizationalDomain, IsOneLabelBelowThePublicSuffix) {
  EXPECT_EQ(OrganizationalDomain("mail.example.co.uk"), "example.co.uk");
  EXPECT_EQ(OrganizationalDomain("a.b.example.com"), "example.com");
  EXPECT_EQ(OrganizationalDomain("example.com"), "example.com");
}

TEST(OrganizationalDomain, LeavesWhatHasNone) {
  EXPECT_EQ(OrganizationalDomain("co.uk"), "co.uk");
  EXPECT_EQ(OrganizationalDomain("localhost"), "localhost");
  EXPECT_EQ(OrganizationalDomain("[192.0.2.1]"), "[192.0.2.1]");
  EXPECT_EQ(OrganizationalDomain(""), "");
}

TEST(IsSameOrBelow, ComparesWholeLabels) {
  EXPECT_TRUE(IsSameOrBelow("example.com", "example.com"));
  EXPECT_TRUE(IsSameOrBelow("a.example.com", "example.com"));
  EXPECT_FALSE(IsSameOrBelow("badexample.com", "example.com"));
  EXPECT_FALSE(IsSameOrBelow("com", "example.com"));
  EXPECT_FALSE(IsSameOrBelow("example.com", ""));
}

}  // namespace
}  // namespace namesake::mail
