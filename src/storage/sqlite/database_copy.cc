// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/database_copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "registry/store.h"
#include "storage/backup.h"
#include "storage/open.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;

// A restored feed begins at the next multiple of this. A follower of the old feed whose end is not
// known any more, because its file is lost, is not so far ahead of its backup: at 2,000 changes a
// second it would take six days.
constexpr std::uint64_t kFeedLeap = 1'000'000'000;

constexpr std::string_view kLastSequence = "SELECT ifnull(max(sequence), 0) FROM change";

[[noreturn]] void Refuse(ErrorCode code, const std::string& file, std::string_view why) {
  throw Failure({.code = code, .message = fmt::format("{}: {}", file, why)});
}

bool IsEmpty(const Connection& connection) {
  return connection.QueryInteger("SELECT count(*) FROM sqlite_schema") == 0;
}

bool IsOf(const Connection& connection, const Schema& schema) {
  return connection.QueryInteger("PRAGMA application_id") == schema.application_id;
}

void CheckIntegrity(const Connection& connection, const std::string& of) {
  Statement check = connection.Prepare("PRAGMA integrity_check(1)");
  Rows rows = check.Run();
  if (rows.Next() && rows.Text(0) == "ok") return;
  Refuse(ErrorCode::kUnavailable, of, fmt::format("the database is damaged: {}", rows.Text(0)));
}

// What is in its write-ahead log comes into the file, which then needs no companions.
void LeaveWriteAheadLog(const Connection& connection) {
  Statement leave = connection.Prepare("PRAGMA journal_mode = DELETE");
  Rows rows = leave.Run();
  if (rows.Next() && rows.Text(0) == "delete") return;
  Refuse(ErrorCode::kConflict, connection.file(), "a program has the database open");
}

// So that nobody waits who is to be told at once that it is in use.
Connection OpenAlone(const std::filesystem::path& file) {
  if (auto there = ProvideFile(file, OpenMode::kCreate); !there) throw Failure(there.error());
  Connection connection(file, Connection::Use::kWriting);
  connection.Execute("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE");
  try {
    LeaveWriteAheadLog(connection);
    connection.Execute("BEGIN EXCLUSIVE; COMMIT");  // the lock stays
  } catch (const Failure& failure) {
    if (!failure.IsBusy()) throw;
    Refuse(ErrorCode::kConflict, connection.file(),
           "a program has the database open; stop namesaked and namesake-milter first");
  }
  return connection;
}

}  // namespace

void CopyChecked(const std::filesystem::path& file, const DraftFile& draft, const Schema& schema,
                 const CopyProgress& progress) {
  if (auto there = ProvideFile(file, OpenMode::kExisting); !there) throw Failure(there.error());
  const Connection copy(draft.path(), Connection::Use::kWriting);
  {
    const Connection original(file, Connection::Use::kReading);
    if (!IsOf(original, schema)) {
      Refuse(ErrorCode::kConflict, original.file(), "not a database of this kind of Namesake's");
    }
    original.CopyTo(copy, progress);
  }
  LeaveWriteAheadLog(copy);
  CheckIntegrity(copy, std::filesystem::absolute(file).string());
}

Replaced::Replaced(const std::filesystem::path& file, const Schema& schema, Existing existing)
    : is_new_(!std::filesystem::exists(file)), connection_(OpenAlone(file)) {
  if (IsEmpty(connection_)) return;
  if (!IsOf(connection_, schema)) {
    Refuse(ErrorCode::kConflict, connection_.file(), "the database belongs to another program");
  }
  if (existing == Existing::kKeep) {
    Refuse(ErrorCode::kConflict, connection_.file(), "there is a database already");
  }
}

Replaced::~Replaced() {
  std::error_code error;  // an empty file that stays is no harm
  if (is_new_ && !replaced_) std::filesystem::remove(connection_.file(), error);
}

std::uint64_t Replaced::LastSequence() const {
  if (IsEmpty(connection_)) return 0;
  return static_cast<std::uint64_t>(connection_.QueryInteger(kLastSequence));
}

void Replaced::ReplaceWith(const std::filesystem::path& draft, const CopyProgress& progress) {
  Connection(draft, Connection::Use::kReading).CopyTo(connection_, progress);
  replaced_ = true;
}

void PrepareForRestore(const std::filesystem::path& draft, std::uint64_t last,
                       const RestoredBy& author) {
  const Connection connection(draft, Connection::Use::kWriting);
  Migrate(connection, draft, RegistrySchema());
  const std::uint64_t end =
      std::max(last, static_cast<std::uint64_t>(connection.QueryInteger(kLastSequence)));
  const auto begin = static_cast<std::int64_t>((end / kFeedLeap + 1) * kFeedLeap);
  Transaction transaction(connection, Transaction::Kind::kWrite);
  connection.Execute("DELETE FROM change");
  // The first number of the new feed is nobody's, so that a store without accounts has one, too.
  connection
      .Prepare(
          "INSERT INTO change (sequence, account_id, kind) "
          "SELECT ?1, zeroblob(16), ?2 UNION ALL "
          "SELECT ?1 + row_number() OVER (ORDER BY account_id), account_id, ?2 FROM account")
      .Execute(begin, static_cast<std::int64_t>(registry::ChangeKind::kAccount));
  connection
      .Prepare(
          "INSERT INTO audit SELECT account_id, sequence, ?1, ?2, 'account.restore', "
          "lower(hex(account_id)), '', '' FROM change WHERE sequence > ?3")
      .Execute(author.at, author.actor, begin);
  transaction.Commit();
  LeaveWriteAheadLog(connection);
}

}  // namespace namesake::storage::sqlite
