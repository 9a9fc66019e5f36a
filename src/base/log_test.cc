// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace namesake::base {
namespace {

using ::testing::EndsWith;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

std::ptrdiff_t LinesIn(const std::string& text) { return std::ranges::count(text, '\n'); }

TEST(Log, WritesOneLineAnEvent) {
  CaptureStderr();
  Log(LogLevel::kInfo, "first", {{"text", "two words"}, {"number", std::int64_t{7}}});
  Log(LogLevel::kDebug, "not_wanted");
  const std::string written = GetCapturedStderr();
  EXPECT_THAT(written, EndsWith("Z info first text=\"two words\" number=7\n"));
  EXPECT_EQ(LinesIn(written), 1);
}

TEST(Log, KeepsAFieldWithinItsLine) {
  CaptureStderr();
  Log(LogLevel::kInfo, "hostile", {{"text", "a\nb\x1b[2J\"c"}});
  EXPECT_THAT(GetCapturedStderr(), EndsWith("hostile text=\"a\\x0ab\\x1b[2J\\\"c\"\n"));
}

TEST(LogBatch, WritesAllLinesAtItsEnd) {
  CaptureStderr();
  {
    const LogBatch outer;
    Log(LogLevel::kInfo, "first");
    {
      const LogBatch inner;
      Log(LogLevel::kInfo, "second");
    }
    EXPECT_EQ(GetCapturedStderr(), "");
    CaptureStderr();
    Log(LogLevel::kInfo, "third");
  }
  EXPECT_EQ(LinesIn(GetCapturedStderr()), 3);
  CaptureStderr();
  Log(LogLevel::kInfo, "fourth");
  EXPECT_EQ(LinesIn(GetCapturedStderr()), 1);
}

TEST(LogBatch, DoesNotKeepAWarning) {
  CaptureStderr();
  const LogBatch batch;
  Log(LogLevel::kInfo, "before");
  Log(LogLevel::kWarning, "now");
  EXPECT_EQ(LinesIn(GetCapturedStderr()), 2);
}

TEST(LogBatch, DoesNotGrowWithoutEnd) {
  CaptureStderr();
  const LogBatch batch;
  for (int i = 0; i < 10'000; ++i) Log(LogLevel::kInfo, "a_line_among_many");
  EXPECT_GT(LinesIn(GetCapturedStderr()), 5'000);
}

}  // namespace
}  // namespace namesake::base
