// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "record/courier.h"

namespace namesake::delivery {

struct SmtpServer {
  std::string address;  // "127.0.0.1:10025"; "" makes every delivery fail and say why
  std::chrono::seconds timeout{30};
};

// A courier that speaks SMTP (RFC 5321) to one server.
[[nodiscard]] std::unique_ptr<record::Courier> MakeSmtpCourier(SmtpServer server);

}  // namespace namesake::delivery
