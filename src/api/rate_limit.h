// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/expected.h"
#include "base/guarded.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/usage.h"

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

// Counts each credential's requests in windows that follow one another, at the same times on every
// node, so that nodes can add up what they count; every credential's begin at another time. Memory:
// some hundred octets for each credential seen in the current window. Safe from several threads.
class RateLimiter {
 public:
  explicit RateLimiter(const RateLimit& limit);

  // From now on; in windows of the same length what was used up stays so.
  void SetLimit(const RateLimit& limit);

  // Counts one request.
  [[nodiscard]] Allowance Take(const registry::Credential& credential, base::Time now);

  // Tells `add` what was counted since the last time and learns from its answer what all nodes
  // have. When it fails, the same is told the next time. By one thread at a time.
  using Add = std::function<base::Expected<std::vector<registry::Usage>>(
      std::span<const registry::Usage> counted)>;
  [[nodiscard]] base::Status Share(const Add& add);

  // Of a requester who has not been identified: nothing used up.
  [[nodiscard]] Allowance Untouched() const noexcept;

  // The header fields `Ratelimit` and `Ratelimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
  [[nodiscard]] static std::string Field(const Allowance& allowance);
  [[nodiscard]] std::string PolicyField() const;

 private:
  struct Window {
    registry::AccountId account;
    base::Time begin;
    std::uint64_t used = 0;    // here
    std::uint64_t told = 0;    // of it, to the other nodes
    std::uint64_t others = 0;  // by them, as far as we know
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
  [[nodiscard]] base::Guarded<Shard>& ShardOf(const base::Sha256& credential);
  [[nodiscard]] std::vector<registry::Usage> TakeNews();
  // Does `change(window)` to the window that `usage` is of, if it is still open.
  template <typename Change>
  void ChangeWindow(const registry::Usage& usage, const Change& change);

  base::Guarded<RateLimit> limit_;
  std::array<base::Guarded<Shard>, kShards> shards_;
};

}  // namespace namesake::api
