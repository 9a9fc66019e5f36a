// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/feed_log.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/uuid.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

// More than this, as a large import, is better read back than kept in memory twice.
constexpr std::size_t kMaxAppended = 2048;

}  // namespace

FeedLog::FeedLog(const Connection& connection, std::uint64_t kept)
    : kept_(std::max<std::uint64_t>(kept, 1)),  // the newest says which number comes next
      read_bounds_(connection.Prepare("SELECT (SELECT min(sequence) FROM change), "
                                      "(SELECT max(sequence) FROM change)")),
      append_(connection.Prepare("INSERT INTO change (account_id, sequence, kind, entry_id) "
                                 "VALUES (?1, ?2, ?3, ?4)")),
      purge_(connection.Prepare("DELETE FROM change WHERE sequence <= ?1")) {}

void FeedLog::Begin() {
  Rows rows = read_bounds_.Run();
  rows.Next();
  first_ = static_cast<std::uint64_t>(rows.Integer(0));  // NULL reads as 0
  last_ = static_cast<std::uint64_t>(rows.Integer(1));
  began_at_ = last_;
  appended_.clear();
  keeping_ = true;
}

void FeedLog::Append(const registry::AccountId& account, registry::ChangeKind kind) {
  const auto sequence = static_cast<std::int64_t>(last_ + 1);
  append_.Execute(account.bytes, sequence, static_cast<std::int64_t>(kind), std::nullopt);
  registry::Change change;
  change.sequence = ++last_;
  change.account = account;
  change.kind = kind;
  Keep(std::move(change));
}

void FeedLog::Append(registry::Change change) {
  const base::Uuid& id =
      change.kind == registry::ChangeKind::kPolicy ? change.policy_id : change.entry_id;
  const auto sequence = static_cast<std::int64_t>(last_ + 1);
  append_.Execute(change.account.bytes, sequence, static_cast<std::int64_t>(change.kind), id.bytes);
  change.sequence = ++last_;
  Keep(std::move(change));
}

std::uint64_t FeedLog::SkipOne() {
  keeping_ = false;  // what is handed on has no gaps
  appended_.clear();
  return ++last_;
}

void FeedLog::Keep(registry::Change change) {
  keeping_ = keeping_ && appended_.size() < kMaxAppended;
  if (keeping_) {
    appended_.push_back(std::move(change));
  } else {
    appended_.clear();
  }
}

void FeedLog::ReturnTo(std::uint64_t sequence) noexcept {
  last_ = sequence;
  while (!appended_.empty() && appended_.back().sequence > sequence) appended_.pop_back();
}

void FeedLog::Purge() {
  if (last_ <= kept_ || first_ == 0) return;
  const std::uint64_t most = 2 * (last_ - began_at_);
  const std::uint64_t up_to = std::min(last_ - kept_, first_ - 1 + most);
  if (up_to >= first_) purge_.Execute(static_cast<std::int64_t>(up_to));
}

}  // namespace namesake::storage::sqlite
