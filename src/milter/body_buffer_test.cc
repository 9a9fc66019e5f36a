// SPDX-License-Identifier: Apache-2.0
#include "milter/body_buffer.h"

#include <gtest/gtest.h>

namespace namesake::milter {
namespace {

TEST(BodyBuffer, KeepsWhatArrives) {
  BodyBudget budget(10);
  BodyBuffer body(budget);
  EXPECT_TRUE(body.complete());
  body.Add("abc", 10);
  body.Add("def", 10);
  EXPECT_TRUE(body.complete());
  EXPECT_EQ(body.octets(), "abcdef");
}

TEST(BodyBuffer, ForgetsABodyThatIsTooLargeAndTakesTheNext) {
  BodyBudget budget(10);
  BodyBuffer body(budget);
  body.Add("abcd", 5);
  body.Add("efgh", 5);
  body.Add("i", 5);
  EXPECT_FALSE(body.complete());
  EXPECT_EQ(body.octets(), "");
  body.Clear();
  body.Add("0123456789", 10);
  EXPECT_TRUE(body.complete());
}

TEST(BodyBuffer, TakesNoMoreThanAllMayHaveTogether) {
  BodyBudget budget(10);
  BodyBuffer first(budget);
  first.Add("01234567", 100);
  {
    BodyBuffer second(budget);
    second.Add("012", 100);
    EXPECT_FALSE(second.complete());
  }
  first.Clear();
  BodyBuffer third(budget);
  third.Add("0123456789", 100);
  EXPECT_TRUE(third.complete());
}

}  // namespace
}  // namespace namesake::milter
