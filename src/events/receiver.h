// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "events/delivery.h"
#include "events/follower.h"
#include "live/account_settings.h"
#include "registry/account.h"

namespace namesake::events {

// One account's webhook: what it is sent next, and when. Says in the log when it begins to fail,
// when it takes events again, and what it will never get. A value of one thread.
class Receiver {
 public:
  // An event that is refused so often, alone, is given up: what follows it shall not wait for ever.
  // With the pauses between them that takes some ten minutes, enough to mend an address or a
  // secret.
  static constexpr unsigned kMaxRefusals = 10;

  using SteadyTime = std::chrono::steady_clock::time_point;

  Receiver(const registry::AccountId& account, live::Webhook target, Follower follower);

  [[nodiscard]] const live::Webhook& target() const noexcept { return target_; }
  // Tries at once, however often the former one has failed.
  void SetTarget(live::Webhook target);

  [[nodiscard]] Follower& follower() noexcept { return follower_; }

  // What to send now; nullopt when there is nothing, or it is not the time. Until Answered, nothing
  // more is sent: that keeps the order.
  [[nodiscard]] std::optional<Delivery> Next(SteadyTime now);
  // When to ask again, if nothing else happens; nullopt: that depends on others.
  [[nodiscard]] std::optional<SteadyTime> NextTry() const;

  // `share`: as for PauseAfter.
  void Answered(const Answer& answer, SteadyTime now, double share);

 private:
  void GiveUp(std::size_t events, const Answer& answer);
  void NoteFailure(const Answer& answer);

  registry::AccountId account_;
  live::Webhook target_;
  Follower follower_;
  std::size_t in_flight_ = 0;  // events
  std::size_t limit_ = Delivery::kMaxEvents;
  unsigned failures_ = 0;  // in a row
  unsigned refusals_ = 0;  // of the event that comes first
  SteadyTime next_try_;
};

}  // namespace namesake::events
