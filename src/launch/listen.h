// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace namesake::launch {

struct ListenAddress {
  std::string address;  // without the brackets of an IPv6 address
  std::uint16_t port = 0;
};

// "[::1]:8787" as the settings have it, which accept no other form.
[[nodiscard]] ListenAddress ReadListenAddress(std::string_view text);

}  // namespace namesake::launch
