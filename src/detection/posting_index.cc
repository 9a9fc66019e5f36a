// SPDX-License-Identifier: Apache-2.0
#include "detection/posting_index.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace namesake::detection {
namespace {

constexpr std::size_t kKeysPerSlot = 4;

}  // namespace

PostingIndex::PostingIndex(std::vector<Posting> postings) {
  const auto order = [](const Posting& p) { return std::tuple(p.key, p.number); };
  if (!std::ranges::is_sorted(postings, {}, order)) std::ranges::sort(postings, {}, order);
  keys_.reserve(postings.size());
  numbers_.reserve(postings.size());
  for (const Posting& posting : postings) {
    keys_.push_back(posting.key);
    numbers_.push_back(posting.number);
  }
  bits_ = static_cast<unsigned>(std::bit_width(keys_.size() / kKeysPerSlot));
  directory_.assign((std::size_t{1} << bits_) + 1, 0);
  for (const std::uint64_t key : keys_) ++directory_[Slot(key) + 1];
  for (std::size_t i = 1; i < directory_.size(); ++i) directory_[i] += directory_[i - 1];
}

std::size_t PostingIndex::Slot(std::uint64_t key) const noexcept {
  return bits_ == 0 ? 0 : static_cast<std::size_t>(key >> (64 - bits_));
}

std::span<const std::uint32_t> PostingIndex::Find(std::uint64_t key) const noexcept {
  if (keys_.empty()) return {};
  const std::size_t slot = Slot(key);
  const auto begin = keys_.begin() + directory_[slot];
  const auto end = keys_.begin() + directory_[slot + 1];
  const auto [first, last] = std::equal_range(begin, end, key);
  return std::span(numbers_).subspan(static_cast<std::size_t>(first - keys_.begin()),
                                     static_cast<std::size_t>(last - first));
}

}  // namespace namesake::detection
