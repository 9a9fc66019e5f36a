// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "storage/backup.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/migrations.h"

namespace namesake::storage::sqlite {

// A checked copy of the database in `file`, as it is now, that is to stand at `target`. In one file
// without companions. Throws Failure: kNotFound, kConflict for a database of another kind than
// `schema`, kUnavailable for a damaged one.
void CopyChecked(const std::filesystem::path& file, const DraftFile& draft, const Schema& schema,
                 const CopyProgress& progress);

// A database that is about to be replaced, which nobody else can use while this object lives. Where
// there is none, an empty one stands until it is replaced. Functions throw Failure.
class Replaced {
 public:
  // kConflict when a program has it open, when it is to be kept, or when it is of another kind.
  Replaced(const std::filesystem::path& file, const Schema& schema, Existing existing);
  ~Replaced();
  Replaced(const Replaced&) = delete;
  Replaced& operator=(const Replaced&) = delete;

  // Of the feed of a registry; 0 when there is none.
  [[nodiscard]] std::uint64_t LastSequence() const;

  // In one transaction.
  void ReplaceWith(const std::filesystem::path& draft, const CopyProgress& progress);

 private:
  const bool is_new_;
  Connection connection_;
  bool replaced_ = false;
};

// Brings the registry in `draft` to the newest schema and its feed behind `last`, the end of the
// one that it replaces.
void PrepareForRestore(const std::filesystem::path& draft, std::uint64_t last,
                       const RestoredBy& author);

}  // namespace namesake::storage::sqlite
