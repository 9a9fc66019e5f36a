// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"

namespace namesake::storage::postgres {

// How long a server may be silent while it owes us an answer: whoever waits for longer than this
// waits for a machine that is cut off. Each piece of a large work is answered by itself.
inline constexpr std::chrono::seconds kSilence{10};

// True for postgresql://… and postgres://….
[[nodiscard]] bool IsPostgresUri(std::string_view uri);

// Where the database is and how to get there: libpq's URI as it was given, with all of libpq's
// settings, and our own choice for what neither it nor libpq's environment settles:
//
//   connect_timeout=3 tcp_user_timeout=5000 keepalives_idle=5 keepalives_interval=2
//   keepalives_count=3 application_name=namesake, and target_session_attrs=read-write for several
//   hosts: after a failover the one that is the primary now.
class Settings {
 public:
  // kInvalidArgument for what libpq cannot read. The message repeats nothing of the URI, which may
  // hold a password.
  [[nodiscard]] static base::Expected<Settings> Parse(std::string_view uri);

  // libpq's keywords and values in the order of their weight, the last counts.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& words() const noexcept {
    return words_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> words_;
};

}  // namespace namesake::storage::postgres
