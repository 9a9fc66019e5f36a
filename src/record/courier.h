// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace namesake::record {

// A message on its way to a mail server.
struct Letter {
  std::string_view raw;   // RFC 5322, lines end with CRLF
  std::string mail_from;  // "" is the null sender
  std::vector<std::string> recipients;
};

// Hands held messages to a mail server. Safe from several threads; blocks on the network.
class Courier {
 public:
  Courier() = default;
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;
  virtual ~Courier() = default;

  // The server's last reply once it has taken the message for all recipients ("250 2.0.0 Ok").
  // kUnavailable: it could not be reached, or says to try again; kPermissionDenied: it refuses the
  // message. The message says what it said. Either way it has taken responsibility for nobody.
  [[nodiscard]] virtual base::Expected<std::string> Deliver(const Letter& letter) = 0;
};

}  // namespace namesake::record
