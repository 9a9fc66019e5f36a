// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/expected.h"

namespace namesake::http {

// A TCP socket that listens. Owns its descriptor. Private to this folder.
class Listener {
 public:
  // `address`: an IPv4 or IPv6 address or a host's name, "::" for all of both; `port` 0 takes any
  // free one. kInvalidArgument: no such address on this machine; kUnavailable: the port is in use
  // or forbidden.
  [[nodiscard]] static base::Expected<Listener> Open(const std::string& address,
                                                     std::uint16_t port);
  Listener(Listener&& other) noexcept;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  // The descriptor, which is the caller's from now on.
  [[nodiscard]] int Release() noexcept;

 private:
  Listener(int descriptor, std::uint16_t port) noexcept : descriptor_(descriptor), port_(port) {}

  int descriptor_;
  std::uint16_t port_;
};

}  // namespace namesake::http
