// SPDX-License-Identifier: Apache-2.0
#include "base/uuid.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace namesake::base {
namespace {

using std::chrono::microseconds;

TEST(MakeUuidV7, CarriesTheMillisecondsVersionAndVariant) {
  // RFC 9562 appendix A.6: 2022-02-22T19:22:22.000Z is 017F22E2-79B0-7...
  const std::string text = FormatUuid(MakeUuidV7(Time{microseconds{1'645'557'742'000'000}}));
  EXPECT_EQ(text.substr(0, 18), "017f22e2-79b0-7000");
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
}

TEST(MakeUuidV7, SortsByTimeToTheMicrosecond) {
  for (std::int64_t micros = 1'645'557'742'000'000; micros < 1'645'557'742'002'100; ++micros) {
    EXPECT_LT(MakeUuidV7(Time{microseconds{micros}}), MakeUuidV7(Time{microseconds{micros + 1}}));
  }
}

TEST(MakeUuidV7, DiffersWithinOneMicrosecond) {
  const Time now{microseconds{1'645'557'742'000'000}};
  EXPECT_NE(MakeUuidV7(now), MakeUuidV7(now));
}

TEST(MakeUuidV7, DiffersHoweverManyAndOnWhicheverThread) {
  constexpr int kThreads = 4;
  constexpr int kEach = 1000;
  const Time now{microseconds{1'645'557'742'000'000}};
  std::vector<std::vector<Uuid>> made(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (auto& mine : made) {
      threads.emplace_back([&mine, now] {
        for (int i = 0; i < kEach; ++i) mine.push_back(MakeUuidV7(now));
      });
    }
  }
  std::set<Uuid> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), std::size_t{kThreads} * kEach);
}

TEST(ParseUuid, UndoesFormatInEitherCase) {
  const auto uuid = ParseUuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(FormatUuid(*uuid), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(ParseUuid, RefusesOtherForms) {
  for (const char* text :
       {"", "2403", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e-279b0-7cc3-98c4-dc0c0c07398f"}) {
    EXPECT_FALSE(ParseUuid(text)) << text;
  }
}

}  // namespace
}  // namespace namesake::base
