// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "base/expected.h"
#include "cli/passing_message.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::cli {

// A running namesaked and what it wants to know of who asks.
struct ScanServer {
  std::string url;         // "http://127.0.0.1:8787"
  std::string token_file;  // its first line is the token
  std::string account;
  std::chrono::seconds timeout{10};
};

// What is found out about a message.
struct Finding {
  detection::VerdictClass verdict_class = detection::VerdictClass::kNone;
  std::string sentence = {};  // of flagged mail
};

// Has the server check the message's header section, by POST .../email-security/scan; the body
// stays here. What `envelope` leaves out, the server reads from Return-Path and Delivered-To.
// kUnavailable, kTimeout: no answer, or one that is no verdict; kNotFound: no token file;
// kPermissionDenied: the token is refused.
[[nodiscard]] base::Expected<Finding> AskServer(const ScanServer& server,
                                                const PassingMessage& message,
                                                const mail::Envelope& envelope,
                                                const std::string& authserv_id);

}  // namespace namesake::cli
