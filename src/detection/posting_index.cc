// SPDX-License-Identifier: Apache-2.0
#include "detection/posting_index.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace namesake::detection {
namespace {

constexpr std::size_t kKeysPerSlot = 16;
constexpr std::size_t kKeysPerBlock = 12;

}  // namespace

PostingIndex::PostingIndex(const std::vector<Posting>& postings) {
  if (postings.empty()) return;
  bits_ = std::max(bits_, static_cast<unsigned>(std::bit_width(postings.size() / kKeysPerSlot)));
  // A counting sort: how many there are in each slot, where it begins, and then each to its place.
  directory_.assign((std::size_t{1} << bits_) + 1, 0);
  for (const Posting& posting : postings) ++directory_[Slot(posting.key) + 1];
  for (std::size_t i = 1; i < directory_.size(); ++i) directory_[i] += directory_[i - 1];
  tails_.resize(postings.size());
  numbers_.resize(postings.size());
  // Filling moves each slot's beginning to its end, which is the beginning of the next.
  for (const Posting& posting : postings) {
    const std::uint32_t at = directory_[Slot(posting.key)]++;
    tails_[at] = Tail(posting.key);
    numbers_[at] = posting.number;
  }
  std::shift_right(directory_.begin(), directory_.end(), 1);
  directory_.front() = 0;
  SortSlots();
  FillFilter(postings);
}

void PostingIndex::FillFilter(const std::vector<Posting>& postings) {
  filter_bits_ =
      std::max(1U, static_cast<unsigned>(std::bit_width(postings.size() / kKeysPerBlock)));
  filter_.assign(std::size_t{1} << filter_bits_, 0);
  for (const Posting& posting : postings) filter_[Block(posting.key)] |= FilterBits(posting.key);
}

void PostingIndex::SortSlots() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> slot;
  for (std::size_t s = 0; s + 1 < directory_.size(); ++s) {
    const std::size_t begin = directory_[s];
    const std::size_t end = directory_[s + 1];
    if (end - begin < 2) continue;
    slot.clear();
    for (std::size_t i = begin; i < end; ++i) slot.emplace_back(tails_[i], numbers_[i]);
    std::ranges::sort(slot);
    for (std::size_t i = begin; i < end; ++i) {
      tails_[i] = slot[i - begin].first;
      numbers_[i] = slot[i - begin].second;
    }
  }
}

std::span<const std::uint32_t> PostingIndex::Find(std::uint64_t key) const noexcept {
  if (!MayHave(key)) return {};
  const std::size_t slot = Slot(key);
  const auto begin = tails_.begin() + directory_[slot];
  const auto end = tails_.begin() + directory_[slot + 1];
  // Common names fill a slot; others leave a handful to look through.
  const auto [first, last] = std::equal_range(begin, end, Tail(key));
  return std::span(numbers_).subspan(static_cast<std::size_t>(first - tails_.begin()),
                                     static_cast<std::size_t>(last - first));
}

}  // namespace namesake::detection
