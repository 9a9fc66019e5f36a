// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "registry/account.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The change feed as the writer sees it. Sequences rise by one, without gaps: they are handed out
// under the database's write lock. Functions throw Failure.
class FeedLog {
 public:
  // Of the newest changes at least `kept` can be read.
  FeedLog(const Connection& connection, std::uint64_t kept);

  // At the beginning of each transaction: other processes have written since the last.
  void Begin();

  // Gives the change its number. Of accounts, domains and credentials:
  void Append(const registry::AccountId& account, registry::ChangeKind kind);
  // Of entries and policies:
  void Append(registry::Change change);

  // The next number without a change: a gap in the feed. A change has to follow it in this
  // transaction.
  [[nodiscard]] std::uint64_t SkipOne();

  // What this transaction has appended, to be taken after it is committed. Empty when it was too
  // much to hand on at once.
  [[nodiscard]] std::vector<registry::Change> TakeAppended() { return std::move(appended_); }

  // Drops old changes, at most twice as many as this transaction appended: the feed shrinks to its
  // size without any transaction paying for what many others have written.
  void Purge();

  [[nodiscard]] std::uint64_t last() const noexcept { return last_; }
  // After a partial rollback: what was appended since is gone.
  void ReturnTo(std::uint64_t sequence) noexcept;

 private:
  void Keep(registry::Change change);

  const std::uint64_t kept_;
  Statement read_bounds_;
  Statement append_;
  Statement purge_;
  std::uint64_t first_ = 0;  // the oldest that is kept; 0: none
  std::uint64_t began_at_ = 0;
  std::uint64_t last_ = 0;
  std::vector<registry::Change> appended_;  // since Begin
  bool keeping_ = true;                     // false: appended_ has become too long
};

}  // namespace namesake::storage::sqlite
