// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "registry/store.h"

namespace namesake::storage {

// The newest changes that this process has committed, for those who follow the feed: reading back
// what was just written costs a sixth of a write. Holds a part of the feed without gaps, or
// nothing. What it does not have is read from the database. Safe from several threads.
//
//   const auto era = recent.era();            // before it is known which file is written to
//   …commit…
//   recent.Append(era, changes);
class RecentChanges {
 public:
  // Counts the databases: a commit to one that is no longer in place must not be told of.
  using Era = std::uint64_t;

  // Holds up to `capacity` changes, and no more octets than a large account's entries have.
  explicit RecentChanges(std::size_t capacity) : capacity_(capacity) {}
  RecentChanges(const RecentChanges&) = delete;
  RecentChanges& operator=(const RecentChanges&) = delete;

  [[nodiscard]] Era era() const;

  // The changes of one commit, their numbers without gaps, after it. When the number before the
  // first is not that of the last commit told of (another process has written), all that was before
  // is forgotten. Without effect when the era is over.
  void Append(Era era, std::vector<registry::Change> changes);

  // Ends the era: the database was replaced, perhaps.
  void Clear();

  // As registry::Store::ReadChanges, when there is at least one such change and each of them is
  // here; else nullopt, for the database knows.
  [[nodiscard]] std::optional<std::vector<registry::Change>> After(std::uint64_t after,
                                                                   std::size_t limit) const;

 private:
  void DropOldest();

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<registry::Change> changes_;  // under mutex_; sequences without gaps
  std::size_t octets_ = 0;                // under mutex_; of changes_
  Era era_ = 0;                           // under mutex_
};

}  // namespace namesake::storage
