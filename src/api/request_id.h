// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace namesake::api {

// Names requests for `cf-ray` and the log: 16 hex digits, a dash, the node's three letters, as in
// "8f1d2c3b4a596877-FRA". No two of one run are equal, and those of two runs or nodes practically
// never. Safe from several threads.
class RequestIds {
 public:
  // `node`: three letters; see the setting `node`.
  explicit RequestIds(std::string_view node);

  [[nodiscard]] std::string Next();

 private:
  const std::string suffix_;
  std::atomic<std::uint64_t> state_;  // starts anywhere
};

}  // namespace namesake::api
