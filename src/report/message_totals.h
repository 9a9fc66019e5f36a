// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "report/tally.h"

namespace namesake::report {

// Recorded messages in numbers: when they came, and of the flagged ones whom, how and from where
// they impersonate, by the strongest finding of each. Names and domains are as they were recorded:
// not escaped.
class MessageTotals {
 public:
  // The interval of the timeline is an hour in a period of at most this length, else a day (UTC).
  static constexpr std::chrono::days kLongestByHour{3};

  // Of messages scanned at or after `start` and before `end`.
  MessageTotals(base::Time start, base::Time end);

  void Add(const record::MessageRecord& record);

  [[nodiscard]] std::uint64_t counted() const noexcept { return counted_; }

  // "flagged", "interval", "timeline", and "identities", "reasons", "sender_domains" with the `top`
  // most frequent of each.
  [[nodiscard]] boost::json::object Object(std::size_t top) const;

 private:
  struct Interval {
    std::uint64_t messages = 0;
    std::uint64_t flagged = 0;
    std::map<std::string, std::uint64_t> dispositions = {};
  };

  [[nodiscard]] boost::json::array Timeline() const;
  [[nodiscard]] boost::json::array Identities(std::size_t top) const;
  void AddFinding(const record::MessageRecord& record);

  std::chrono::hours interval_;
  base::Time begin_;  // of the first interval
  std::vector<Interval> timeline_;

  std::uint64_t counted_ = 0;
  std::uint64_t flagged_ = 0;
  Tally identities_;  // by id, or by name where the finding was about no single entry
  std::unordered_map<std::string, std::string> names_;  // of ids
  Tally reasons_;
  Tally sender_domains_;
};

}  // namespace namesake::report
