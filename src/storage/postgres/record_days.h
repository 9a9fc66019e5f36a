// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <set>

#include "storage/postgres/connection.h"

namespace namesake::storage::postgres {

using Day = std::chrono::sys_days;  // in UTC

// The days of which there are partitions, as far as is known. Made in time, so that no record waits
// for it: a day that is missing is made with the two after it. Functions throw Failure. Not safe
// from several threads.
class RecordDays {
 public:
  // Sees to it that those days have their partitions. Several programs may do so at once.
  void Provide(Connection& connection, const std::set<Day>& days);

  // Whether all of them are known, at no cost.
  [[nodiscard]] bool Knows(const std::set<Day>& days) const;

  // Somebody else may have dropped some.
  void Forget() { known_.clear(); }

  // Drops the days that end at `before` or earlier, each whole, unless a message in it is held or
  // an account in it has not said how long it wants to keep its records. Whoever writes or reads
  // records meanwhile waits for a moment; when that cannot be had soon, Failure (IsPassing).
  // Returns how many records they had, about.
  std::uint64_t DropUntil(Connection& connection, Day before);

 private:
  std::set<Day> known_;
};

}  // namespace namesake::storage::postgres
