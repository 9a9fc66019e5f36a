// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/replay_log.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using registry::AccountId;
using registry::Replay;
using registry::ReplayKind;

constexpr auto kKeyKind = static_cast<std::int64_t>(ReplayKind::kIdempotencyKey);
constexpr auto kRetryKind = static_cast<std::int64_t>(ReplayKind::kRetryOfSdk);
constexpr std::int64_t kPurgedAtLeast = 16;

base::Time ExpiryOf(ReplayKind kind, base::Time now) {
  if (kind == ReplayKind::kIdempotencyKey) return now + registry::kIdempotencyWindow;
  return now + registry::kRetryWindow;
}

}  // namespace

ReplayLog::ReplayLog(const Connection& connection)
    : find_key_(connection.Prepare(
          "SELECT answer, body FROM replay WHERE account_id = ?1 AND kind = ?2 AND key = ?3 "
          "AND expires_at > ?4 ORDER BY sequence DESC LIMIT 1")),
      find_retry_(connection.Prepare(
          "SELECT answer, sequence FROM replay WHERE account_id = ?1 AND kind = ?2 AND key = ?3 "
          "AND attempt < ?4 AND expires_at > ?5 ORDER BY attempt DESC, sequence LIMIT 1")),
      give_(connection.Prepare("UPDATE replay SET attempt = ?5 WHERE account_id = ?1 AND kind = ?2 "
                               "AND key = ?3 AND sequence = ?4")),
      remember_(connection.Prepare(
          "INSERT OR REPLACE INTO replay (account_id, kind, key, sequence, body, attempt, answer, "
          "expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")),
      purge_(connection.Prepare(
          "DELETE FROM replay WHERE (account_id, kind, key, sequence) IN "
          "(SELECT account_id, kind, key, sequence FROM replay INDEXED BY replay_by_expires_at "
          "WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)")) {}

void ReplayLog::Begin() { remembered_ = 0; }

base::Expected<std::optional<std::string>> ReplayLog::Find(const AccountId& account,
                                                           const Replay& replay, base::Time now) {
  if (replay.kind == ReplayKind::kIdempotencyKey) return FindKey(account, replay, now);
  if (replay.attempt == 0) return std::nullopt;
  return FindRetry(account, replay, now);
}

base::Expected<std::optional<std::string>> ReplayLog::FindKey(const AccountId& account,
                                                              const Replay& replay,
                                                              base::Time now) {
  Rows rows = find_key_.Run(account.bytes, kKeyKind, replay.key, now);
  if (!rows.Next()) return std::nullopt;
  base::Sha256 body{};
  rows.ReadBlob(1, body);
  if (body != replay.body) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      std::string(registry::kIdempotencyKeyReused));
  }
  return std::string(rows.Text(0));
}

std::optional<std::string> ReplayLog::FindRetry(const AccountId& account, const Replay& replay,
                                                base::Time now) {
  const std::int64_t attempt = replay.attempt;
  std::string answer;
  std::int64_t sequence = 0;
  {
    Rows rows = find_retry_.Run(account.bytes, kRetryKind, replay.key, attempt, now);
    if (!rows.Next()) return std::nullopt;
    answer = rows.Text(0);
    sequence = rows.Integer(1);
  }
  give_.Execute(account.bytes, kRetryKind, replay.key, sequence, attempt);
  return answer;
}

void ReplayLog::Remember(const AccountId& account, const Replay& replay, std::uint64_t sequence,
                         base::Time now) {
  remember_.Execute(account.bytes, static_cast<std::int64_t>(replay.kind), replay.key,
                    static_cast<std::int64_t>(sequence), replay.body, std::int64_t{replay.attempt},
                    replay.answer, ExpiryOf(replay.kind, now));
  ++remembered_;
  now_ = std::max(now_, now);
}

void ReplayLog::Purge() {
  if (remembered_ == 0) return;  // then there are no more than before either
  purge_.Execute(now_, kPurgedAtLeast + 2 * remembered_);
}

}  // namespace namesake::storage::sqlite
