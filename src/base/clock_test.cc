// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/error.h"

namespace namesake::base {
namespace {

using std::chrono::microseconds;

TEST(FormatRfc3339, AlwaysHasSixFractionDigits) {
  EXPECT_EQ(FormatRfc3339(Time{microseconds{0}}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatRfc3339(Time{microseconds{1'744'309'654'872'907}}),
            "2025-04-10T18:27:34.872907Z");
}

struct ParseCase {
  const char* text;
  const char* same_as;
};

class ParseRfc3339Test : public testing::TestWithParam<ParseCase> {};

TEST_P(ParseRfc3339Test, GivesTheInstant) {
  const auto time = ParseRfc3339(GetParam().text);
  ASSERT_TRUE(time) << time.error().message;
  EXPECT_EQ(FormatRfc3339(*time), GetParam().same_as);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, ParseRfc3339Test,
    testing::Values(ParseCase{"2026-11-23T09:30:00Z", "2026-11-23T09:30:00.000000Z"},
                    ParseCase{"2026-11-23t09:30:00.5z", "2026-11-23T09:30:00.500000Z"},
                    ParseCase{"2026-11-23T09:30:00.123456789Z", "2026-11-23T09:30:00.123456Z"},
                    ParseCase{"2026-11-23T09:30:00+02:00", "2026-11-23T07:30:00.000000Z"},
                    ParseCase{"2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00.000000Z"},
                    ParseCase{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z"}));

TEST(ParseRfc3339, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z",
                           "2026-11-23T09:30:00", "2026-11-23T09:30:00.Z", "2026-11-23T09:30:00Zx",
                           "2026-11-23T09:30:00+24:00", "26-11-23T09:30:00Z", "2026-1-1T0:0:0Z"}) {
    const auto time = ParseRfc3339(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(FormatHttpDate, IsTheImfFixdateOfRfc9110) {
  EXPECT_EQ(FormatHttpDate(Time{microseconds{784'111'777'000'000}}),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace namesake::base
