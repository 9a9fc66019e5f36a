// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/expected.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::events {

// How far the two logs that events are made of have been read: a place in each.
struct Place {
  std::uint64_t records = 0;  // record::NumberedRecord::number
  std::uint64_t changes = 0;  // registry::Change::sequence

  friend bool operator==(const Place&, const Place&) = default;
};

// Something that happened, as it is told to others: {"type", "id", "time", "account", "data"}.
struct Event {
  std::optional<registry::AccountId> account;  // nullopt: it concerns all of them
  std::string_view type;                       // "message.flagged": one of docs/events-out.md
  std::string id;                              // the same whenever it is told again
  std::string json;                            // the whole of it, in one line without its end
  Place place;                                 // where to go on once it is told
};

[[nodiscard]] Event MessageEvent(const record::NumberedRecord& message, Place place);

// nullopt for an entry that was put and is gone since: its deletion is a change of its own.
// `now`: the time of what does not carry its own. `store` is asked for the domains and the settings
// of now.
[[nodiscard]] base::Expected<std::optional<Event>> ChangeEvent(const registry::Change& change,
                                                               registry::Store& store,
                                                               base::Time now, Place place);

// Changes after `from` can no longer be read; it goes on behind `to`.
[[nodiscard]] Event GapEvent(std::uint64_t from, std::uint64_t to, base::Time now, Place place);

}  // namespace namesake::events
