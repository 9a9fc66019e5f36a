// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/sqlite/statement.h"

struct sqlite3;

namespace namesake::storage::sqlite {

// How long a writer waits for a writer of another process. A commit takes milliseconds; a large
// import some seconds.
inline constexpr std::chrono::milliseconds kBusyTimeout{10'000};

// One connection to an existing database file, with the settings that all of ours have: foreign
// keys are held, a commit is on the disk when it returns (synchronous = FULL), nobody checkpoints
// unasked. Used by one thread at a time. Every function throws Failure.
class Connection {
 public:
  enum class Use { kReading, kWriting, kRecording };

  // Opening reads nothing of the file yet.
  Connection(const std::filesystem::path& file, Use use);

  [[nodiscard]] Statement Prepare(std::string_view sql) const { return {db_.get(), sql}; }
  // One or several statements, without arguments and results.
  void Execute(std::string_view sql) const;
  [[nodiscard]] std::int64_t QueryInteger(std::string_view sql) const;

  // Makes the database of `target` the same as this one, in one transaction of its own: whoever has
  // it open sees the old one or the new one. Nobody waits meanwhile who uses this one, and what is
  // written to it during the copy is not in it. `progress` is told octets, now and then.
  using Progress = std::function<void(std::uint64_t copied, std::uint64_t total)>;
  void CopyTo(const Connection& target, const Progress& progress) const;

  // Goes back to before BEGIN when a transaction is open.
  void Rollback() const noexcept;

  // The absolute path.
  [[nodiscard]] std::string file() const;

  // True when the path no longer leads to the file that was opened: what is written would be lost.
  [[nodiscard]] bool HasMoved() const noexcept;

  // How long the write-ahead log was after this connection's last commit, in frames (of one page).
  [[nodiscard]] int log_frames() const noexcept { return *log_frames_; }

  // Copies what it can from the write-ahead log into the file without waiting for anybody.
  struct Checkpointed {
    int frames = 0;  // in the log
    int copied = 0;  // of these, in the file now
  };
  [[nodiscard]] Checkpointed Checkpoint() const;

 private:
  struct Close {
    void operator()(sqlite3* db) const noexcept;
  };

  std::unique_ptr<int> log_frames_;  // SQLite keeps its address; outlives db_
  std::unique_ptr<sqlite3, Close> db_;
};

// A transaction that is rolled back unless it was committed.
class Transaction {
 public:
  enum class Kind {
    kRead,   // one consistent view from the first read on
    kWrite,  // the right to write from the start; waits for it up to kBusyTimeout
  };
  Transaction(const Connection& connection, Kind kind);
  ~Transaction() {
    if (!committed_) connection_->Rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void Commit();

 private:
  const Connection* connection_;
  bool committed_ = false;
};

}  // namespace namesake::storage::sqlite
