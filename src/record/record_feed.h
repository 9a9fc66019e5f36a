// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "record/message_record.h"

namespace namesake::record {

// A record with its place in the order of writing.
struct NumberedRecord {
  std::uint64_t number = 0;
  MessageRecord record;
};

// How far somebody has got who follows what happens, under a name of his own.
struct FollowerPosition {
  std::string name;
  std::uint64_t records = 0;  // NumberedRecord::number
  std::uint64_t changes = 0;  // registry::Change::sequence

  friend bool operator==(const FollowerPosition&, const FollowerPosition&) = default;
};

// What is recorded, for those who follow it, and where they leave off. Safe from several threads
// and processes; every call may block on a disk. Error: kUnavailable when the store is away.
//
//   auto from = feed.LoadPosition("file");                 // nullopt: never been here
//   auto news = feed.ReadFlaggedAfter((*from)->records, 100);
//   ... pass them on ...
//   feed.SavePositions({{"file", news->back().number, ...}});  // a crash before it repeats them
class RecordFeed {
 public:
  RecordFeed() = default;
  RecordFeed(const RecordFeed&) = delete;
  RecordFeed& operator=(const RecordFeed&) = delete;
  virtual ~RecordFeed() = default;

  // The flagged records of all accounts with a number above `after`, at most `limit`,
  // in the order of writing. Numbers rise, have gaps and are never given twice: who has seen n will
  // find nothing new up to n.
  [[nodiscard]] virtual base::Expected<std::vector<NumberedRecord>> ReadFlaggedAfter(
      std::uint64_t after, std::size_t limit) = 0;
  [[nodiscard]] virtual base::Expected<std::uint64_t> LastNumber() = 0;

  // Positions. All or none; on the disk when it returns.
  [[nodiscard]] virtual base::Status SavePositions(std::span<const FollowerPosition> positions) = 0;
  [[nodiscard]] virtual base::Expected<std::optional<FollowerPosition>> LoadPosition(
      std::string_view name) = 0;
  [[nodiscard]] virtual base::Status ForgetPosition(std::string_view name) = 0;  // if there is one

  // Leases, so that one of several processes follows under a name: true when `holder` has the lease
  // until `until`, false while somebody else's has not run out. A holder who takes it again extends
  // it.
  [[nodiscard]] virtual base::Expected<bool> TakeLease(std::string_view name,
                                                       std::string_view holder, base::Time now,
                                                       base::Time until) = 0;
  [[nodiscard]] virtual base::Status EndLease(std::string_view name, std::string_view holder) = 0;
};

}  // namespace namesake::record
