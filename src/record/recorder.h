// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::record {

// An account's retention at the time of the call.
struct AccountRetention {
  registry::AccountId account;
  Retention retention;
};

// Writes records behind the back of whoever has them: mail never waits for it and never fails by
// it. What waits is bounded; beyond that records are dropped, counted and said. While the store is
// away what waits is kept and tried again. Also sweeps out what is too old. Safe from several
// threads; owns one.
class Recorder {
 public:
  // Of records that wait: some 50 MB at most.
  static constexpr std::size_t kMaxWaiting = 20'000;
  static constexpr std::size_t kMaxWaitingBytes = std::size_t{64} << 20U;

  using RetentionsOf = std::function<std::vector<AccountRetention>()>;

  // `store` must outlive this object. `retentions` is asked now and then, from the recorder's
  // thread.
  Recorder(RecordStore& store, RetentionsOf retentions);
  // Writes what waits, for at most kPatience.
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // False when it had to be dropped.
  bool Offer(RecordedMessage message);

  // Blocks until what was offered before is written or dropped; false when it is not after
  // `patience`.
  [[nodiscard]] bool Flush(std::chrono::milliseconds patience);

  struct Status {
    std::size_t waiting = 0;
    std::uint64_t written = 0;
    std::uint64_t dropped = 0;
    std::uint64_t failures = 0;  // of writes; what they were to write is still there
  };
  [[nodiscard]] Status status() const;

 private:
  void Run();
  void Write(std::vector<RecordedMessage> batch);
  void SweepAll();

  RecordStore& store_;
  const RetentionsOf retentions_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RecordedMessage> waiting_;  // under mutex_, like what follows
  std::size_t waiting_bytes_ = 0;
  std::size_t writing_ = 0;  // taken out of waiting_ and not written yet
  Status status_;
  bool stopping_ = false;
  std::chrono::steady_clock::time_point give_up_at_ = std::chrono::steady_clock::time_point::max();
  std::thread thread_;
};

}  // namespace namesake::record
