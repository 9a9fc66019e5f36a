// SPDX-License-Identifier: Apache-2.0
#include "events/lease.h"

#include <string>
#include <utility>

#include "base/clock.h"
#include "base/expected.h"
#include "base/log.h"
#include "base/uuid.h"
#include "record/record_feed.h"

namespace namesake::events {

Lease::Lease(std::string name, record::RecordFeed& records, const base::Clock& clock)
    : name_(std::move(name)),
      holder_(base::FormatUuid(base::MakeUuidV7(clock.Now()))),
      records_(records),
      clock_(clock) {}

Lease::~Lease() {
  if (auto ended = records_.EndLease(name_, holder_); !ended) {
    base::Log(base::LogLevel::kWarning, "events_lease_not_ended",
              {{"sink", name_}, {"error", ended.error().message}});
  }
}

base::Expected<Lease::State> Lease::Hold() {
  const base::Time now = clock_.Now();
  if (until_ - now > kTerm / 2) return State::kOurs;
  const bool had_it = until_ > now;
  const base::Time until = now + kTerm;
  const auto taken = records_.TakeLease(name_, holder_, now, until);
  if (!taken) return base::Fail(taken.error());
  until_ = *taken ? until : base::Time();
  if (!*taken) return State::kTaken;
  return had_it ? State::kOurs : State::kNew;
}

}  // namespace namesake::events
