// SPDX-License-Identifier: Apache-2.0
#include "launch/listen.h"

#include <charconv>
#include <cstddef>
#include <string_view>

namespace namesake::launch {

ListenAddress ReadListenAddress(std::string_view text) {
  ListenAddress listen;
  const std::size_t colon = text.rfind(':');
  const std::string_view port = text.substr(colon + 1);
  std::from_chars(port.data(), port.data() + port.size(), listen.port);
  std::string_view address = text.substr(0, colon);
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  listen.address = address;
  return listen;
}

}  // namespace namesake::launch
