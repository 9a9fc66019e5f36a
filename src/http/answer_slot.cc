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
  ~Promise() {
    if (Claim()) slot_->BecomeAnswered();
  }

  void Keep(Response response) {
    if (!Claim()) return;
    slot_->response_.emplace(std::move(response));
    slot_->BecomeAnswered();
  }

 private:
  [[nodiscard]] bool Claim() noexcept { return !kept_.exchange(true); }

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

std::optional<Response> AnswerSlot::Take() {
  std::optional<Response> response = std::move(response_);
  response_.reset();
  return response;
}

void AnswerSlot::BecomeAnswered() {
  if (state_.exchange(State::kAnswered) == State::kAwaited) wake_();
  count_->Remove();
}

}  // namespace namesake::http
