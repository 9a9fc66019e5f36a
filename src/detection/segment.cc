// SPDX-License-Identifier: Apache-2.0
#include "detection/segment.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "detection/person_name.h"
#include "detection/posting_index.h"
#include "detection/snapshot.h"
#include "registry/address_rule.h"

namespace namesake::detection {
namespace {

using Posting = PostingIndex::Posting;

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

std::uint64_t AddressKey(std::string_view normalised) noexcept {
  return std::hash<std::string_view>{}(normalised);
}

// The random half of a UUID is a good key already; the clock's half would crowd the directory.
std::uint64_t IdKey(const base::Uuid& id) noexcept {
  return std::hash<base::Uuid>{}(id) * 0x9E3779B97F4A7C15ULL;
}

IdentityPointer Compile(Identity identity) {
  auto rule = registry::AddressRule::Compile(identity.email, identity.is_email_regex);
  // What the API stored was valid; a rule that a newer version refuses must not let anybody pass.
  return std::make_shared<const CompiledIdentity>(
      CompiledIdentity{std::move(identity), rule ? std::move(*rule) : registry::AddressRule()});
}

// What Merge needs to know of one side: its postings and the new numbers of its identities, where
// kDropped means that the newer side has replaced or removed the identity.
struct Side {
  const PostingIndex& index;
  const std::vector<std::uint32_t>& numbers;
};

void AppendRenumbered(const Side& side, std::vector<Posting>& postings) {
  for (std::size_t i = 0; i < side.index.size(); ++i) {
    const std::uint32_t number = side.numbers[side.index.number(i)];
    if (number != kDropped) postings.push_back({side.index.key(i), number});
  }
}

// Both sides are sorted and stay so when renumbered: merging is linear.
PostingIndex MergePostings(const Side& newer, const Side& older) {
  std::vector<Posting> postings;
  postings.reserve(newer.index.size() + older.index.size());
  AppendRenumbered(newer, postings);
  const auto middle = static_cast<std::ptrdiff_t>(postings.size());
  AppendRenumbered(older, postings);
  std::inplace_merge(postings.begin(), postings.begin() + middle, postings.end(),
                     [](const Posting& a, const Posting& b) { return a.key < b.key; });
  return PostingIndex(std::move(postings));
}

}  // namespace

Segment::Segment(std::vector<IdentityChange> changes) {
  std::vector<Posting> names;
  std::vector<Posting> addresses;
  for (IdentityChange& change : changes) {
    if (!change.identity) {
      removed_.push_back(change.id);
      continue;
    }
    const auto number = static_cast<std::uint32_t>(identities_.size());
    const auto& compiled = identities_.emplace_back(Compile(std::move(*change.identity)));
    const PreparedName name = PrepareName(compiled->identity.name, NameRole::kRegistered);
    for (const std::uint64_t key : IndexKeys(name)) names.push_back({key, number});
    for (const std::string& address : compiled->addresses.literals()) {
      addresses.push_back({AddressKey(address), number});
    }
  }
  names_ = PostingIndex(std::move(names));
  addresses_ = PostingIndex(std::move(addresses));
  BuildIdIndex();
}

void Segment::BuildIdIndex() {
  std::vector<Posting> ids;
  ids.reserve(size());
  for (std::size_t i = 0; i < identities_.size(); ++i) {
    if (const auto& id = identities_[i]->identity.id) {
      ids.push_back({IdKey(*id), static_cast<std::uint32_t>(i)});
    }
  }
  for (std::size_t i = 0; i < removed_.size(); ++i) {
    ids.push_back({IdKey(removed_[i]), static_cast<std::uint32_t>(identities_.size() + i)});
  }
  ids_ = PostingIndex(std::move(ids));
}

Segment::Knowledge Segment::Knows(const base::Uuid& id) const noexcept {
  for (const std::uint32_t number : ids_.Find(IdKey(id))) {
    if (number >= identities_.size()) {
      if (removed_[number - identities_.size()] == id) return Knowledge::kRemoved;
    } else if (identities_[number]->identity.id == id) {
      return Knowledge::kPresent;
    }
  }
  return Knowledge::kUnknown;
}

std::span<const std::uint32_t> Segment::FindAddress(std::string_view normalised) const noexcept {
  return addresses_.Find(AddressKey(normalised));
}

std::shared_ptr<const Segment> Segment::Merge(const Segment& newer, const Segment& older,
                                              Place place) {
  std::shared_ptr<Segment> merged(new Segment());
  merged->identities_ = newer.identities_;
  merged->identities_.reserve(newer.identities_.size() + older.identities_.size());

  std::vector<std::uint32_t> newer_numbers(newer.identities_.size());
  std::iota(newer_numbers.begin(), newer_numbers.end(), 0U);
  std::vector<std::uint32_t> older_numbers(older.identities_.size(), kDropped);
  for (std::size_t i = 0; i < older.identities_.size(); ++i) {
    const auto& id = older.identities_[i]->identity.id;
    if (id && newer.Knows(*id) != Knowledge::kUnknown) continue;
    older_numbers[i] = static_cast<std::uint32_t>(merged->identities_.size());
    merged->identities_.push_back(older.identities_[i]);
  }

  merged->names_ = MergePostings({newer.names_, newer_numbers}, {older.names_, older_numbers});
  merged->addresses_ =
      MergePostings({newer.addresses_, newer_numbers}, {older.addresses_, older_numbers});

  if (place == Place::kAboveOthers) {
    merged->removed_ = newer.removed_;
    for (const base::Uuid& id : older.removed_) {
      if (newer.Knows(id) == Knowledge::kUnknown) merged->removed_.push_back(id);
    }
  }
  merged->BuildIdIndex();
  return merged;
}

}  // namespace namesake::detection
