// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace namesake::detection {

// An immutable multimap from 64-bit hashed keys to 32-bit numbers: sorted keys with a directory by
// their leading bits, so that a look-up reads one directory slot and about four neighbouring keys
// whatever the size. 12 bytes a posting and one more for the directory. Keys must be well mixed;
// equal keys stand together, so that a thousand namesakes cost no other name anything.
class PostingIndex {
 public:
  struct Posting {
    std::uint64_t key;
    std::uint32_t number;
  };

  PostingIndex() = default;
  explicit PostingIndex(std::vector<Posting> postings);

  // The numbers under `key`, ascending; empty without one. Valid as long as the index.
  [[nodiscard]] std::span<const std::uint32_t> Find(std::uint64_t key) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }
  [[nodiscard]] std::uint64_t key(std::size_t i) const noexcept { return keys_[i]; }
  [[nodiscard]] std::uint32_t number(std::size_t i) const noexcept { return numbers_[i]; }

 private:
  [[nodiscard]] std::size_t Slot(std::uint64_t key) const noexcept;

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> directory_;  // of the first key of each slot; one more at the end
  unsigned bits_ = 0;                     // leading bits that make a slot
};

}  // namespace namesake::detection
