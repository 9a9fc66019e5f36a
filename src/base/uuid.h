// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace namesake::base {

// A UUID (RFC 9562) as its 16 octets. Ordered by octets, so version-7 values sort by time.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// A version-7 UUID that carries `time` to the microsecond: 48 bits of Unix milliseconds, then the
// microseconds within that millisecond in `rand_a` (RFC 9562 section 6.2, method 3), then 62 random
// bits. Ordering by id is therefore the same as ordering by (creation time, id), which saves every
// table an index on the creation time.
[[nodiscard]] Uuid MakeUuidV7(Time time);

// "018f3c1e-7b2a-7c3d-8e4f-0123456789ab": 36 characters, lower case.
[[nodiscard]] std::string FormatUuid(const Uuid& uuid);

// Reads the 36-character form in either case; nullopt for anything else, braces and urn: included.
[[nodiscard]] std::optional<Uuid> ParseUuid(std::string_view text);

}  // namespace namesake::base

template <>
struct std::hash<namesake::base::Uuid> {
  std::size_t operator()(const namesake::base::Uuid& uuid) const noexcept {
    std::uint64_t tail = 0;  // the random half: as good a hash as any
    std::memcpy(&tail, uuid.bytes.data() + 8, sizeof tail);
    return tail;
  }
};
