// SPDX-License-Identifier: Apache-2.0
#include "record/recorder.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::record {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kBatch = 500;  // a transaction of a few milliseconds
constexpr milliseconds kGatherTime{200};
constexpr milliseconds kRetryPause{500};
constexpr milliseconds kPatience{10'000};  // at the end, with a store that is away
constexpr std::chrono::minutes kSweepPeriod{10};

std::size_t BytesOf(const RecordedMessage& message) noexcept {
  return sizeof message + message.record.findings.size() + message.record.subject.size() +
         (message.raw ? message.raw->size() : 0);
}

}  // namespace

Recorder::Recorder(RecordStore& store, RetentionsOf retentions)
    : store_(store), retentions_(std::move(retentions)), thread_([this] { Run(); }) {}

Recorder::~Recorder() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    give_up_at_ = SteadyClock::now() + kPatience;
  }
  changed_.notify_all();
  thread_.join();
}

bool Recorder::Offer(RecordedMessage message) {
  const std::size_t bytes = BytesOf(message);
  {
    const std::lock_guard lock(mutex_);
    const bool room =
        waiting_.size() + writing_ < kMaxWaiting && waiting_bytes_ + bytes <= kMaxWaitingBytes;
    if (!room) {
      // Said once for each thousand: a flood of mail is no reason for a flood of lines.
      if (status_.dropped++ % 1000 == 0) {
        base::Log(base::LogLevel::kError, "records_dropped",
                  {{"dropped", static_cast<std::int64_t>(status_.dropped)}});
      }
      return false;
    }
    waiting_bytes_ += bytes;
    waiting_.push_back(std::move(message));
  }
  changed_.notify_all();
  return true;
}

bool Recorder::Flush(milliseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [this] { return waiting_.empty() && writing_ == 0; });
}

Recorder::Status Recorder::status() const {
  const std::lock_guard lock(mutex_);
  Status status = status_;
  status.waiting = waiting_.size() + writing_;
  return status;
}

void Recorder::Run() {
  auto sweep_at = SteadyClock::now();
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto someone_waits = [this] { return stopping_ || !waiting_.empty(); };
    if (!changed_.wait_until(lock, sweep_at, someone_waits)) {
      lock.unlock();
      SweepAll();
      sweep_at = SteadyClock::now() + kSweepPeriod;
      lock.lock();
      continue;
    }
    if (waiting_.empty()) return;  // stopping, and all is written
    // A moment, so that many share a transaction.
    changed_.wait_for(lock, kGatherTime, [this] { return stopping_ || waiting_.size() >= kBatch; });
    std::vector<RecordedMessage> batch;
    const auto end =
        waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(kBatch, waiting_.size()));
    std::move(waiting_.begin(), end, std::back_inserter(batch));
    waiting_.erase(waiting_.begin(), end);
    for (const RecordedMessage& message : batch) waiting_bytes_ -= BytesOf(message);
    writing_ = batch.size();
    lock.unlock();
    Write(std::move(batch));
    lock.lock();
    writing_ = 0;
    changed_.notify_all();
  }
}

// Until it is done, or time is up at the end.
void Recorder::Write(std::vector<RecordedMessage> batch) {
  for (bool failed_before = false;; failed_before = true) {
    const auto written = store_.Append(batch);
    std::unique_lock lock(mutex_);
    if (written) {
      status_.written += batch.size();
      if (failed_before) base::Log(base::LogLevel::kInfo, "records_written_again");
      return;
    }
    ++status_.failures;
    if (!failed_before) {
      base::Log(base::LogLevel::kError, "records_not_written",
                {{"error", written.error().message}});
    }
    const auto again_at = SteadyClock::now() + kRetryPause;
    while (SteadyClock::now() < again_at) changed_.wait_until(lock, again_at);
    if (SteadyClock::now() < give_up_at_) continue;
    status_.dropped += batch.size();
    base::Log(base::LogLevel::kError, "records_dropped",
              {{"dropped", static_cast<std::int64_t>(status_.dropped)}});
    return;
  }
}

void Recorder::SweepAll() {
  const base::Time now = base::SystemClock().Now();
  for (const auto& [account, retention] : retentions_()) {
    const auto swept = store_.Sweep(account, retention, now);
    if (!swept) {
      base::Log(base::LogLevel::kWarning, "records_not_swept", {{"error", swept.error().message}});
      return;
    }
    if (*swept == 0) continue;
    base::Log(base::LogLevel::kInfo, "records_swept",
              {{"account", registry::FormatAccountId(account)},
               {"records", static_cast<std::int64_t>(*swept)}});
  }
}

}  // namespace namesake::record
