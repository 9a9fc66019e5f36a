// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace namesake::cli {

// Does jobs on several threads and hands their results back on the caller's thread, in the order in
// which the jobs were added. At most `kJobsAThread` jobs a thread are under way: `Add` waits then,
// so memory stays bounded however long the input is.
//
// Add and Finish belong to one thread, which is also the one that delivers. An exception of `work`
// comes out of the call that would have delivered its result.
template <typename Job, typename Result>
class OrderedWorkers {
 public:
  using Work = std::function<Result(const Job&)>;  // called from several threads at once
  using Deliver = std::function<void(Result)>;

  OrderedWorkers(std::size_t threads, Work work, Deliver deliver)
      : window_(threads * kJobsAThread), work_(std::move(work)), deliver_(std::move(deliver)) {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { Serve(stop); });
    }
  }
  OrderedWorkers(const OrderedWorkers&) = delete;
  OrderedWorkers& operator=(const OrderedWorkers&) = delete;
  ~OrderedWorkers() = default;  // jobs under way are finished, others and all results forgotten

  void Add(Job job) {
    while (results_.size() >= window_) DeliverFirst();
    std::packaged_task<Result()> task([this, job = std::move(job)] { return work_(job); });
    results_.push_back(task.get_future());
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    added_.notify_one();
    while (!results_.empty() && IsReady(results_.front())) DeliverFirst();
  }

  // Waits for everything that was added and delivers it.
  void Finish() {
    while (!results_.empty()) DeliverFirst();
  }

 private:
  static constexpr std::size_t kJobsAThread = 4;  // one under way, the others so that none idles

  static bool IsReady(const std::future<Result>& result) {
    return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  void DeliverFirst() {
    std::future<Result> result = std::move(results_.front());
    results_.pop_front();
    deliver_(result.get());
  }

  void Serve(const std::stop_token& stop) {
    for (;;) {
      std::packaged_task<Result()> task;
      {
        std::unique_lock lock(mutex_);
        if (!added_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
        if (stop.stop_requested()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  const std::size_t window_;
  const Work work_;
  const Deliver deliver_;
  std::deque<std::future<Result>> results_;  // of the jobs under way, in their order
  std::mutex mutex_;
  std::condition_variable_any added_;
  std::deque<std::packaged_task<Result()>> tasks_;  // nobody's yet; guarded by mutex_
  std::vector<std::jthread> threads_;               // last: stops and joins before the rest dies
};

}  // namespace namesake::cli
