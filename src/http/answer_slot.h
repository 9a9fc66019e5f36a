// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "http/message.h"

namespace namesake::http {

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
  // `wake` tells the connection's thread to go on; called on the Responder's thread.
  explicit AnswerSlot(std::function<void()> wake) : wake_(std::move(wake)) {}
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

  void Answer(std::optional<Response> response);

  const std::function<void()> wake_;
  std::atomic<State> state_{State::kOpen};
  std::optional<Response> response_;  // written before kAnswered, read after
};

}  // namespace namesake::http
