// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace namesake::imap {

// One response of a server (RFC 3501 section 7), without its last line end. Literals are taken out
// of the text, where "{}" stands for each: what a mail says cannot be taken for what the server
// says.
struct Response {
  std::string text;
  std::vector<std::string> literals;
};

// A line without its literals: what a server says of one message, and more.
inline constexpr std::size_t kMaxLineBytes = std::size_t{64} << 10;

// Takes responses out of what a server sends.
class ResponseReader {
 public:
  // Gives more octets; an empty text when the server has closed the connection.
  using Receive = std::function<base::Expected<std::string>()>;

  // A literal of more than `max_literal_bytes` is a failure.
  ResponseReader(Receive receive, std::size_t max_literal_bytes);

  // kUnavailable when the connection ends or a limit is broken, or what `receive` fails with.
  [[nodiscard]] base::Expected<Response> Next();

 private:
  [[nodiscard]] base::Status ReceiveMore();
  [[nodiscard]] base::Expected<std::string> TakeLine();
  [[nodiscard]] base::Expected<std::string> TakeOctets(std::size_t size);

  const Receive receive_;
  const std::size_t max_literal_bytes_;
  std::string received_;
  std::size_t begin_ = 0;  // in it, of what is not taken yet
};

// "* 172 EXISTS" -> 172
[[nodiscard]] std::optional<std::uint32_t> ParseExists(const Response& response);

// A header section that was fetched: "* 3 FETCH (UID 12 BODY[HEADER]<0> {342}".
struct FetchedHeader {
  std::uint32_t uid = 0;
  std::string header;
};
[[nodiscard]] std::optional<FetchedHeader> ParseHeader(Response response);

}  // namespace namesake::imap
