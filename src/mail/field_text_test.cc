// SPDX-License-Identifier: Apache-2.0
#include "mail/field_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace namesake::mail {
namespace {

base::Time At(std::int64_t seconds) { return base::Time(std::chrono::seconds(seconds)); }

TEST(FieldText, IsOneDecodedLine) {
  EXPECT_EQ(FieldText(" =?utf-8?q?Caf=C3=A9?=\r\n\topen "), "Café\topen");
  EXPECT_EQ(FieldText(""), "");
}

TEST(ReadDate, ReadsDatesOfMail) {
  EXPECT_EQ(ReadDate(" Fri, 05 Jan 2024 10:00:00 +0100"), At(1'704'445'200));
  EXPECT_EQ(ReadDate("5 Jan 24 10:00 GMT"), At(1'704'448'800));
  EXPECT_EQ(ReadDate("Fri, 05 Jan 2024 10:00:00 +0100 (CET)"), At(1'704'445'200));
}

TEST(ReadDate, SaysSoWhereThereIsNone) {
  for (const char* text : {"", "yesterday", "99 Foo 2024 10:00:00", "\x80\xff"}) {
    EXPECT_EQ(ReadDate(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace namesake::mail
