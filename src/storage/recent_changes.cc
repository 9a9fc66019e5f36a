// SPDX-License-Identifier: Apache-2.0
#include "storage/recent_changes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "registry/store.h"

namespace namesake::storage {
namespace {

// A follower is a commit or two behind. Entries of the largest size allowed must not add up.
constexpr std::size_t kMaxOctets = std::size_t{8} * 1024 * 1024;

std::size_t OctetsOf(const registry::Change& change) {
  std::size_t octets = sizeof change;
  if (change.entry) {
    octets += change.entry->name.size() + change.entry->email.size();
    if (change.entry->comments) octets += change.entry->comments->size();
    if (const auto& node = change.entry->external_directory_node_id) octets += node->size();
  }
  if (change.policy) {
    octets += change.policy->pattern.size();
    if (change.policy->comments) octets += change.policy->comments->size();
  }
  return octets;
}

}  // namespace

RecentChanges::Era RecentChanges::era() const {
  const std::lock_guard lock(mutex_);
  return era_;
}

void RecentChanges::Append(Era era, std::vector<registry::Change> changes) {
  if (changes.empty()) return;
  const std::lock_guard lock(mutex_);
  if (era != era_) return;
  if (!changes_.empty() && changes_.back().sequence + 1 != changes.front().sequence) {
    changes_.clear();
    octets_ = 0;
  }
  for (registry::Change& change : changes) {
    octets_ += OctetsOf(change);
    changes_.push_back(std::move(change));
  }
  while (changes_.size() > capacity_ || octets_ > kMaxOctets) DropOldest();
}

void RecentChanges::DropOldest() {
  octets_ -= OctetsOf(changes_.front());
  changes_.pop_front();
}

void RecentChanges::Clear() {
  const std::lock_guard lock(mutex_);
  ++era_;
  changes_.clear();
  octets_ = 0;
}

std::optional<std::vector<registry::Change>> RecentChanges::After(std::uint64_t after,
                                                                  std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  if (changes_.empty() || after >= changes_.back().sequence) return std::nullopt;
  if (after + 1 < changes_.front().sequence) return std::nullopt;
  const auto begin =
      changes_.begin() + static_cast<std::ptrdiff_t>(after + 1 - changes_.front().sequence);
  const auto left = static_cast<std::size_t>(std::distance(begin, changes_.end()));
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(limit, left));
  return std::vector<registry::Change>(begin, end);
}

}  // namespace namesake::storage
