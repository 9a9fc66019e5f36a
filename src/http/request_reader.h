// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "http/limits.h"
#include "http/message.h"

namespace namesake::http {

// Where the reading of one request stands. The first three go on.
enum class ReadState {
  kHeader,          // the header is not complete
  kHeaderComplete,  // LimitBody is wanted before anything else is read
  kBody,            // the body is not complete
  kComplete,
  kTooLarge,  // the body is longer than its limit; the rest of it was not read
  kMalformed,
  kHeaderTooLarge,
};

// Reads HTTP/1.x requests (RFC 9112) out of octets, one after the other, without doing any I/O.
// Whatever two implementations might understand differently, and so could be used to smuggle a
// request past another, is malformed: Content-Length beside Transfer-Encoding, differing
// Content-Lengths, an encoding other than "chunked", folded fields, a second Host, bare line feeds.
//
//   reader.Begin();
//   input.remove_prefix(reader.Read(input));   // until state() is none of the first three
//
// Not safe from several threads. Private to this folder.
class RequestReader {
 public:
  explicit RequestReader(const Limits& limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  // Makes ready for the next request.
  void Begin();

  // Reads on and returns how many octets of `input` are done with; the others have to come again,
  // with more behind them. Stops where the state changes.
  std::size_t Read(std::string_view input);

  // REQUIRES: kHeaderComplete.
  void LimitBody(std::size_t max_bytes);

  [[nodiscard]] ReadState state() const noexcept;
  [[nodiscard]] bool started() const noexcept;  // an octet of this request has arrived

  // From kHeaderComplete on:
  [[nodiscard]] const Request& request() const noexcept;  // without its body before kComplete
  [[nodiscard]] bool keep_alive() const noexcept;         // the client wants to go on
  [[nodiscard]] bool is_http_1_0() const noexcept;
  [[nodiscard]] bool expects_continue() const noexcept;  // and has a body to send

  // REQUIRES: kComplete or kTooLarge.
  [[nodiscard]] Request TakeRequest();

 private:
  class Parser;

  const Limits limits_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace namesake::http
