// SPDX-License-Identifier: Apache-2.0
#include "api/usage_exchange.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "api/rate_limit.h"
#include "base/log.h"

namespace namesake::api {
namespace {

constexpr std::chrono::seconds kPause{1};

}  // namespace

UsageExchange::UsageExchange(RateLimiter& limiter, RateLimiter::Add add)
    : limiter_(limiter), add_(std::move(add)), thread_([this] { Run(); }) {}

UsageExchange::~UsageExchange() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void UsageExchange::Run() {
  bool sharing = true;
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, kPause, [this] { return stopping_; })) {
    lock.unlock();
    const auto shared = limiter_.Share(add_);
    if (sharing && !shared) {
      base::Log(base::LogLevel::kWarning, "rate_limit_not_shared",
                {{"error", shared.error().message}});
    }
    sharing = shared.has_value();
    lock.lock();
  }
}

}  // namespace namesake::api
