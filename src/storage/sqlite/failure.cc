// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/failure.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>
#include <string_view>

#include "base/error.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;

constexpr int kPrimaryCodeMask = 0xFF;  // an extended result code has its kind above these bits

ErrorCode CodeOf(int code) {
  switch (code & kPrimaryCodeMask) {
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return ErrorCode::kPermissionDenied;
    case SQLITE_NOTADB:
      return ErrorCode::kInvalidArgument;
    case SQLITE_CONSTRAINT:
      return ErrorCode::kConflict;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_ERROR:
      return ErrorCode::kInternal;
    default:  // busy, disk full, disk fault, damaged file, out of memory
      return ErrorCode::kUnavailable;
  }
}

std::string_view Advice(int code) {
  switch (code & kPrimaryCodeMask) {
    case SQLITE_BUSY:
      return " (another process has been writing for too long)";
    case SQLITE_FULL:
      return " (make room on the disk)";
    case SQLITE_CORRUPT:
      return " (restore a backup, or let the sqlite3 program's .recover save what is left)";
    case SQLITE_NOTADB:
      return " (the path leads to some other file, or the database is encrypted or damaged)";
    default:
      return "";
  }
}

}  // namespace

Failure::Failure(sqlite3* db, int code, const std::string& file)
    : error_{.code = CodeOf(code),
             .message = fmt::format("{}: {}{}", file,
                                    db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db),
                                    Advice(code))},
      code_(code) {}

Failure::Failure(sqlite3* db, int code) : Failure(db, code, sqlite3_db_filename(db, "main")) {}

base::Error Failure::RuntimeError() const {
  const bool ours = error_.code == ErrorCode::kInternal || error_.code == ErrorCode::kConflict;
  return {.code = ours ? ErrorCode::kInternal : ErrorCode::kUnavailable, .message = error_.message};
}

bool Failure::IsDuplicateKey() const noexcept {
  return code_ == SQLITE_CONSTRAINT_PRIMARYKEY || code_ == SQLITE_CONSTRAINT_UNIQUE;
}

bool Failure::IsMissingParent() const noexcept { return code_ == SQLITE_CONSTRAINT_FOREIGNKEY; }

bool Failure::IsBusy() const noexcept { return (code_ & kPrimaryCodeMask) == SQLITE_BUSY; }

}  // namespace namesake::storage::sqlite
