// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace namesake::http {

// What a connection may cost. The numbers and their reasons: docs/configuration.md.
struct Limits {
  std::size_t max_header_bytes =
      std::size_t{16} * 1024;  // a request with a large cookie jar still fits
  std::size_t max_header_fields = 100;
  // Between two requests of a connection; also how long a client may take no octet of its answer.
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds request_timeout{30'000};  // first octet of a request to its last
  // Reading on after an early answer, so that the client sees it.
  std::chrono::milliseconds linger_timeout{2'000};
  std::size_t linger_bytes = std::size_t{1} << 20;
  std::size_t max_connections = 10'000;  // more wait in the kernel's queue
};

}  // namespace namesake::http
