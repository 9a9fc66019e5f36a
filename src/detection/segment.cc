// SPDX-License-Identifier: Apache-2.0
#include "detection/segment.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/canonical_mailbox.h"
#include "detection/name_keys.h"
#include "detection/other_form.h"
#include "detection/person_name.h"
#include "detection/posting_index.h"
#include "detection/snapshot.h"
#include "registry/address_rule.h"

namespace namesake::detection {
namespace {

using Posting = PostingIndex::Posting;

// Name keys of one identity, nearly always: what is reserved for it.
constexpr std::size_t kUsualKeys = 18;

constexpr std::uint32_t kDropped = std::numeric_limits<std::uint32_t>::max();

std::uint64_t AddressKey(std::string_view normalised) noexcept {
  return std::hash<std::string_view>{}(normalised);
}

// The random half of a UUID is a good key already; the clock's half would crowd the directory.
std::uint64_t IdKey(const base::Uuid& id) noexcept {
  return std::hash<base::Uuid>{}(id) * 0x9E3779B97F4A7C15ULL;
}

// Of a stored rule that is none any more: nobody.
std::vector<std::string> LiteralsOf(const Identity& identity) {
  if (identity.is_email_regex) return {};
  const auto rule = registry::AddressRule::Compile(identity.email, identity.is_email_regex);
  return rule ? rule->literals() : std::vector<std::string>();
}

std::vector<std::uint64_t> KeysOf(const Identity& identity, ScriptSet& scripts) {
  const std::string clean = CleanRegistered(identity.name);
  const std::vector<SpokenWord> spoken = SpeakName(clean);
  for (const SpokenWord& word : spoken) scripts.Add(word.script);
  return IndexKeys(clean, spoken,
                   ReadingsBeside(identity.name, identity.is_email_regex ? "" : identity.email,
                                  identity.comments));
}

// What Merge needs to know of one side: its postings and the new numbers of its identities, where
// kDropped means that the newer side has replaced or removed the identity.
struct Side {
  const PostingIndex& index;
  const std::vector<std::uint32_t>& numbers;
};

void AppendRenumbered(const Side& side, std::vector<Posting>& postings) {
  side.index.ForEach([&](std::uint64_t key, std::uint32_t old_number) {
    const std::uint32_t number = side.numbers[old_number];
    if (number != kDropped) postings.push_back({key, number});
  });
}

PostingIndex MergePostings(const Side& newer, const Side& older) {
  std::vector<Posting> postings;
  postings.reserve(newer.index.size() + older.index.size());
  AppendRenumbered(newer, postings);
  AppendRenumbered(older, postings);
  return PostingIndex(postings);
}

}  // namespace

Segment::Segment(const std::vector<IdentityChange>& changes) {
  std::size_t text_bytes = 0;
  for (const IdentityChange& change : changes) {
    if (change.identity) {
      text_bytes += change.identity->name.size() + change.identity->email.size() +
                    change.identity->comments.size();
    }
  }
  identities_.Reserve(changes.size(), text_bytes);
  std::vector<Posting> names;
  names.reserve(changes.size() * kUsualKeys);
  std::vector<Posting> addresses;
  addresses.reserve(changes.size());
  for (const IdentityChange& change : changes) {
    if (!change.identity) {
      removed_.push_back(change.id);
      continue;
    }
    const auto number = static_cast<std::uint32_t>(identities_.size());
    identities_.Append(*change.identity);
    for (const std::uint64_t key : KeysOf(*change.identity, scripts_)) {
      names.push_back({key, number});
    }
    for (const std::string& address : LiteralsOf(*change.identity)) {
      const std::string mailbox = CanonicalMailbox(address);
      addresses.push_back({AddressKey(mailbox.empty() ? address : mailbox), number});
    }
  }
  names_ = PostingIndex(names);
  addresses_ = PostingIndex(addresses);
  BuildIdIndex();
}

void Segment::BuildIdIndex() {
  std::vector<Posting> ids;
  ids.reserve(size());
  for (std::uint32_t i = 0; i < identities_.size(); ++i) {
    if (const auto id = identities_.id(i)) ids.push_back({IdKey(*id), i});
  }
  for (std::size_t i = 0; i < removed_.size(); ++i) {
    ids.push_back({IdKey(removed_[i]), static_cast<std::uint32_t>(identities_.size() + i)});
  }
  ids_ = PostingIndex(ids);
}

Segment::Knowledge Segment::Knows(const base::Uuid& id) const noexcept {
  for (const std::uint32_t number : ids_.Find(IdKey(id))) {
    if (number >= identities_.size()) {
      if (removed_[number - identities_.size()] == id) return Knowledge::kRemoved;
    } else if (identities_.id(number) == id) {
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
  merged->identities_.Reserve(newer.identities_.size() + older.identities_.size(),
                              newer.identities_.text_bytes() + older.identities_.text_bytes());
  std::vector<std::uint32_t> newer_numbers(newer.identities_.size());
  for (std::uint32_t i = 0; i < newer.identities_.size(); ++i) {
    newer_numbers[i] = i;
    merged->identities_.Append(newer.identities_, i);
  }
  std::vector<std::uint32_t> older_numbers(older.identities_.size(), kDropped);
  for (std::uint32_t i = 0; i < older.identities_.size(); ++i) {
    const auto id = older.identities_.id(i);
    if (id && newer.Knows(*id) != Knowledge::kUnknown) continue;
    older_numbers[i] = static_cast<std::uint32_t>(merged->identities_.size());
    merged->identities_.Append(older.identities_, i);
  }
  merged->identities_.ShrinkToFit();
  merged->scripts_ = newer.scripts_;
  merged->scripts_.Add(older.scripts_);

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
