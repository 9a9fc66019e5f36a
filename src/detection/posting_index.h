// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace namesake::detection {

// An immutable multimap from hashed keys to 32-bit numbers: sorted keys with a directory by their
// leading bits, so that a look-up reads one directory slot and a few neighbouring keys, whatever
// the size; and before them a blocked Bloom filter, since nearly all that is looked up is not there
// and one word of memory tells so (Putze, Sanders, Singler: "Cache-, Hash- and Space-Efficient
// Bloom Filters", 2007). Of a key its leading 40 bits count: among a hundred million postings a
// foreign key is found by accident once in ten thousand look-ups, and who looks one up verifies
// what he finds. The first eight bits are told by the place, so that a posting takes 8 octets, a
// half for the directory and one for the filter. Keys must be well mixed; equal keys stand
// together, so that a thousand namesakes cost no other name anything.
class PostingIndex {
 public:
  struct Posting {
    std::uint64_t key;
    std::uint32_t number;
  };

  PostingIndex() = default;
  // In any order.
  explicit PostingIndex(const std::vector<Posting>& postings);

  // The numbers under `key`, ascending; empty without one. Valid as long as the index.
  [[nodiscard]] std::span<const std::uint32_t> Find(std::uint64_t key) const noexcept;
  // False when there is certainly nothing under `key`.
  [[nodiscard]] bool MayHave(std::uint64_t key) const noexcept {
    return !filter_.empty() && (filter_[Block(key)] & FilterBits(key)) == FilterBits(key);
  }
  // Fetches what MayHave will read; for asking for many keys at once.
  void Prefetch(std::uint64_t key) const noexcept {
    if (!filter_.empty()) __builtin_prefetch(&filter_[Block(key)]);
  }

  [[nodiscard]] std::size_t size() const noexcept { return tails_.size(); }
  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return (tails_.capacity() + numbers_.capacity() + directory_.capacity()) *
               sizeof(std::uint32_t) +
           filter_.capacity() * sizeof(std::uint64_t);
  }

  // Calls `use(key, number)` for each posting in order of key; `key` has its leading 40 bits.
  template <typename Use>
  void ForEach(const Use& use) const {
    for (std::size_t slot = 0; slot + 1 < directory_.size(); ++slot) {
      const std::uint64_t leading = LeadingBits(slot);
      for (std::size_t i = directory_[slot]; i < directory_[slot + 1]; ++i) {
        use(leading | (std::uint64_t{tails_[i]} << kUnusedBits), numbers_[i]);
      }
    }
  }

 private:
  static constexpr unsigned kKeyBits = 40;
  static constexpr unsigned kTailBits = 32;
  static constexpr unsigned kUnusedBits = 64 - kKeyBits;

  [[nodiscard]] std::size_t Slot(std::uint64_t key) const noexcept {
    return static_cast<std::size_t>(key >> (64 - bits_));
  }
  // The first eight bits of the keys in a slot.
  [[nodiscard]] std::uint64_t LeadingBits(std::size_t slot) const noexcept {
    const auto leading = static_cast<std::uint64_t>(slot) >> (bits_ - (kKeyBits - kTailBits));
    return leading << kTailBits << kUnusedBits;
  }
  // One word of 64 bits for each eight keys or more, chosen by the leading bits, and three bits in
  // it, chosen by the last of those that count.
  [[nodiscard]] std::size_t Block(std::uint64_t key) const noexcept {
    return static_cast<std::size_t>(key >> (64 - filter_bits_));
  }
  static std::uint64_t FilterBits(std::uint64_t key) noexcept {
    const auto bit = [key](unsigned at) { return std::uint64_t{1} << ((key >> at) & 63U); };
    return bit(kUnusedBits) | bit(kUnusedBits + 6) | bit(kUnusedBits + 12);
  }
  static std::uint32_t Tail(std::uint64_t key) noexcept {
    return static_cast<std::uint32_t>(key >> kUnusedBits);
  }
  void SortSlots();
  void FillFilter(const std::vector<Posting>& postings);

  std::vector<std::uint32_t> tails_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> directory_;  // of the first posting of each slot; one more at the end
  std::vector<std::uint64_t> filter_;
  unsigned filter_bits_ = 1;
  unsigned bits_ = kKeyBits - kTailBits;  // leading bits that make a slot
};

}  // namespace namesake::detection
