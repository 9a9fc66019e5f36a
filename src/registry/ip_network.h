// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace namesake::registry {

// An IP network, or a single address (all 128 bits). IPv4 stands in its mapped form ::ffff:a.b.c.d
// (RFC 4291 section 2.5.5.2), so that both ways of writing an IPv4 address are one value.
struct IpNetwork {
  std::array<std::uint8_t, 16> address{};  // bits beyond the prefix are zero
  std::uint8_t prefix_bits = 128;          // 96 and more for IPv4

  friend auto operator<=>(const IpNetwork&, const IpNetwork&) = default;
};

// One address in the usual text form of either family, without port, zone and brackets.
//
//   ParseIpAddress("192.0.2.1")  -> ::ffff:192.0.2.1/128
//   ParseIpAddress("192.0.2.01") -> nullopt
[[nodiscard]] std::optional<IpNetwork> ParseIpAddress(std::string_view text);

// An address, or an address, "/" and the length of the prefix (CIDR, RFC 4632); bits beyond the
// prefix may be set and are dropped.
[[nodiscard]] std::optional<IpNetwork> ParseIpNetwork(std::string_view text);

// The network of that length around the address: `prefix_bits` at most that of `network`.
[[nodiscard]] IpNetwork Widen(IpNetwork network, std::uint8_t prefix_bits) noexcept;

// The shortest text of an address (RFC 5952), IPv4 with dots: "192.0.2.1".
[[nodiscard]] std::string FormatIpAddress(const IpNetwork& address);

// What kind of addresses, of no use to tell senders on the Internet apart, the network has in
// common with: "private", "loopback", "link-local", "unspecified", "broadcast"; "" with none.
[[nodiscard]] std::string_view SpecialUse(const IpNetwork& network) noexcept;

}  // namespace namesake::registry
