// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::base {

using Sha256 = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4) of the octets of `text`.
[[nodiscard]] Sha256 HashSha256(std::string_view text);

// HMAC-SHA-256 (RFC 2104) of the octets of `text`.
[[nodiscard]] Sha256 HmacSha256(std::string_view key, std::string_view text);

// CRC-32 as in IEEE 802.3, for checksums that catch typing errors, not attackers.
[[nodiscard]] std::uint32_t Crc32(std::string_view text) noexcept;

// Compares in time that depends on the lengths only, so that an answer does not tell how far a
// guess was right.
[[nodiscard]] bool EqualInConstantTime(std::span<const std::uint8_t> a,
                                       std::span<const std::uint8_t> b) noexcept;

// Lower-case hexadecimal, two digits an octet.
[[nodiscard]] std::string ToHex(std::span<const std::uint8_t> bytes);

// The octets of an even number of hex digits of either case; nullopt for anything else.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> FromHex(std::string_view text);

}  // namespace namesake::base
