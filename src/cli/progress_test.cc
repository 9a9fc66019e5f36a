// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::cli {
namespace {

using std::chrono::milliseconds;
using ::testing::EndsWith;
using ::testing::HasSubstr;

struct Case {
  std::string name;
  Advance advance;
  std::size_t columns = 80;
  std::string line;
};

class FormatAdvanceOf : public ::testing::TestWithParam<Case> {};

TEST_P(FormatAdvanceOf, TellsWhatAPersonWantsToKnow) {
  EXPECT_EQ(FormatAdvance(GetParam().advance, GetParam().columns), GetParam().line);
}

INSTANTIATE_TEST_SUITE_P(
    Advances, FormatAdvanceOf,
    ::testing::Values(
        Case{.name = "TheBeginning", .advance = {}, .line = "0 messages, 0/s"},
        Case{.name = "OneMessage",
             .advance = {.messages = 1, .elapsed = milliseconds(1000)},
             .line = "1 message, 1/s"},
        Case{.name = "HalfTheWay",
             .advance = {.messages = 1'234'567,
                         .bytes = 50,
                         .total_bytes = 100,
                         .elapsed = milliseconds(20'000)},
             .line = "████████████░░░░░░░░░░░░  50 %  1,234,567 messages, 61,728/s, 0:20 left"},
        Case{.name = "MoreThanAnHourLeft",
             .advance = {.messages = 1000,
                         .bytes = 1,
                         .total_bytes = 100,
                         .elapsed = milliseconds(60'000)},
             .line = "▏░░░░░░░░░░░░░░░░░░░░░░░   1 %  1,000 messages, 16/s, 1:39:00 left"},
        Case{.name = "AlmostAllIsNotAll",
             .advance =
                 {.messages = 10, .bytes = 999, .total_bytes = 1000, .elapsed = milliseconds(1000)},
             .line = "███████████████████████▉  99 %  10 messages, 10/s, 0:01 left"},
        Case{.name = "AFileThatGrew",
             .advance =
                 {.messages = 10, .bytes = 150, .total_bytes = 100, .elapsed = milliseconds(1000)},
             .line = "████████████████████████ 100 %  10 messages, 10/s, 0:00 left"},
        Case{.name = "ANarrowTerminal",
             .advance =
                 {.messages = 10, .bytes = 50, .total_bytes = 100, .elapsed = milliseconds(1000)},
             .columns = 44,
             .line = "███▌░░░  50 %  10 messages, 10/s, 0:01 left"},
        Case{.name = "TooNarrowForABar",
             .advance =
                 {.messages = 10, .bytes = 50, .total_bytes = 100, .elapsed = milliseconds(1000)},
             .columns = 42,
             .line = " 50 %  10 messages, 10/s, 0:01 left"}),
    [](const auto& test) { return test.param.name; });

class ProgressLine : public ::testing::Test {
 protected:
  Progress::Draw draw() {
    return [this](std::string_view text) { drawn_ += text; };
  }
  static Progress::Columns columns() {
    return [] { return 80; };
  }
  Progress::Now now() {
    return [this] { return now_; };
  }

  std::string drawn_;
  std::chrono::steady_clock::time_point now_;
};

TEST_F(ProgressLine, IsNotDrawnForAScanThatIsOverAtOnce) {
  {
    Progress progress(100, draw(), columns(), now());
    progress.Update(1, 50);
  }
  EXPECT_EQ(drawn_, "");
}

TEST_F(ProgressLine, IsDrawnAtMostTenTimesASecond) {
  Progress progress(100, draw(), columns(), now());
  now_ += milliseconds(100);
  progress.Update(1, 10);
  now_ += milliseconds(99);
  progress.Update(2, 20);

  EXPECT_THAT(drawn_, HasSubstr(" 10 %  1 message,"));
  EXPECT_THAT(drawn_, ::testing::Not(HasSubstr("2 messages")));

  now_ += milliseconds(1);
  progress.Update(3, 30);
  EXPECT_THAT(drawn_, HasSubstr("  30 %  3 messages,"));
}

TEST_F(ProgressLine, IsGoneAtTheEnd) {
  {
    Progress progress(100, draw(), columns(), now());
    now_ += milliseconds(100);
    progress.Update(1, 10);
  }
  EXPECT_THAT(drawn_, EndsWith("\r\x1b[K"));
}

TEST_F(ProgressLine, IsErasedOnceOnly) {
  Progress progress(100, draw(), columns(), now());
  now_ += milliseconds(100);
  progress.Update(1, 10);
  progress.Erase();
  const std::string erased = drawn_;
  progress.Erase();
  EXPECT_EQ(drawn_, erased);
}

TEST_F(ProgressLine, IsNotDrawnWithoutATerminal) {
  Progress progress(100, {}, columns(), now());
  now_ += milliseconds(1000);
  progress.Update(1, 10);
  progress.Erase();
  EXPECT_EQ(drawn_, "");
}

}  // namespace
}  // namespace namesake::cli
