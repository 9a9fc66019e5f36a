// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::storage::postgres {

// An answer that is kept for a repeated request.
struct ReplayRow {
  registry::AccountId account;
  registry::ReplayKind kind = registry::ReplayKind::kRetryOfSdk;
  base::Sha256 key{};
  std::uint64_t sequence = 0;
  base::Sha256 body{};
  std::uint32_t attempt = 0;
  std::string answer;
  base::Time expires_at;
  bool changed = false;  // to be written
};

// The kept answers that a batch of writes may repeat, and those that it adds.
class ReplayDraft {
 public:
  void Load(ReplayRow row) { RowsOf(row.account, row.kind, row.key).push_back(std::move(row)); }

  // The answer to give instead of carrying the write out; nullopt: carry it out. kInvalidArgument:
  // the key was used with another body.
  [[nodiscard]] base::Expected<std::optional<std::string>> Find(const registry::AccountId& account,
                                                                const registry::Replay& replay,
                                                                base::Time now);
  void Remember(const registry::AccountId& account, const registry::Replay& replay,
                std::uint64_t sequence, base::Time now);

  [[nodiscard]] std::vector<const ReplayRow*> Changed() const;
  // How many were added, and the latest time of those who did: what has expired by then may go.
  [[nodiscard]] std::int64_t remembered() const noexcept { return remembered_; }
  [[nodiscard]] base::Time now() const noexcept { return now_; }

 private:
  using Key = std::tuple<registry::AccountId, registry::ReplayKind, base::Sha256>;

  [[nodiscard]] std::vector<ReplayRow>& RowsOf(const registry::AccountId& account,
                                               registry::ReplayKind kind, const base::Sha256& key) {
    return rows_[{account, kind, key}];
  }

  std::map<Key, std::vector<ReplayRow>> rows_;
  std::int64_t remembered_ = 0;
  base::Time now_;
};

}  // namespace namesake::storage::postgres
