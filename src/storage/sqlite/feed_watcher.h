// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// Wakes those who wait for changes: at once after a commit of this process, within kPollInterval
// after one of another, which shows in SQLite's data version. Safe from several threads.
class FeedWatcher {
 public:
  // `replaced` is called when the path leads to another file than before, or to none.
  // Throws Failure when the file cannot be read.
  FeedWatcher(std::filesystem::path file, std::function<void()> replaced);

  void Committed(std::uint64_t sequence);

  // As registry::Store::WaitForChanges and Interrupt.
  void Wait(std::uint64_t after, std::chrono::milliseconds timeout);
  void Interrupt();

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPollInterval{200};

  // Looks whether another process has committed. True when the caller should look for itself: the
  // database cannot be read.
  bool Poll();
  void LookOutside();
  void Open();

  const std::filesystem::path file_;
  const std::function<void()> replaced_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t last_ = 0;        // under mutex_: the newest sequence known of
  std::uint64_t interrupts_ = 0;  // under mutex_
  int waiting_ = 0;               // under mutex_
  bool interrupt_next_ = false;   // under mutex_: nobody was waiting
  Clock::time_point next_poll_;   // under mutex_

  std::mutex polling_;
  std::optional<Connection> connection_;  // under polling_
  std::int64_t version_ = 0;              // under polling_
};

}  // namespace namesake::storage::sqlite
