// SPDX-License-Identifier: Apache-2.0
#include "detection/snapshot.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "detection/known_domains.h"
#include "detection/own_domains.h"
#include "detection/reason.h"
#include "detection/segment.h"
#include "registry/policy_set.h"

namespace namesake::detection {
namespace {

// A segment is merged with the one below when that is less than this many times larger: a million
// identities stand in about ten segments and each is moved about ten times in its life.
constexpr std::size_t kGrowth = 4;

// Merges up to this size take a few milliseconds and are done by the writer at once.
constexpr std::size_t kMaxInlineMerge = 8192;

// A larger one than this can no longer disappear in a merge of the writer's, so that what the
// background thread has merged still fits when it is ready.
constexpr std::size_t kMinBackgroundMerge = kMaxInlineMerge * kGrowth / (kGrowth + 1);

bool IsDue(const Segment& newer, const Segment& older) noexcept {
  return older.size() < newer.size() * kGrowth;
}

// One change an id, the last one; the order of ids is that of their first change.
std::vector<IdentityChange> LastOfEachId(std::vector<IdentityChange> changes) {
  std::unordered_map<base::Uuid, std::size_t> places;
  std::vector<IdentityChange> last;
  last.reserve(changes.size());
  for (IdentityChange& change : changes) {
    const auto [place, is_new] = places.try_emplace(change.id, last.size());
    if (is_new) {
      last.push_back(std::move(change));
    } else {
      last[place->second] = std::move(change);
    }
  }
  return last;
}

std::vector<IdentityChange> AsChanges(std::vector<Identity> identities) {
  std::vector<IdentityChange> changes;
  changes.reserve(identities.size());
  for (Identity& identity : identities) {
    const base::Uuid id = identity.id.value_or(base::Uuid{});
    changes.push_back({id, std::move(identity)});
  }
  return changes;
}

}  // namespace

Snapshot::Snapshot() : Snapshot({}, {}) {}

Snapshot::Snapshot(std::vector<Identity> identities, std::vector<std::string> domains)
    : domains_(std::make_shared<const OwnDomains>(std::move(domains))),
      policies_(std::make_shared<const registry::PolicySet>()),
      known_(std::make_shared<const KnownDomains>()),
      size_(identities.size()) {
  if (!identities.empty()) {
    segments_.push_back(std::make_shared<const Segment>(AsChanges(std::move(identities))));
  }
}

bool Snapshot::Contains(const base::Uuid& id) const noexcept {
  for (const auto& segment : segments_) {
    const auto knowledge = segment->Knows(id);
    if (knowledge != Segment::Knowledge::kUnknown) {
      return knowledge == Segment::Knowledge::kPresent;
    }
  }
  return false;
}

std::size_t Snapshot::memory_bytes() const noexcept {
  std::size_t bytes = domains_->memory_bytes() + policies_->memory_bytes();
  for (const auto& segment : segments_) bytes += segment->memory_bytes();
  return bytes;
}

Snapshot Snapshot::With(std::vector<IdentityChange> changes) const {
  if (changes.empty()) return *this;
  changes = LastOfEachId(std::move(changes));
  Snapshot next = *this;
  for (const IdentityChange& change : changes) {
    const bool before = Contains(change.id);
    const bool after = change.identity.has_value();
    if (after && !before) ++next.size_;
    if (before && !after) --next.size_;
  }
  next.segments_.insert(next.segments_.begin(), std::make_shared<const Segment>(changes));
  next.MergeSmallSegments();
  return next;
}

void Snapshot::MergeSmallSegments() {
  while (segments_.size() > 1 && IsDue(*segments_[0], *segments_[1]) &&
         segments_[0]->size() + segments_[1]->size() <= kMaxInlineMerge) {
    const auto place =
        segments_.size() == 2 ? Segment::Place::kLowest : Segment::Place::kAboveOthers;
    segments_[1] = Segment::Merge(*segments_[0], *segments_[1], place);
    segments_.erase(segments_.begin());
  }
}

Snapshot Snapshot::WithDomains(std::vector<std::string> domains) const {
  Snapshot next = *this;
  next.domains_ = std::make_shared<const OwnDomains>(std::move(domains));
  return next;
}

Snapshot Snapshot::WithKnownDomains(std::shared_ptr<const KnownDomains> known) const {
  Snapshot next = *this;
  next.known_ = std::move(known);
  return next;
}

Snapshot Snapshot::WithoutReasons(const ReasonSet& off) const {
  Snapshot next = *this;
  next.off_ = off;
  return next;
}

Snapshot Snapshot::WithPolicies(std::shared_ptr<const registry::PolicySet> policies) const {
  Snapshot next = *this;
  next.policies_ = std::move(policies);
  return next;
}

std::optional<MergePlan> Snapshot::PlanMerge() const {
  // From the top: the first neighbours whose merge is due and too large for the writer, and all
  // below that the result would have to be merged with in turn.
  for (std::size_t top = 0; top + 1 < segments_.size(); ++top) {
    if (segments_[top]->size() < kMinBackgroundMerge ||
        !IsDue(*segments_[top], *segments_[top + 1])) {
      continue;
    }
    MergePlan plan;
    plan.run = {segments_[top], segments_[top + 1]};
    std::size_t size = segments_[top]->size() + segments_[top + 1]->size();
    std::size_t next = top + 2;
    for (; next < segments_.size() && segments_[next]->size() < size * kGrowth; ++next) {
      size += segments_[next]->size();
      plan.run.push_back(segments_[next]);
    }
    plan.lowest = next == segments_.size();
    return plan;
  }
  return std::nullopt;
}

std::shared_ptr<const Segment> Snapshot::Merge(const MergePlan& plan) {
  std::shared_ptr<const Segment> merged = plan.run.front();
  for (std::size_t i = 1; i < plan.run.size(); ++i) {
    const bool lowest = plan.lowest && i + 1 == plan.run.size();
    merged = Segment::Merge(*merged, *plan.run[i],
                            lowest ? Segment::Place::kLowest : Segment::Place::kAboveOthers);
  }
  return merged;
}

Snapshot Snapshot::WithMerged(const MergePlan& plan, std::shared_ptr<const Segment> merged) const {
  Snapshot next = *this;
  const auto run = std::ranges::search(next.segments_, plan.run);
  if (run.empty()) return next;
  *run.begin() = std::move(merged);
  next.segments_.erase(run.begin() + 1, run.end());
  return next;
}

}  // namespace namesake::detection
