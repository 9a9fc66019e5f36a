// SPDX-License-Identifier: Apache-2.0
#include "http/answer_slot.h"

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

#include "http/message.h"

namespace namesake::http {

// The one answer that a request gets: the first given, or none when the last Responder is gone.
class AnswerSlot::Promise {
 public:
  explicit Promise(std::shared_ptr<AnswerSlot> slot) : slot_(std::move(slot)) {
    slot_->count_->Add();
  }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() { Keep(std::nullopt); }

  void Keep(std::optional<Response> response) {
    if (kept_.exchange(true)) return;
    slot_->Answer(std::move(response));
    slot_->count_->Remove();
  }

 private:
  const std::shared_ptr<AnswerSlot> slot_;
  std::atomic<bool> kept_{false};
};

Responder AnswerSlot::Open() {
  state_.store(State::kOpen);
  return [promise = std::make_shared<Promise>(shared_from_this())](Response response) {
    promise->Keep(std::move(response));
  };
}

bool AnswerSlot::Wait() noexcept {
  State open = State::kOpen;
  return state_.compare_exchange_strong(open, State::kAwaited);
}

std::optional<Response> AnswerSlot::Take() { return std::exchange(response_, std::nullopt); }

void AnswerSlot::Answer(std::optional<Response> response) {
  response_ = std::move(response);
  if (state_.exchange(State::kAnswered) == State::kAwaited) wake_();
}

}  // namespace namesake::http
