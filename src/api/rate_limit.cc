// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"

namespace namesake::api {

std::size_t RateLimiter::HashOfHash::operator()(const base::Sha256& hash) const noexcept {
  std::size_t head = 0;
  std::memcpy(&head, hash.data(), sizeof head);
  return head;
}

RateLimiter::RateLimiter(const RateLimit& limit) : limit_(limit) {}

void RateLimiter::SetLimit(const RateLimit& limit) { limit_.Set(limit); }

Allowance RateLimiter::Take(const base::Sha256& credential, base::Time now) {
  const RateLimit limit = limit_.Copy();
  // The last octet chooses the shard, the first ones the bucket.
  auto& guarded = shards_.at(credential.back() % kShards);
  const Window window = guarded.With([&](Shard& shard) {
    Sweep(shard, limit.window, now);
    Window& own = shard.windows[credential];
    if (own.used == 0 || now - own.begin >= limit.window) own = {now, 0};
    ++own.used;
    return own;
  });
  const auto rest = window.begin + limit.window - now;
  return {.allowed = window.used <= limit.requests,
          .remaining = limit.requests - std::min(window.used, limit.requests),
          .reset = std::chrono::ceil<std::chrono::seconds>(rest)};
}

Allowance RateLimiter::Untouched() const noexcept {
  const RateLimit limit = limit_.Copy();
  return {.allowed = true, .remaining = limit.requests, .reset = limit.window};
}

std::string RateLimiter::Field(const Allowance& allowance) {
  return fmt::format(FMT_COMPILE(R"("default";r={};t={})"), allowance.remaining,
                     allowance.reset.count());
}

std::string RateLimiter::PolicyField() const {
  const RateLimit limit = limit_.Copy();
  return fmt::format(FMT_COMPILE(R"("default";q={};w={})"), limit.requests, limit.window.count());
}

// Once a window, forgets whom nothing was heard of since.
void RateLimiter::Sweep(Shard& shard, std::chrono::seconds window, base::Time now) {
  if (now - shard.swept < window) return;
  std::erase_if(shard.windows, [&](const auto& credential_and_window) {
    return now - credential_and_window.second.begin >= window;
  });
  shard.swept = now;
}

}  // namespace namesake::api
