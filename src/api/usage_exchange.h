// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "api/rate_limit.h"

namespace namesake::api {

// Makes the limit hold across nodes: a thread that once a second tells what was counted here and
// learns what the others have. A credential can exceed its limit by what it does within
// that second. While the store is away, each node counts for itself, and the log says so.
class UsageExchange {
 public:
  // `limiter` must outlive this object. `add` is registry::Store::AddUsage.
  UsageExchange(RateLimiter& limiter, RateLimiter::Add add);
  ~UsageExchange();
  UsageExchange(const UsageExchange&) = delete;
  UsageExchange& operator=(const UsageExchange&) = delete;

 private:
  void Run();

  RateLimiter& limiter_;
  const RateLimiter::Add add_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool stopping_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace namesake::api
