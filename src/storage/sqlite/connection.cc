// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "storage/sqlite/failure.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

// A page cache of 8 MiB a reader holds the inner pages of some million entries' indexes. The writer
// touches the leaves of three indexes at random places and must not read them back each time.
constexpr std::string_view kReaderSettings = "PRAGMA cache_size = -8192;";
constexpr std::string_view kWriterSettings = "PRAGMA cache_size = -65536;";
// Records are written in the order of time and seldom read.
constexpr std::string_view kRecorderSettings = "PRAGMA cache_size = -8192;";

std::string_view SettingsFor(Connection::Use use) noexcept {
  switch (use) {
    case Connection::Use::kReading:
      return kReaderSettings;
    case Connection::Use::kWriting:
      return kWriterSettings;
    case Connection::Use::kRecording:
      return kRecorderSettings;
  }
  return kReaderSettings;
}

// secure_delete = FAST overwrites what is deleted wherever that costs no further write.
constexpr std::string_view kSettings =
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = FAST;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF;";

int NoteLogFrames(void* log_frames, sqlite3* /*db*/, const char* /*name*/, int frames) noexcept {
  *static_cast<int*>(log_frames) = frames;
  return SQLITE_OK;
}

// Of a copy, between two looks at how far it has come: 4 MiB.
constexpr int kPagesInOnePiece = 1024;

struct EndBackup {
  void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

// SQLite would count every allocation of the process under one lock, and two readers would meet
// there several times a look-up. A process that has used it before us keeps its counts.
void DoNotCountMemory() {
  [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

void Connection::Close::operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }

Connection::Connection(const std::filesystem::path& file, Use use)
    : log_frames_(std::make_unique<int>(0)) {
  DoNotCountMemory();
  sqlite3* db = nullptr;
  // No mutex inside: a connection is used by one thread at a time. An absolute path, because SQLite
  // would take a name that begins with "file:" for a URI.
  const int code =
      sqlite3_open_v2(std::filesystem::absolute(file).c_str(), &db,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  db_.reset(db);
  if (code != SQLITE_OK) throw Failure(db, code, file.string());
  sqlite3_busy_timeout(db, static_cast<int>(kBusyTimeout.count()));
  Execute(kSettings);
  // Replaces the automatic checkpoint, which would make some commit wait for it.
  sqlite3_wal_hook(db, NoteLogFrames, log_frames_.get());
  Execute(SettingsFor(use));
}

void Connection::Execute(std::string_view sql) const {
  const int code = sqlite3_exec(db_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw Failure(db_.get(), code);
}

std::int64_t Connection::QueryInteger(std::string_view sql) const {
  Statement statement = Prepare(sql);
  Rows rows = statement.Run();
  return rows.Next() ? rows.Integer(0) : 0;
}

void Connection::CopyTo(const Connection& target, const Progress& progress) const {
  // One view from the first page to the last: without it the copy would begin anew after every
  // commit of another process, and never end on a busy store.
  const Transaction view(*this, Transaction::Kind::kRead);
  const auto page_size = static_cast<std::uint64_t>(QueryInteger("PRAGMA page_size"));
  (void)QueryInteger("SELECT count(*) FROM sqlite_schema");  // the view begins with the first read
  const std::unique_ptr<sqlite3_backup, EndBackup> backup(
      sqlite3_backup_init(target.db_.get(), "main", db_.get(), "main"));
  if (backup == nullptr) throw Failure(target.db_.get(), sqlite3_errcode(target.db_.get()));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup.get(), kPagesInOnePiece);
    const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
    const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get()));
    progress((total - left) * page_size, total * page_size);
  }
  if (code != SQLITE_DONE) throw Failure(nullptr, code, target.file());
}

std::string Connection::file() const {
  const char* const name = sqlite3_db_filename(db_.get(), "main");
  return name == nullptr ? "" : name;
}

void Connection::Rollback() const noexcept {
  if (sqlite3_get_autocommit(db_.get()) == 0) {
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

bool Connection::HasMoved() const noexcept {
  int moved = 0;
  const int code = sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return code == SQLITE_OK && moved != 0;
}

Connection::Checkpointed Connection::Checkpoint() const {
  Checkpointed result;
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), "main", SQLITE_CHECKPOINT_PASSIVE,
                                             &result.frames, &result.copied);
  if (code != SQLITE_OK && code != SQLITE_BUSY) {
    throw Failure(db_.get(), code);
  }
  return result;
}

Transaction::Transaction(const Connection& connection, Kind kind) : connection_(&connection) {
  connection.Execute(kind == Kind::kRead ? "BEGIN" : "BEGIN IMMEDIATE");
}

void Transaction::Commit() {
  connection_->Execute("COMMIT");
  committed_ = true;
}

}  // namespace namesake::storage::sqlite
