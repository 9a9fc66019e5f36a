// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "storage/postgres/connection.h"
#include "storage/postgres/pool.h"

namespace namesake::storage::postgres {

// Wakes those who wait for changes: at once after a commit of this process, and when the server
// tells of one by NOTIFY (of many, fifty times a second), for which a thread of its own listens
// from the first wait on. It looks for itself once a second; on a standby, which cannot notify, ten
// times. Safe from several threads.
class FeedWatcher {
 public:
  explicit FeedWatcher(Connector& connector);
  ~FeedWatcher();
  FeedWatcher(const FeedWatcher&) = delete;
  FeedWatcher& operator=(const FeedWatcher&) = delete;

  void Committed(std::uint64_t sequence);

  // As registry::Store::WaitForChanges and Interrupt.
  void Wait(std::uint64_t after, std::chrono::milliseconds timeout);
  void Interrupt();

 private:
  using Clock = std::chrono::steady_clock;

  void Run();
  void Listen();
  // What the server says, even if it is less than before: another one has taken over.
  void Restart(std::uint64_t last);
  void Lost(const std::string& why);
  void Rest(std::chrono::milliseconds time);  // or until it ends
  [[nodiscard]] bool Stopping();

  Connector& connector_;
  const int wake_;  // readable when the thread shall end

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t last_ = 0;       // under mutex_: the newest sequence known of
  std::uint64_t wakings_ = 0;    // under mutex_: of all, whatever they wait for
  int waiting_ = 0;              // under mutex_
  bool interrupt_next_ = false;  // under mutex_: nobody was waiting
  bool listening_ = false;       // under mutex_
  bool stopping_ = false;        // under mutex_
  std::thread thread_;           // under mutex_ until it runs
};

}  // namespace namesake::storage::postgres
