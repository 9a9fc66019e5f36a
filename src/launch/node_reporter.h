// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "live/live_registry.h"
#include "record/node_book.h"

namespace namesake::launch {

// What a program tells of itself.
struct NodeFigures {
  std::function<live::Status()> status;
  std::function<std::uint64_t()> messages;  // inspected since it started
};

inline constexpr std::chrono::seconds kNodeReportPeriod{10};

// Reports this run of the program to a store, from a thread of its own: at once, then every
// `period`, and at the end that it has gone. When the store is away the next report is the next
// try; the followers of the same store say so in the log.
class NodeReporter {
 public:
  // All of them outlive it. `figures` are asked from the thread.
  NodeReporter(record::NodeBook& book, std::string program, NodeFigures figures,
               const base::Clock& clock, std::chrono::milliseconds period = kNodeReportPeriod);
  ~NodeReporter();
  NodeReporter(const NodeReporter&) = delete;
  NodeReporter& operator=(const NodeReporter&) = delete;

 private:
  void Run();
  void Report();

  record::NodeBook& book_;
  const NodeFigures figures_;
  const base::Clock& clock_;
  const std::chrono::milliseconds period_;
  record::NodeReport report_;  // the last one
  bool is_known_ = false;      // to the book, as far as we know
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace namesake::launch
