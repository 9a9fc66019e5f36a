// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "http/message.h"

namespace namesake::http {

// One request of a program that asks once and goes on.
struct ClientRequest {
  std::string url;  // "http://127.0.0.1:8787/path?query", or https; percent-encoded
  std::vector<std::pair<std::string, std::string>> fields = {};
  std::string body = {};
  std::chrono::milliseconds timeout{10'000};  // for everything, from the look-up of the name on
};

// An answer beyond this is none that we asked for.
inline constexpr std::size_t kMaxAnswerBytes = std::size_t{4} << 20;

// POSTs it and waits for the answer, whatever its status. A server of https has to show a
// certificate for its name that the system trusts (SSL_CERT_FILE names other authorities).
// kInvalidArgument: no such URL. kTimeout. kUnavailable: it cannot be reached, is not trusted, or
// answers something that is not HTTP. No message holds a field's value.
//
//   Post({.url = "http://127.0.0.1:8787/healthz", .body = "x"})  -> Response{405, …}
//   Post({.url = "127.0.0.1:8787"})                              -> kInvalidArgument
[[nodiscard]] base::Expected<Response> Post(const ClientRequest& request);

}  // namespace namesake::http
