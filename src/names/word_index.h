// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace namesake::names {

// Words and their numbers, 0 to size() - 1 in the order in which they came: a flat hash that is
// filled when the program is compiled and only read afterwards, by as many threads as like to. A
// look-up of a word that is absent touches the slots alone in all but one of some thousand cases.
//
//   constexpr auto kIndex = MakeWordIndex(kWords);
//   kIndex.Find("anna")  -> its place in kWords
//   kIndex.Find("anns")  -> kNoWord
inline constexpr std::uint16_t kNoWord = 0xFFFF;

template <std::size_t kCapacity>
class WordIndex {
  static_assert(kCapacity > 0 && kCapacity < kNoWord);

 public:
  // The number of the word, a new one when it is not there yet.
  constexpr std::uint16_t Add(std::string_view word) {
    const std::uint32_t hash = HashOf(word);
    Slot& slot = slots_[SlotOf(hash, word)];
    if (slot.number == kNoWord) {
      slot = {.tag = TagOf(hash), .number = static_cast<std::uint16_t>(size_)};
      words_.at(size_++) = word;
    }
    return slot.number;
  }

  [[nodiscard]] constexpr std::uint16_t Find(std::string_view word) const noexcept {
    return slots_[SlotOf(HashOf(word), word)].number;
  }

  [[nodiscard]] constexpr std::string_view word(std::size_t number) const noexcept {
    return words_[number];
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

 private:
  struct Slot {
    std::uint16_t tag = 0;
    std::uint16_t number = kNoWord;
  };

  // At most half full, so that a run of taken slots stays short.
  static constexpr std::size_t kSlots = std::bit_ceil(kCapacity * 2);

  // FNV-1a: the words are short, and it can be computed at compile time.
  static constexpr std::uint32_t HashOf(std::string_view word) noexcept {
    std::uint32_t hash = 2166136261U;
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash ^ (hash >> 15U);
  }

  static constexpr std::uint16_t TagOf(std::uint32_t hash) noexcept {
    return static_cast<std::uint16_t>(hash >> 16U);
  }

  // The slot of the word, or the free one where it would be put.
  [[nodiscard]] constexpr std::size_t SlotOf(std::uint32_t hash,
                                             std::string_view word) const noexcept {
    std::size_t slot = hash % kSlots;
    while (slots_[slot].number != kNoWord &&
           (slots_[slot].tag != TagOf(hash) || words_[slots_[slot].number] != word)) {
      slot = (slot + 1) % kSlots;
    }
    return slot;
  }

  std::size_t size_ = 0;
  std::array<std::string_view, kCapacity> words_{};
  std::array<Slot, kSlots> slots_{};
};

template <std::size_t kCount>
consteval WordIndex<kCount> MakeWordIndex(const std::array<std::string_view, kCount>& words) {
  WordIndex<kCount> index;
  for (const std::string_view word : words) index.Add(word);
  return index;
}

// Whether a table is as its reader expects it: ascending, nothing twice.
consteval bool IsSortedAndUnique(std::span<const std::string_view> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i - 1] >= words[i]) return false;
  }
  return true;
}

}  // namespace namesake::names
