// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/feed_log.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/uuid.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

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
}

void FeedLog::Append(const registry::AccountId& account, registry::ChangeKind kind,
                     const std::optional<base::Uuid>& entry) {
  std::optional<decltype(base::Uuid::bytes)> id;
  if (entry) id = entry->bytes;
  const auto sequence = static_cast<std::int64_t>(last_ + 1);
  append_.Execute(account.bytes, sequence, static_cast<std::int64_t>(kind), id);
  ++last_;
}

void FeedLog::Purge() {
  if (last_ <= kept_ || first_ == 0) return;
  const std::uint64_t most = 2 * (last_ - began_at_);
  const std::uint64_t up_to = std::min(last_ - kept_, first_ - 1 + most);
  if (up_to >= first_) purge_.Execute(static_cast<std::int64_t>(up_to));
}

}  // namespace namesake::storage::sqlite
