// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// While many read and nobody writes, holds a read transaction of its own. SQLite takes a file lock
// for the first reader of a process and gives it back after the last; both are system calls under a
// mutex, at which the event loops meet. With one reader that stays, the others only count.
//
// A reader that stays keeps the log from starting again, so it leaves when anything was written,
// by whichever process, and when there is little to read. Safe from several threads.
class ReadAnchor {
 public:
  explicit ReadAnchor(std::filesystem::path file);
  ~ReadAnchor();
  ReadAnchor(const ReadAnchor&) = delete;
  ReadAnchor& operator=(const ReadAnchor&) = delete;

  // To be called before each read.
  void Reading() {
    if (reads_.fetch_add(1, std::memory_order_relaxed) % kMany == kMany - 1) Wake();
  }

 private:
  // As many in one interval are worth it: 3,200 a second.
  static constexpr std::uint32_t kMany = 64;

  void Wake();
  void Run();
  void HoldForAWhile();
  [[nodiscard]] bool IsUnchanged();
  void Sleep();

  const std::filesystem::path file_;
  std::atomic<std::uint32_t> reads_{0};
  std::optional<Connection> connection_;  // of the thread
  std::int64_t version_ = 0;              // of the thread: of the data, at the last look

  std::mutex mutex_;
  std::condition_variable woken_;
  bool busy_ = false;      // under mutex_: many have read since the last look
  bool stopping_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace namesake::storage::sqlite
