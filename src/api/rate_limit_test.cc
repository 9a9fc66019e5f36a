// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/clock.h"
#include "base/digest.h"

namespace namesake::api {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kStart{1'000'000s};
constexpr base::Sha256 kOne{1};
constexpr base::Sha256 kOther{2};

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

TEST(RateLimiter, WritesTheFieldsOfTheDraft) {
  const RateLimiter limiter({.requests = 100, .window = 60s});
  EXPECT_EQ(RateLimiter::Field(limiter.Untouched()), R"("default";r=100;t=60)");
  EXPECT_EQ(limiter.PolicyField(), R"("default";q=100;w=60)");
}

}  // namespace
}  // namespace namesake::api
