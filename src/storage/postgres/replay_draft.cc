// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/replay_draft.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::storage::postgres {
namespace {

using registry::AccountId;
using registry::Replay;
using registry::ReplayKind;

using Found = base::Expected<std::optional<std::string>>;

// The newest that has not expired.
Found FindKey(const std::vector<ReplayRow>& rows, const Replay& replay, base::Time now) {
  const ReplayRow* newest = nullptr;
  for (const ReplayRow& row : rows) {
    if (row.expires_at <= now) continue;
    if (newest == nullptr || row.sequence > newest->sequence) newest = &row;
  }
  if (newest == nullptr) return std::nullopt;
  if (newest->body != replay.body) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      std::string(registry::kIdempotencyKeyReused));
  }
  return newest->answer;
}

// The one that was given to the most attempts below this one; the oldest of those.
Found FindRetry(std::vector<ReplayRow>& rows, const Replay& replay, base::Time now) {
  ReplayRow* best = nullptr;
  for (ReplayRow& row : rows) {
    if (row.expires_at <= now || row.attempt >= replay.attempt) continue;
    const bool better = best == nullptr || row.attempt > best->attempt ||
                        (row.attempt == best->attempt && row.sequence < best->sequence);
    if (better) best = &row;
  }
  if (best == nullptr) return std::nullopt;
  best->attempt = replay.attempt;
  best->changed = true;
  return best->answer;
}

base::Time ExpiryOf(ReplayKind kind, base::Time now) {
  if (kind == ReplayKind::kIdempotencyKey) return now + registry::kIdempotencyWindow;
  return now + registry::kRetryWindow;
}

}  // namespace

Found ReplayDraft::Find(const AccountId& account, const Replay& replay, base::Time now) {
  std::vector<ReplayRow>& rows = RowsOf(account, replay.kind, replay.key);
  if (replay.kind == ReplayKind::kIdempotencyKey) return FindKey(rows, replay, now);
  if (replay.attempt == 0) return std::nullopt;
  return FindRetry(rows, replay, now);
}

void ReplayDraft::Remember(const AccountId& account, const Replay& replay, std::uint64_t sequence,
                           base::Time now) {
  std::vector<ReplayRow>& rows = RowsOf(account, replay.kind, replay.key);
  // A write without changes has the number of the one before it.
  std::erase_if(rows, [&](const ReplayRow& row) { return row.sequence == sequence; });
  rows.push_back({.account = account,
                  .kind = replay.kind,
                  .key = replay.key,
                  .sequence = sequence,
                  .body = replay.body,
                  .attempt = replay.attempt,
                  .answer = replay.answer,
                  .expires_at = ExpiryOf(replay.kind, now),
                  .changed = true});
  ++remembered_;
  now_ = std::max(now_, now);
}

std::vector<const ReplayRow*> ReplayDraft::Changed() const {
  std::vector<const ReplayRow*> changed;
  for (const auto& [key, rows] : rows_) {
    for (const ReplayRow& row : rows) {
      if (row.changed) changed.push_back(&row);
    }
  }
  return changed;
}

}  // namespace namesake::storage::postgres
