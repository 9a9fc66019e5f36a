// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/entry_table.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "storage/registry_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/provenance.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::Entry;

base::Status NoEntry(const base::Uuid& id) {
  return base::Fail(ErrorCode::kNotFound, "no entry " + base::FormatUuid(id));
}

// The arguments that insert_ and replace_ have in common.
template <typename... More>
void Put(Statement& statement, const Entry& entry, const More&... more) {
  statement.Execute(entry.account.bytes, entry.id.bytes, entry.name, entry.email,
                    std::int64_t{entry.is_email_regex}, entry.comments, entry.directory_id,
                    entry.directory_node_id, entry.external_directory_node_id,
                    StoredProvenance(entry), std::int64_t{entry.directory_synced}, entry.created_at,
                    entry.modified_at, more...);
}

}  // namespace

EntryTable::EntryTable(const Connection& connection)
    : insert_(connection.Prepare(
          "INSERT INTO entry (account_id, id, name, email, is_email_regex, comments, directory_id, "
          "directory_node_id, external_directory_node_id, provenance, directory_synced, "
          "created_at, "
          "modified_at, indexed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
          "?14)")),
      find_(connection.Prepare("SELECT modified_at, ifnull(provenance, 0) FROM entry "
                               "WHERE account_id = ?1 AND id = ?2")),
      find_whole_(connection.Prepare("SELECT " NAMESAKE_ENTRY_COLUMNS
                                     " FROM entry WHERE account_id = ?1 AND id = ?2")),
      // No octets come before all ids; an id has 16.
      ids_in_(connection.Prepare(
          "SELECT id FROM entry WHERE account_id = ?1 AND id > ifnull(?2, x'') "
          "AND id <= ifnull(?3, x'ffffffffffffffffffffffffffffffff') ORDER BY id")),
      replace_(connection.Prepare(
          "UPDATE entry SET name = ?3, email = ?4, is_email_regex = ?5, comments = ?6, "
          "directory_id = ?7, directory_node_id = ?8, external_directory_node_id = ?9, "
          "provenance = ?10, directory_synced = ?11, created_at = ?12, modified_at = ?13 "
          "WHERE account_id = ?1 AND id = ?2")),
      delete_(connection.Prepare("DELETE FROM entry WHERE account_id = ?1 AND id = ?2")),
      count_(connection.Prepare(
          "INSERT INTO entry_count (account_id, provenance, entries) VALUES (?1, ?2, ?3) "
          "ON CONFLICT DO UPDATE SET entries = entries + ?3")),
      index_(connection.Prepare(
          "UPDATE entry SET indexed = 1 WHERE (account_id, id) IN "
          "(SELECT account_id, id FROM entry INDEXED BY entry_not_indexed WHERE indexed = 0 "
          "LIMIT ?1)")) {}

base::Status EntryTable::Insert(const Entry& entry, Indexing indexing) {
  try {
    Put(insert_, entry, std::int64_t{indexing == Indexing::kAtOnce});
  } catch (const Failure& failure) {
    if (failure.IsDuplicateKey()) {
      return base::Fail(ErrorCode::kConflict,
                        fmt::format("entry {} exists already", base::FormatUuid(entry.id)));
    }
    if (failure.IsMissingParent()) {
      return base::Fail(ErrorCode::kNotFound,
                        "no account " + registry::FormatAccountId(entry.account));
    }
    throw;
  }
  ++counts_[{entry.account, CountedProvenance(entry)}];
  return base::Ok();
}

base::Status EntryTable::Replace(const Entry& entry, base::Time expected) {
  std::int64_t provenance = 0;
  {
    Rows found = find_.Run(entry.account.bytes, entry.id.bytes);
    if (!found.Next()) return NoEntry(entry.id);
    if (found.Time(0) != expected) {
      return base::Fail(ErrorCode::kConflict,
                        fmt::format("entry {} was changed meanwhile", base::FormatUuid(entry.id)));
    }
    provenance = found.Integer(1);
  }
  Put(replace_, entry);
  --counts_[{entry.account, provenance}];
  ++counts_[{entry.account, CountedProvenance(entry)}];
  return base::Ok();
}

base::Status EntryTable::Delete(const AccountId& account, const base::Uuid& id) {
  std::int64_t provenance = 0;
  {
    Rows found = find_.Run(account.bytes, id.bytes);
    if (!found.Next()) return NoEntry(id);
    provenance = found.Integer(1);
  }
  delete_.Execute(account.bytes, id.bytes);
  --counts_[{account, provenance}];
  return base::Ok();
}

std::optional<Entry> EntryTable::Find(const AccountId& account, const base::Uuid& id) {
  Rows rows = find_whole_.Run(account.bytes, id.bytes);
  if (!rows.Next()) return std::nullopt;
  return ReadEntry(rows);
}

std::vector<base::Uuid> EntryTable::IdsIn(const AccountId& account,
                                          const std::optional<base::Uuid>& after,
                                          const std::optional<base::Uuid>& up_to) {
  const auto octets = [](const std::optional<base::Uuid>& id) {
    return id ? std::optional(id->bytes) : std::nullopt;
  };
  const auto begin = octets(after);
  const auto end = octets(up_to);
  std::vector<base::Uuid> ids;
  Rows rows = ids_in_.Run(account.bytes, begin, end);
  while (rows.Next()) rows.ReadBlob(0, ids.emplace_back().bytes);
  return ids;
}

std::int64_t EntryTable::IndexSome(std::int64_t limit) { return index_.Execute(limit); }

void EntryTable::WriteCounts() {
  for (const auto& [key, gained] : counts_) {
    if (gained != 0) count_.Execute(key.first.bytes, key.second, gained);
  }
}

}  // namespace namesake::storage::sqlite
