// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "http/message.h"

namespace namesake::http {

// How many requests their handler has neither answered nor dropped. Safe from several threads.
class UnansweredCount {
 public:
  void Add() noexcept { ++count_; }

  void Remove() noexcept {
    if (--count_ == 0) count_.notify_all();
  }

  // Returns at a moment when there were none.
  void WaitUntilNone() const noexcept {
    for (std::size_t count = count_; count != 0; count = count_) count_.wait(count);
  }

 private:
  std::atomic<std::size_t> count_{0};
};

// Where a connection gets the answers to its requests, one request at a time. The connection's
// thread opens the slot, waits and takes; the Responder may be called or dropped on any thread.
//
//   Responder respond = slot->Open();          // give it to the handler
//   if (slot->Wait()) …                        // `wake` will be called; else the answer is there
//   std::optional<Response> answer = slot->Take();   // nullopt: dropped without an answer
//
// Only Responders touch it from other threads. Private to this folder.
class AnswerSlot : public std::enable_shared_from_this<AnswerSlot> {
 public:
  // `wake` tells the connection's thread to go on; called on the Responder's thread. `count` is
  // told of each request.
  AnswerSlot(std::function<void()> wake, std::shared_ptr<UnansweredCount> count)
      : wake_(std::move(wake)), count_(std::move(count)) {}
  AnswerSlot(const AnswerSlot&) = delete;
  AnswerSlot& operator=(const AnswerSlot&) = delete;
  ~AnswerSlot() = default;

  // REQUIRES: the answer to the request before was taken.
  [[nodiscard]] Responder Open();

  [[nodiscard]] bool answered() const noexcept { return state_.load() == State::kAnswered; }

  // False when the answer is there already.
  [[nodiscard]] bool Wait() noexcept;

  // REQUIRES: answered.
  [[nodiscard]] std::optional<Response> Take();

 private:
  class Promise;

  enum class State { kOpen, kAwaited, kAnswered };

  void BecomeAnswered();

  const std::function<void()> wake_;
  const std::shared_ptr<UnansweredCount> count_;
  std::atomic<State> state_{State::kOpen};
  std::optional<Response> response_;  // written before kAnswered, taken after
};

}  // namespace namesake::http
