// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The entries as the writer sees them. A function that returns an error has changed nothing; what
// only a lost database can cause is thrown as Failure.
class EntryTable {
 public:
  explicit EntryTable(const Connection& connection);

  void Begin() { counts_.clear(); }

  // Whether an entry is put among the names and addresses of its account at once. That costs two
  // pages of the disk, which a lone entry has for itself and the entries of an import share.
  enum class Indexing { kAtOnce, kLater };

  // kConflict: the id is taken; kNotFound: there is no such account.
  [[nodiscard]] base::Status Insert(const registry::Entry& entry, Indexing indexing);
  [[nodiscard]] base::Status Replace(const registry::Entry& entry, base::Time expected);
  [[nodiscard]] base::Status Delete(const registry::AccountId& account, const base::Uuid& id);

  // As it stands in this transaction.
  [[nodiscard]] std::optional<registry::Entry> Find(const registry::AccountId& account,
                                                    const base::Uuid& id);

  // Ids of the account's entries above `after`, up to `up_to`, in their order.
  [[nodiscard]] std::vector<base::Uuid> IdsIn(const registry::AccountId& account,
                                              const std::optional<base::Uuid>& after,
                                              const std::optional<base::Uuid>& up_to);

  // Puts up to `limit` entries in order that were to be later; returns how many there were.
  std::int64_t IndexSome(std::int64_t limit);

  // At the end of each transaction: writes how the numbers of entries have changed.
  void WriteCounts();

  // What partial rollback has to give back, too.
  using Counts = std::map<std::pair<registry::AccountId, std::int64_t>, std::int64_t>;
  [[nodiscard]] Counts counts() const { return counts_; }
  void ReturnTo(Counts counts) { counts_ = std::move(counts); }

 private:
  Statement insert_;
  Statement find_;
  Statement find_whole_;
  Statement ids_in_;
  Statement replace_;
  Statement delete_;
  Statement count_;
  Statement index_;
  Counts counts_;  // by account and provenance: entries gained since Begin
};

}  // namespace namesake::storage::sqlite
