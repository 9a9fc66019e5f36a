// SPDX-License-Identifier: Apache-2.0
#include "registry/ip_network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace namesake::registry {
namespace {

constexpr std::uint8_t kAllBits = 128;
constexpr std::uint8_t kMappedBits = 96;  // ::ffff:0:0/96 holds IPv4
constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct Special {
  std::string_view network;
  std::string_view use;
};

// RFC 6890 has more; these are the ones that Cloudflare's API refuses.
constexpr std::array<Special, 11> kSpecial = {{
    {"0.0.0.0/32", "unspecified"},
    {"::/128", "unspecified"},
    {"127.0.0.0/8", "loopback"},
    {"::1/128", "loopback"},
    {"10.0.0.0/8", "private"},
    {"172.16.0.0/12", "private"},
    {"192.168.0.0/16", "private"},
    {"fc00::/7", "private"},
    {"169.254.0.0/16", "link-local"},
    {"fe80::/10", "link-local"},
    {"255.255.255.255/32", "broadcast"},
}};

bool IsMapped(const IpNetwork& network) noexcept {
  return network.prefix_bits >= kMappedBits &&
         std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), network.address.begin());
}

// The number after the "/", without a sign or leading zeros.
std::optional<std::uint8_t> ParseLength(std::string_view text) noexcept {
  std::uint8_t length = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return length;
}

bool Overlap(const IpNetwork& a, const IpNetwork& b) noexcept {
  const std::uint8_t common = std::min(a.prefix_bits, b.prefix_bits);
  return Widen(a, common) == Widen(b, common);
}

}  // namespace

std::optional<IpNetwork> ParseIpAddress(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  IpNetwork network;
  in_addr ipv4{};
  if (inet_pton(AF_INET, terminated.c_str(), &ipv4) == 1) {
    std::ranges::copy(kMappedPrefix, network.address.begin());
    std::memcpy(network.address.data() + kMappedPrefix.size(), &ipv4, sizeof ipv4);
    return network;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), network.address.data()) == 1) return network;
  return std::nullopt;
}

std::optional<IpNetwork> ParseIpNetwork(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const auto address = ParseIpAddress(address_text);
  if (!address || slash == std::string_view::npos) return address;
  auto length = ParseLength(text.substr(slash + 1));
  if (!length) return std::nullopt;
  const bool is_ipv6 = address_text.find(':') != std::string_view::npos;
  const int bits = *length + (is_ipv6 ? 0 : kMappedBits);
  if (bits > kAllBits) return std::nullopt;
  return Widen(*address, static_cast<std::uint8_t>(bits));
}

IpNetwork Widen(IpNetwork network, std::uint8_t prefix_bits) noexcept {
  for (std::size_t i = 0; i < network.address.size(); ++i) {
    const int kept = std::clamp(prefix_bits - static_cast<int>(i) * 8, 0, 8);
    network.address[i] = static_cast<std::uint8_t>(network.address[i] & (0xff00 >> kept));
  }
  network.prefix_bits = prefix_bits;
  return network;
}

std::string FormatIpAddress(const IpNetwork& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool mapped = IsMapped(address);
  const std::uint8_t* const octets = address.address.data() + (mapped ? kMappedPrefix.size() : 0);
  // It fails for a family it does not know or a buffer too short: neither can be.
  inet_ntop(mapped ? AF_INET : AF_INET6, octets, text.data(), text.size());
  return text.data();
}

std::string_view SpecialUse(const IpNetwork& network) noexcept {
  for (const Special& special : kSpecial) {
    const auto known = ParseIpNetwork(special.network);
    if (known && Overlap(network, *known)) return special.use;
  }
  return "";
}

}  // namespace namesake::registry
