// SPDX-License-Identifier: Apache-2.0
#include "detection/sign_letter.h"

#include <gtest/gtest.h>

namespace namesake::detection {
namespace {

TEST(SignsAsLetters, ReadsSignsAmongLetters) {
  EXPECT_EQ(SignsAsLetters("J@ne D0€"), "Jane D0e");
  EXPECT_EQ(SignsAsLetters("Ul|a $mith"), "Ulla smith");
}

TEST(SignsAsLetters, LeavesAddressesAndLoneSigns) {
  EXPECT_EQ(SignsAsLetters("jane@example.com"), "jane@example.com");
  EXPECT_EQ(SignsAsLetters("John | Doe @ 5$"), "John | Doe @ 5$");
  EXPECT_EQ(SignsAsLetters("John Doe"), "John Doe");
}

}  // namespace
}  // namespace namesake::detection
