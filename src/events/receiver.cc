// SPDX-License-Identifier: Apache-2.0
#include "events/receiver.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/log.h"
#include "events/delivery.h"
#include "events/follower.h"
#include "live/account_settings.h"
#include "registry/account.h"

namespace namesake::events {

Receiver::Receiver(const registry::AccountId& account, live::Webhook target, Follower follower)
    : account_(account), target_(std::move(target)), follower_(std::move(follower)) {}

void Receiver::SetTarget(live::Webhook target) {
  target_ = std::move(target);
  next_try_ = SteadyTime();
  refusals_ = 0;
}

std::optional<Delivery> Receiver::Next(SteadyTime now) {
  if (in_flight_ > 0 || now < next_try_ || follower_.waiting().empty()) return std::nullopt;
  Delivery delivery = Compose(follower_.waiting(), limit_);
  in_flight_ = delivery.events;
  return delivery;
}

std::optional<Receiver::SteadyTime> Receiver::NextTry() const {
  if (in_flight_ > 0 || follower_.waiting().empty()) return std::nullopt;
  return next_try_;
}

void Receiver::Answered(const Answer& answer, SteadyTime now, double share) {
  const std::size_t sent = std::exchange(in_flight_, 0);
  const Outcome outcome = OutcomeOf(answer);
  if (outcome == Outcome::kDelivered) {
    if (failures_ > 0) {
      base::Log(base::LogLevel::kInfo, "webhook_recovered",
                {{"account", registry::FormatAccountId(account_)}});
    }
    follower_.PassedOn(sent);
    failures_ = refusals_ = 0;
    limit_ = Delivery::kMaxEvents;
    return;
  }
  NoteFailure(answer);
  next_try_ = now + PauseAfter(failures_, answer, share);
  if (outcome == Outcome::kTryAgain) return;
  // Of several events, one may be what it does not like.
  limit_ = 1;
  const bool is_final = outcome == Outcome::kGone || (sent == 1 && ++refusals_ >= kMaxRefusals);
  if (is_final) GiveUp(sent, answer);
}

void Receiver::GiveUp(std::size_t events, const Answer& answer) {
  base::Log(base::LogLevel::kError, "webhook_events_given_up",
            {{"account", registry::FormatAccountId(account_)},
             {"events", static_cast<std::int64_t>(events)},
             {"first", follower_.waiting().front().id},
             {"status", std::int64_t{answer.status}}});
  follower_.PassedOn(events);
  refusals_ = 0;
}

void Receiver::NoteFailure(const Answer& answer) {
  if (++failures_ > 1) return;
  base::Log(base::LogLevel::kWarning, "webhook_failed",
            {{"account", registry::FormatAccountId(account_)},
             {"status", std::int64_t{answer.status}},
             {"error", answer.error}});
}

}  // namespace namesake::events
