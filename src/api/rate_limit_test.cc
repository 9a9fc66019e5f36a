// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/credential.h"
#include "registry/usage.h"

namespace namesake::api {
namespace {

using namespace std::chrono_literals;

registry::Credential CredentialNumber(std::uint8_t number) {
  registry::Credential credential;
  credential.account.bytes.back() = number;
  credential.hash.front() = number;
  return credential;
}

const registry::Credential kOne = CredentialNumber(1);
const registry::Credential kOther = CredentialNumber(2);

// All windows of these credentials begin with a full minute.
constexpr base::Time kStart{1'000'020s};

TEST(RateLimiter, AllowsSoManyRequestsInAWindow) {
  RateLimiter limiter({.requests = 2, .window = 60s});
  EXPECT_EQ(limiter.Take(kOne, kStart).remaining, 1U);
  EXPECT_TRUE(limiter.Take(kOne, kStart + 1s).allowed);
  const Allowance refused = limiter.Take(kOne, kStart + 2s);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 0U);
  EXPECT_EQ(refused.reset, 58s);
}

TEST(RateLimiter, AllowsAgainWhenTheWindowHasEnded) {
  RateLimiter limiter({.requests = 1, .window = 60s});
  EXPECT_TRUE(limiter.Take(kOne, kStart).allowed);
  EXPECT_FALSE(limiter.Take(kOne, kStart + 59s).allowed);
  EXPECT_TRUE(limiter.Take(kOne, kStart + 60s).allowed);
}

TEST(RateLimiter, CountsOnInTheNewWindowWhatCameJustBeforeIt) {
  RateLimiter limiter({.requests = 9, .window = 60s});
  EXPECT_EQ(limiter.Take(kOne, kStart + 60s).remaining, 8U);
  EXPECT_EQ(limiter.Take(kOne, kStart + 60s - 1us).remaining, 7U);  // a thread that was overtaken
  EXPECT_EQ(limiter.Take(kOne, kStart + 60s).remaining, 6U);
}

TEST(RateLimiter, FollowsAClockThatIsSetBack) {
  RateLimiter limiter({.requests = 9, .window = 60s});
  EXPECT_EQ(limiter.Take(kOne, kStart + 3600s).remaining, 8U);
  EXPECT_EQ(limiter.Take(kOne, kStart).remaining, 8U);
  EXPECT_EQ(limiter.Take(kOne, kStart).remaining, 7U);
}

TEST(RateLimiter, BeginsTheWindowsOfCredentialsAtDifferentTimes) {
  registry::Credential late = kOne;
  late.hash[sizeof(std::size_t)] = 100;  // 100 ms earlier than the others, every time
  RateLimiter limiter({.requests = 1, .window = 60s});
  EXPECT_TRUE(limiter.Take(late, kStart + 59s).allowed);
  EXPECT_FALSE(limiter.Take(late, kStart + 59s + 899ms).allowed);
  EXPECT_TRUE(limiter.Take(late, kStart + 59s + 900ms).allowed);
}

TEST(RateLimiter, CountsEachCredentialForItself) {
  RateLimiter limiter({.requests = 1, .window = 60s});
  EXPECT_TRUE(limiter.Take(kOne, kStart).allowed);
  EXPECT_TRUE(limiter.Take(kOther, kStart).allowed);
}

TEST(RateLimiter, AppliesANewLimitToOpenWindows) {
  RateLimiter limiter({.requests = 1, .window = 60s});
  EXPECT_TRUE(limiter.Take(kOne, kStart).allowed);
  limiter.SetLimit({.requests = 3, .window = 60s});
  EXPECT_EQ(limiter.Take(kOne, kStart).remaining, 1U);
}

// ---- Several nodes ------------------------------------------------------------------------------

// What all nodes have counted.
class Sums {
 public:
  base::Expected<std::vector<registry::Usage>> Add(std::span<const registry::Usage> counted) {
    if (away) return base::Fail(base::ErrorCode::kUnavailable, "away");
    std::vector<registry::Usage> sums;
    for (const registry::Usage& each : counted) {
      std::uint64_t& sum = sums_[{each.credential, each.window}];
      sum += each.requests;
      sums.push_back(each);
      sums.back().requests = sum;
    }
    return sums;
  }
  bool away = false;

 private:
  std::map<std::pair<base::Sha256, base::Time>, std::uint64_t> sums_;
};

RateLimiter::Add To(Sums& sums) {
  return [&sums](std::span<const registry::Usage> counted) { return sums.Add(counted); };
}

TEST(RateLimiter, AddsWhatOtherNodesHaveCounted) {
  Sums sums;
  RateLimiter here({.requests = 10, .window = 60s});
  RateLimiter there({.requests = 10, .window = 60s});
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(here.Take(kOne, kStart).allowed);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(there.Take(kOne, kStart).allowed);
  ASSERT_TRUE(here.Share(To(sums)));
  ASSERT_TRUE(there.Share(To(sums)));
  EXPECT_EQ(there.Take(kOne, kStart).remaining, 2U);
  EXPECT_EQ(here.Take(kOne, kStart).remaining, 5U);  // has not heard of the other yet
  ASSERT_TRUE(here.Share(To(sums)));
  ASSERT_TRUE(there.Share(To(sums)));
  ASSERT_TRUE(here.Share(To(sums)));  // has no news, and asks nobody
  EXPECT_EQ(there.Take(kOne, kStart).remaining, 0U);
  EXPECT_FALSE(there.Take(kOne, kStart).allowed);
  EXPECT_EQ(here.Take(kOther, kStart).remaining, 9U);
}

TEST(RateLimiter, TellsAgainWhatCouldNotBeTold) {
  Sums sums;
  RateLimiter here({.requests = 10, .window = 60s});
  RateLimiter there({.requests = 10, .window = 60s});
  EXPECT_TRUE(here.Take(kOne, kStart).allowed);
  sums.away = true;
  EXPECT_FALSE(here.Share(To(sums)));
  EXPECT_EQ(here.Take(kOne, kStart).remaining, 8U);
  sums.away = false;
  ASSERT_TRUE(here.Share(To(sums)));
  EXPECT_TRUE(there.Take(kOne, kStart).allowed);
  ASSERT_TRUE(there.Share(To(sums)));
  EXPECT_EQ(there.Take(kOne, kStart).remaining, 6U);
}

TEST(RateLimiter, WhatOthersDidInTheLastWindowIsForgotten) {
  Sums sums;
  RateLimiter here({.requests = 10, .window = 60s});
  EXPECT_TRUE(here.Take(kOne, kStart).allowed);
  ASSERT_TRUE(here.Share([](std::span<const registry::Usage> counted) {
    std::vector<registry::Usage> answer(counted.begin(), counted.end());
    answer.front().requests = 10;
    return base::Expected<std::vector<registry::Usage>>(answer);
  }));
  EXPECT_FALSE(here.Take(kOne, kStart + 59s).allowed);
  EXPECT_EQ(here.Take(kOne, kStart + 60s).remaining, 9U);
}

TEST(RateLimiter, WritesTheFieldsOfTheDraft) {
  const RateLimiter limiter({.requests = 100, .window = 60s});
  EXPECT_EQ(RateLimiter::Field(limiter.Untouched()), R"("default";r=100;t=60)");
  EXPECT_EQ(limiter.PolicyField(), R"("default";q=100;w=60)");
}

}  // namespace
}  // namespace namesake::api
