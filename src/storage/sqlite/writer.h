// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/uuid.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/sqlite/audit_log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/directory_table.h"
#include "storage/sqlite/entry_table.h"
#include "storage/sqlite/feed_log.h"
#include "storage/sqlite/policy_table.h"
#include "storage/sqlite/replay_log.h"

namespace namesake::storage::sqlite {

// The writing half of the store over one connection. Used by one thread at a time:
//
//   writer.Begin();
//   for (const Write& write : writes) results.push_back(writer.Apply(write));
//   writer.Commit();                      // now all of them are on the disk, or it throws
//
// An error that Apply returns concerns that write alone, which has then changed nothing. A Failure
// (thrown) concerns the whole transaction: throw the writer away, which rolls it back.
class Writer {
 public:
  // Brings the schema up to date first. `kept_changes` as in FeedLog.
  Writer(const std::filesystem::path& file, std::uint64_t kept_changes);

  void Begin();
  [[nodiscard]] base::Expected<registry::Committed> Apply(const registry::Write& write);
  [[nodiscard]] base::Status Adopt(const registry::Adoption& adoption);
  [[nodiscard]] DirectoryTable& directory() noexcept { return directory_; }
  [[nodiscard]] std::uint64_t last_sequence() const noexcept { return feed_.last(); }
  void Commit();
  // As FeedLog::TakeAppended.
  [[nodiscard]] std::vector<registry::Change> TakeChanges() { return feed_.TakeAppended(); }

  // A transaction of its own: puts up to `limit` new entries in order by name and address.
  void IndexSome(std::int64_t limit);
  // How many entries this writer has left for that, as far as it knows.
  [[nodiscard]] std::int64_t not_indexed() const noexcept { return not_indexed_; }

  [[nodiscard]] const Connection& connection() const noexcept { return connection_; }

 private:
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::CreateEntries& create);
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::ReplaceEntry& replace);
  [[nodiscard]] base::Status Do(const registry::Write& write, const registry::DeleteEntry& remove);
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::ChangePolicies& change);
  [[nodiscard]] base::Status Carry(const registry::Write& write,
                                   const registry::ChangePolicies& change);
  [[nodiscard]] base::Status Create(const registry::Entry& entry, EntryTable::Indexing indexing);
  [[nodiscard]] base::Status CreateAll(const registry::Write& write,
                                       const std::vector<registry::Entry>& entries);
  void Audit(const registry::Write& write, std::string_view action, const base::Uuid& subject,
             std::string_view before, std::string_view after);

  Connection connection_;
  EntryTable entries_;
  PolicyTable policies_;
  FeedLog feed_;
  AuditLog audit_;
  ReplayLog replays_;
  DirectoryTable directory_;
  std::optional<Transaction> transaction_;
  std::int64_t not_indexed_ = 0;
};

}  // namespace namesake::storage::sqlite
