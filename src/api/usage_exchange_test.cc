// SPDX-License-Identifier: Apache-2.0
#include "api/usage_exchange.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <span>
#include <utility>
#include <vector>

#include "api/rate_limit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/credential.h"
#include "registry/usage.h"

namespace namesake::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kLong = 30s;
constexpr base::Time kStart{1'000'020s};

TEST(UsageExchange, TellsWhatWasCountedUntilSomebodyListens) {
  RateLimiter limiter({.requests = 10, .window = 60s});
  registry::Credential credential;
  credential.hash.front() = 7;
  EXPECT_EQ(limiter.Take(credential, kStart).remaining, 9U);
  EXPECT_EQ(limiter.Take(credential, kStart + 1s).remaining, 8U);

  bool away = true;  // the first time
  std::promise<std::vector<registry::Usage>> heard;
  const UsageExchange exchange(limiter,
                               [&](std::span<const registry::Usage> counted)
                                   -> base::Expected<std::vector<registry::Usage>> {
                                 if (std::exchange(away, false))
                                   return base::Fail(base::ErrorCode::kUnavailable, "away");
                                 heard.set_value({counted.begin(), counted.end()});
                                 return std::vector<registry::Usage>();
                               });
  auto told = heard.get_future();
  ASSERT_EQ(told.wait_for(kLong), std::future_status::ready);
  const registry::Usage expected{.account = credential.account,
                                 .credential = credential.hash,
                                 .window = kStart,
                                 .requests = 2};
  EXPECT_EQ(told.get(), std::vector{expected});
}

}  // namespace
}  // namespace namesake::api
