// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace namesake::base {

// A few threads for work that may block, so that an event loop never has to. Work is started in the
// order it was posted. Safe from several threads.
class WorkerPool {
 public:
  // REQUIRES: threads > 0. More than `max_waiting` pieces of work are not taken on.
  WorkerPool(unsigned threads, std::size_t max_waiting);
  ~WorkerPool();  // does what was posted, then joins
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work`, which must not throw, on one of the threads. False when too much is waiting: the
  // caller has to say so to whoever asked.
  [[nodiscard]] bool Post(std::function<void()> work);

 private:
  void Run();

  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<std::function<void()>> waiting_;  // under mutex_
  bool stopping_ = false;                      // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace namesake::base
