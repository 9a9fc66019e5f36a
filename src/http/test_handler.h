// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "http/message.h"

namespace namesake::http {

[[nodiscard]] inline Response TextResponse(int status, std::string text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = std::move(text);
  return response;
}

// A handler for tests that does what `handle` does, by default answers "METHOD path body".
class TestHandler final : public Handler {
 public:
  using Handling = std::function<void(Request, Responder)>;

  TestHandler()
      : TestHandler([](const Request& request, const Responder& respond) {
          if (request.body_state == BodyState::kTooLarge) {
            return respond(TextResponse(413, "too large"));
          }
          respond(TextResponse(200, request.method + " " + request.path + " " + request.body));
        }) {}
  explicit TestHandler(Handling handle) : handle_(std::move(handle)) {}

  std::size_t BodyLimit(const Request& head) override {
    return head.path == "/large" ? std::size_t{32} << 20 : 1000;
  }

  void Handle(Request request, Responder respond) override {
    handle_(std::move(request), std::move(respond));
  }

  Response Fault(TransportFault fault) override {
    switch (fault) {
      case TransportFault::kMalformed:
        return TextResponse(400, "malformed");
      case TransportFault::kHeaderTooLarge:
        return TextResponse(431, "header too large");
      case TransportFault::kTimeout:
        return TextResponse(400, "timeout");
      case TransportFault::kNoAnswer:
        break;
    }
    return TextResponse(500, "no answer");
  }

 private:
  const Handling handle_;
};

}  // namespace namesake::http
