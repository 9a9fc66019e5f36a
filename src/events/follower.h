// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "base/expected.h"
#include "events/event.h"
#include "events/reader.h"
#include "record/record_feed.h"
#include "registry/account.h"

namespace namesake::events {

// One receiver's way through what happens: what waits for it, and the place up to which everything
// has been passed on. A value of one thread.
class Follower {
 public:
  // `name`: of its saved position. `account`: whose events it gets; nullopt: everybody's.
  Follower(std::string name, std::optional<registry::AccountId> account, Place place);

  // Reads one chunk when nothing waits. False: there is nothing new. kUnavailable.
  [[nodiscard]] base::Expected<bool> Advance(Reader& reader);

  [[nodiscard]] const std::deque<Event>& waiting() const noexcept { return waiting_; }

  // The first `count` of those that wait have been passed on (or given up).
  void PassedOn(std::size_t count);

  // For RecordFeed::SavePositions; nullopt when the saved one is right.
  [[nodiscard]] std::optional<record::FollowerPosition> Unsaved() const;
  void Saved(const record::FollowerPosition& position);

 private:
  [[nodiscard]] bool Concerns(const Event& event) const noexcept;

  std::string name_;
  std::optional<registry::AccountId> account_;
  std::deque<Event> waiting_;
  Place done_;  // everything up to it is passed on
  Place read_;  // everything up to it is in waiting_, or passed on
  std::optional<Place> saved_;
};

}  // namespace namesake::events
