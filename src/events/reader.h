// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "events/event.h"
#include "record/record_feed.h"
#include "registry/store.h"

namespace namesake::events {

// What happened from one place to another, of all accounts: first messages, then changes, each in
// the order in which they were written. No events between two places that differ: what happened
// there is nobody's business. The same place twice: there is nothing new.
struct Chunk {
  Place from;
  Place to;
  std::vector<Event> events;
};

// Reads the two logs in chunks. Those who ask from the same place one after the other get the same
// chunk, so that following for a thousand accounts costs as much as for one, as long as none of
// them is behind. Blocks on the disk; used by one thread.
class Reader {
 public:
  // Messages and changes of one chunk. The largest are some tens of kilobytes each.
  static constexpr std::size_t kMaxRecords = 100;
  static constexpr std::size_t kMaxChanges = 200;

  // All of them must outlive this object.
  Reader(registry::Store& store, record::RecordFeed& records, const base::Clock& clock);

  // kUnavailable when one of the logs is away.
  [[nodiscard]] base::Expected<std::shared_ptr<const Chunk>> ReadFrom(const Place& from);

  // Until the next call, ReadFrom says of a place without news the same without looking again.
  void LookAgain();

  // The place behind everything that has happened.
  [[nodiscard]] base::Expected<Place> Newest();

 private:
  [[nodiscard]] base::Status AddMessages(Chunk& chunk);
  [[nodiscard]] base::Status AddChanges(Chunk& chunk);

  registry::Store& store_;
  record::RecordFeed& records_;
  const base::Clock& clock_;
  std::shared_ptr<const Chunk> last_;
};

}  // namespace namesake::events
