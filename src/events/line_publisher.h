// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/expected.h"
#include "events/follower.h"
#include "events/lease.h"
#include "events/line_sink.h"
#include "events/reader.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {

// Writes every event of every account to one sink, in a thread of its own, so that a sink that
// blocks holds up nobody else. A sink that was never written to begins with what happens from now
// on.
class LinePublisher {
 public:
  // `name`: of its lease and position. The rest must outlive this object.
  LinePublisher(std::string name, std::unique_ptr<LineSink> sink, registry::Store& store,
                record::RecordFeed& records, const base::Clock& clock);
  LinePublisher(const LinePublisher&) = delete;
  LinePublisher& operator=(const LinePublisher&) = delete;
  ~LinePublisher();  // waits for the line that is being written

  void Reopen() { sink_->Reopen(); }

 private:
  enum class Pace { kAtOnce, kAfterAWhile };

  void Run();
  [[nodiscard]] base::Expected<Pace> Step();
  [[nodiscard]] base::Status Begin();
  [[nodiscard]] base::Status WriteWaiting();
  [[nodiscard]] base::Status SavePosition();
  void Report(const base::Status& outcome);
  bool WaitToStop(std::chrono::milliseconds time);  // true: it has to stop

  const std::string name_;
  const std::unique_ptr<LineSink> sink_;
  record::RecordFeed& records_;
  Reader reader_;
  Lease lease_;
  std::optional<Follower> follower_;  // while we have the lease
  bool has_failed_ = false;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace namesake::events
