// SPDX-License-Identifier: Apache-2.0
#include "api/request_id.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/random.h"

namespace namesake::api {
namespace {

std::uint64_t RandomStart() {
  std::array<std::uint8_t, 8> bytes{};
  base::FillRandom(bytes);
  std::uint64_t start = 0;
  std::memcpy(&start, bytes.data(), sizeof start);
  return start;
}

// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): a
// permutation, so that different states give different ids.
constexpr std::uint64_t kGamma = 0x9E3779B97F4A7C15;

constexpr std::uint64_t Mix(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

}  // namespace

RequestIds::RequestIds(std::string_view node)
    : suffix_(fmt::format("-{}", node)), state_(RandomStart()) {}

std::string RequestIds::Next() {
  return fmt::format(FMT_COMPILE("{:016x}{}"),
                     Mix(state_.fetch_add(kGamma, std::memory_order_relaxed)), suffix_);
}

}  // namespace namesake::api
