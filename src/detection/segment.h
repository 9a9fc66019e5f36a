// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/identity_table.h"
#include "detection/other_form.h"
#include "detection/posting_index.h"
#include "detection/snapshot.h"

namespace namesake::detection {

// An immutable part of a snapshot: identities and removals, with the indexes to find them.
class Segment {
 public:
  // `changes` must hold each id at most once.
  explicit Segment(const std::vector<IdentityChange>& changes);

  // What `newer` on top of `older` amounts to. Removals are kept, since segments below may still
  // know the id, unless this becomes the lowest segment.
  enum class Place { kAboveOthers, kLowest };
  static std::shared_ptr<const Segment> Merge(const Segment& newer, const Segment& older,
                                              Place place);

  // Identities and removals: what a merge costs.
  [[nodiscard]] std::size_t size() const noexcept { return identities_.size() + removed_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return identities_.memory_bytes() + removed_.capacity() * sizeof(base::Uuid) +
           names_.memory_bytes() + addresses_.memory_bytes() + ids_.memory_bytes();
  }
  [[nodiscard]] const IdentityTable& identities() const noexcept { return identities_; }

  // The scripts of the names.
  [[nodiscard]] ScriptSet scripts() const noexcept { return scripts_; }

  // Whether this segment decides what that id is: has it, or has removed it.
  enum class Knowledge { kUnknown, kPresent, kRemoved };
  [[nodiscard]] Knowledge Knows(const base::Uuid& id) const noexcept;

  // Numbers of the identities under a name key of LookupKeys; candidates, to be verified.
  [[nodiscard]] std::span<const std::uint32_t> FindName(std::uint64_t key) const noexcept {
    return names_.Find(key);
  }
  [[nodiscard]] bool MayHaveName(std::uint64_t key) const noexcept { return names_.MayHave(key); }
  void PrefetchName(std::uint64_t key) const noexcept { names_.Prefetch(key); }
  // Numbers of the identities with that literal address, which is CanonicalMailbox of it where
  // there is such a thing; candidates, to be verified.
  [[nodiscard]] std::span<const std::uint32_t> FindAddress(
      std::string_view normalised) const noexcept;

 private:
  Segment() = default;
  void BuildIdIndex();

  IdentityTable identities_;
  ScriptSet scripts_;
  std::vector<base::Uuid> removed_;
  PostingIndex names_;
  PostingIndex addresses_;
  PostingIndex ids_;  // numbers from identities_.size() on are removals
};

}  // namespace namesake::detection
