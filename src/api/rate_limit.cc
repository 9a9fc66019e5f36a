// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/expected.h"
#include "base/guarded.h"
#include "registry/credential.h"
#include "registry/usage.h"

namespace namesake::api {
namespace {

// The same on every node whose clock and window are the same.
base::Time BeginOfWindow(const base::Sha256& credential, std::chrono::seconds window,
                         base::Time now) {
  std::uint32_t phase = 0;
  std::memcpy(&phase, credential.data() + sizeof(std::size_t), sizeof phase);
  const auto length = std::chrono::duration_cast<base::Time::duration>(window);
  const auto shift = base::Time::duration(phase) * 1000 % length;
  return now - (now.time_since_epoch() + shift) % length;
}

// For a thread that read the clock just before: what it counts belongs to the window that another
// one has opened meanwhile.
bool HasJustBegun(base::Time begin, base::Time now) {
  return begin > now && begin - now < std::chrono::seconds(1);
}

}  // namespace

std::size_t RateLimiter::HashOfHash::operator()(const base::Sha256& hash) const noexcept {
  std::size_t head = 0;
  std::memcpy(&head, hash.data(), sizeof head);
  return head;
}

RateLimiter::RateLimiter(const RateLimit& limit) : limit_(limit) {}

void RateLimiter::SetLimit(const RateLimit& limit) { limit_.Set(limit); }

base::Guarded<RateLimiter::Shard>& RateLimiter::ShardOf(const base::Sha256& credential) {
  // The last octet chooses the shard, the first ones the bucket.
  return shards_.at(credential.back() % kShards);
}

Allowance RateLimiter::Take(const registry::Credential& credential, base::Time now) {
  const RateLimit limit = limit_.Copy();
  const base::Time begin = BeginOfWindow(credential.hash, limit.window, now);
  const std::uint64_t used = ShardOf(credential.hash).With([&](Shard& shard) {
    Sweep(shard, limit.window, now);
    Window& window = shard.windows[credential.hash];
    if (window.begin != begin && !HasJustBegun(window.begin, now)) {
      window = {.account = credential.account, .begin = begin};
    }
    ++window.used;
    return window.used + window.others;
  });
  return {.allowed = used <= limit.requests,
          .remaining = limit.requests - std::min(used, limit.requests),
          .reset = std::chrono::ceil<std::chrono::seconds>(begin + limit.window - now)};
}

std::vector<registry::Usage> RateLimiter::TakeNews() {
  std::vector<registry::Usage> news;
  for (auto& guarded : shards_) {
    guarded.With([&](Shard& shard) {
      for (auto& [credential, window] : shard.windows) {
        if (window.used == window.told) continue;
        news.push_back({.account = window.account,
                        .credential = credential,
                        .window = window.begin,
                        .requests = window.used - window.told});
        window.told = window.used;
      }
    });
  }
  return news;
}

template <typename Change>
void RateLimiter::ChangeWindow(const registry::Usage& usage, const Change& change) {
  ShardOf(usage.credential).With([&](Shard& shard) {
    const auto found = shard.windows.find(usage.credential);
    if (found != shard.windows.end() && found->second.begin == usage.window) change(found->second);
  });
}

base::Status RateLimiter::Share(const Add& add) {
  const std::vector<registry::Usage> news = TakeNews();
  if (news.empty()) return base::Ok();
  const auto sums = add(news);
  if (!sums) {
    for (const registry::Usage& each : news) {
      ChangeWindow(each, [&](Window& window) { window.told -= each.requests; });
    }
    return base::Fail(sums.error());
  }
  for (const registry::Usage& sum : *sums) {
    ChangeWindow(sum, [&](Window& window) {
      window.others = sum.requests - std::min(sum.requests, window.told);
    });
  }
  return base::Ok();
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

// Once a window, forgets whom nothing was heard of in it.
void RateLimiter::Sweep(Shard& shard, std::chrono::seconds window, base::Time now) {
  if (now - shard.swept < window) return;
  std::erase_if(shard.windows, [&](const auto& credential_and_window) {
    return now - credential_and_window.second.begin >= window;
  });
  shard.swept = now;
}

}  // namespace namesake::api
