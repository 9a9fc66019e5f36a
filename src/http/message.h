// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace namesake::http {

// ASCII case-insensitive.
[[nodiscard]] bool FieldNameEquals(std::string_view a, std::string_view b) noexcept;

enum class BodyState {
  kComplete,
  kTooLarge,  // longer than the handler's limit: `body` is empty, the handler answers 413 when it
              // is that check's turn
};

// A request as the transport read it (RFC 9110). A value; owns its text.
struct Request {
  std::string method;  // "GET", as sent
  std::string target;  // origin form as sent: "/accounts/abc?page=2"
  std::string path;    // of the target, up to "?", still percent-encoded
  std::string query;   // behind "?", still percent-encoded
  std::vector<std::pair<std::string, std::string>> fields;  // in order, names as sent
  std::string body;
  BodyState body_state = BodyState::kComplete;
  std::string remote_address;  // "127.0.0.1"

  // The first field of that name, nullopt without one.
  [[nodiscard]] std::optional<std::string_view> Field(std::string_view name) const noexcept;
};

// `content_type` may be empty (no Content-Type is sent). The transport adds Date, Content-Length,
// Connection and, for HEAD, leaves the body out.
struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=UTF-8";
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
};

// Gives the answer to one request: call it once, from any thread. Copyable because std::function
// is. Destroying all copies without a call makes the transport answer through
// Handler::Fault(kNoAnswer).
using Responder = std::function<void(Response)>;

// What can go wrong before a handler sees a request, or without its answer.
enum class TransportFault {
  kMalformed,       // not HTTP/1.x, or no Host with HTTP/1.1: 400
  kHeaderTooLarge,  // 431
  kTimeout,   // the request did not arrive in time: 400 (408 would make SDKs retry for minutes)
  kNoAnswer,  // the handler failed: 500
};

// What the transport serves. Called on a connection's own thread: do not block for long in Handle,
// hand long work to another thread and keep the Responder. Implementations are safe from several
// threads.
class Handler {
 public:
  virtual ~Handler() = default;

  // How many octets of body this request may have; asked when its header is complete and before
  // any of the body is read or "100 Continue" is sent. `head` has no body yet.
  [[nodiscard]] virtual std::size_t BodyLimit(const Request& head) = 0;

  virtual void Handle(Request request, Responder respond) = 0;

  // The answer to a request that could not be read or was not answered. Must not throw.
  [[nodiscard]] virtual Response Fault(TransportFault fault) = 0;
};

}  // namespace namesake::http
