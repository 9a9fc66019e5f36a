// SPDX-License-Identifier: Apache-2.0
#include "report/tally.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>

namespace namesake::report {
namespace {

using ::testing::ElementsAre;

TEST(Tally, NamesTheMostFrequentFirstAndEqualOnesByName) {
  Tally tally;
  for (const std::string_view text : {"b", "c", "a", "c"}) tally.Add(text);
  EXPECT_THAT(tally.Top(2), ElementsAre(Tally::Row{"c", 2}, Tally::Row{"a", 1}));
  EXPECT_THAT(tally.Top(9),
              ElementsAre(Tally::Row{"c", 2}, Tally::Row{"a", 1}, Tally::Row{"b", 1}));
  EXPECT_EQ(tally.size(), 3U);
  EXPECT_EQ(tally.total(), 4U);
}

TEST(Tally, AddsUpWithAnother) {
  Tally a;
  a.Add("x");
  Tally b;
  b.Add("x");
  b.Add("y", 3);
  a.Merge(b);
  EXPECT_THAT(a.Top(9), ElementsAre(Tally::Row{"y", 3}, Tally::Row{"x", 2}));
  EXPECT_EQ(a.total(), 5U);
}

TEST(Tally, CountsButDoesNotKeepWhatIsTooMuch) {
  Tally tally;
  for (std::size_t i = 0; i < Tally::kMaxTexts + 10; ++i) tally.Add(fmt::format("{}", i));
  tally.Add("0");
  EXPECT_EQ(tally.size(), Tally::kMaxTexts);
  EXPECT_EQ(tally.total(), Tally::kMaxTexts + 11);
  EXPECT_THAT(tally.Top(1), ElementsAre(Tally::Row{"0", 2}));
  Tally merged;
  merged.Merge(tally);
  EXPECT_EQ(merged.total(), tally.total());
}

}  // namespace
}  // namespace namesake::report
