// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace namesake::bench {

// Numbers that look random and are the same on every machine: SplitMix64. The distributions of
// <random> differ between standard libraries, so there are none here.
class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) noexcept : state_(seed * 0x9E3779B97F4A7C15ULL) {}

  [[nodiscard]] std::uint64_t Next() noexcept {
    std::uint64_t value = state_ += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
  }

  [[nodiscard]] std::size_t Below(std::size_t limit) noexcept {
    return static_cast<std::size_t>(Next() % limit);
  }
  [[nodiscard]] bool Percent(std::size_t chance) noexcept { return Below(100) < chance; }

  template <typename Items>
  [[nodiscard]] const auto& Pick(const Items& items) noexcept {
    return items[Below(std::size(items))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace namesake::bench
