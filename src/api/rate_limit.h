// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/digest.h"
#include "base/guarded.h"

namespace namesake::api {

struct RateLimit {
  std::uint64_t requests = 1'000'000;
  std::chrono::seconds window{300};
};

// How a credential stands after a request of its.
struct Allowance {
  bool allowed = true;
  std::uint64_t remaining = 0;
  std::chrono::seconds reset{0};  // until the window ends and everything is allowed again
};

// Counts each credential's requests in windows that begin with its first request. Memory: some
// hundred bytes for each credential seen in the current window. Safe from several threads.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit);

  // From now on; windows that are open go on with what they have used up.
  void SetLimit(const RateLimit& limit);

  // Counts one request. `credential` is the hash that identifies it.
  [[nodiscard]] Allowance Take(const base::Sha256& credential, base::Time now);

  // Of a requester who has not been identified: nothing used up.
  [[nodiscard]] Allowance Untouched() const noexcept;

  // The header fields `Ratelimit` and `Ratelimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
  [[nodiscard]] static std::string Field(const Allowance& allowance);
  [[nodiscard]] std::string PolicyField() const;

 private:
  struct Window {
    base::Time begin;
    std::uint64_t used = 0;
  };
  struct HashOfHash {
    std::size_t operator()(const base::Sha256& hash) const noexcept;
  };
  using Windows = std::unordered_map<base::Sha256, Window, HashOfHash>;
  struct Shard {
    Windows windows;
    base::Time swept;
  };
  static constexpr std::size_t kShards = 16;  // so that busy event loops seldom meet at a lock

  static void Sweep(Shard& shard, std::chrono::seconds window, base::Time now);

  base::Guarded<RateLimit> limit_;
  std::array<base::Guarded<Shard>, kShards> shards_;
};

}  // namespace namesake::api
