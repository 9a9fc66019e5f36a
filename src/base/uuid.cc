// SPDX-License-Identifier: Apache-2.0
#include "base/uuid.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/random.h"

namespace namesake::base {
namespace {

constexpr std::array<std::size_t, 4> kDashes = {8, 13, 18, 23};

// Random octets of one thread, fetched for many ids at once: asking the generator costs a hundred
// times what handing out eight of them does. Not for secrets: what is still to be given out lies
// in memory.
class RandomStock {
 public:
  void Take(std::span<std::uint8_t> bytes) {
    if (octets_.size() - taken_ < bytes.size()) {
      FillRandom(octets_);
      taken_ = 0;
    }
    std::ranges::copy(std::span(octets_).subspan(taken_, bytes.size()), bytes.begin());
    taken_ += bytes.size();
  }

 private:
  std::array<std::uint8_t, 1024> octets_{};
  std::size_t taken_ = octets_.size();
};

}  // namespace

Uuid MakeUuidV7(Time time) {
  Uuid uuid;
  thread_local RandomStock stock;
  stock.Take(std::span(uuid.bytes).subspan(8));
  const auto micros = static_cast<std::uint64_t>(time.time_since_epoch().count());
  const std::uint64_t millis = micros / 1000;
  // 1,000 microseconds spread over rand_a's 4,096 values: order is kept, no two become equal.
  const std::uint64_t fraction = (micros % 1000) * 4096 / 1000;
  for (std::size_t i = 0; i < 6; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  }
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70U | (fraction >> 8));
  uuid.bytes[7] = static_cast<std::uint8_t>(fraction);
  uuid.bytes[8] = static_cast<std::uint8_t>(0x80U | (uuid.bytes[8] & 0x3FU));
  return uuid;
}

std::string FormatUuid(const Uuid& uuid) {
  std::string text = ToHex(uuid.bytes);
  for (const std::size_t dash : kDashes) text.insert(dash, 1, '-');
  return text;
}

std::optional<Uuid> ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string digits;
  digits.reserve(32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = std::ranges::find(kDashes, i) != kDashes.end();
    if (dash != (text[i] == '-')) return std::nullopt;
    if (!dash) digits.push_back(text[i]);
  }
  const auto bytes = FromHex(digits);
  if (!bytes) return std::nullopt;
  Uuid uuid;
  std::ranges::copy(*bytes, uuid.bytes.begin());
  return uuid;
}

}  // namespace namesake::base
