// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <gtest/gtest.h>

#include <optional>

namespace namesake::http {
namespace {

TEST(FieldName, EqualsInAnyCaseOfAscii) {
  EXPECT_TRUE(FieldNameEquals("Content-Type", "content-TYPE"));
  EXPECT_TRUE(FieldNameEquals("", ""));
  EXPECT_FALSE(FieldNameEquals("Content-Type", "Content-Typ"));
  EXPECT_FALSE(FieldNameEquals("a-b", "a_b"));
  EXPECT_FALSE(FieldNameEquals("@", "`"));  // 32 apart like a letter and its other case
  EXPECT_FALSE(FieldNameEquals("\xC4", "\xE4"));
}

TEST(Request, GivesTheFirstFieldOfAName) {
  Request request;
  request.fields = {{"X-One", "1"}, {"x-two", "2"}, {"X-TWO", "3"}};
  EXPECT_EQ(request.Field("x-one"), "1");
  EXPECT_EQ(request.Field("X-Two"), "2");
  EXPECT_EQ(request.Field("X-Three"), std::nullopt);
}

}  // namespace
}  // namespace namesake::http
