// SPDX-License-Identifier: Apache-2.0
#include "imap/response.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::imap {
namespace {

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The size of the literal that a line ends with: "… {342}".
std::optional<std::size_t> LiteralSize(std::string_view line) {
  const std::size_t open = line.rfind('{');
  if (!line.ends_with('}') || open == std::string_view::npos) return std::nullopt;
  return ParseNumber<std::size_t>(line.substr(open + 1, line.size() - open - 2));
}

tl::unexpected<base::Error> Broken(std::string_view what) {
  return base::Fail(base::ErrorCode::kUnavailable, fmt::format("the server {}", what));
}

}  // namespace

ResponseReader::ResponseReader(Receive receive, std::size_t max_literal_bytes)
    : receive_(std::move(receive)), max_literal_bytes_(max_literal_bytes) {}

base::Status ResponseReader::ReceiveMore() {
  auto more = receive_();
  if (!more) return base::Fail(more.error());
  if (more->empty()) return Broken("has closed the connection");
  received_.erase(0, std::exchange(begin_, 0));
  received_ += *more;
  return base::Ok();
}

base::Expected<std::string> ResponseReader::TakeLine() {
  for (;;) {
    const std::size_t end = received_.find("\r\n", begin_);
    if (end != std::string::npos) {
      std::string line = received_.substr(begin_, end - begin_);
      begin_ = end + 2;
      return line;
    }
    if (received_.size() - begin_ > kMaxLineBytes) return Broken("sends a line without an end");
    if (const auto more = ReceiveMore(); !more) return base::Fail(more.error());
  }
}

base::Expected<std::string> ResponseReader::TakeOctets(std::size_t size) {
  while (received_.size() - begin_ < size) {
    if (const auto more = ReceiveMore(); !more) return base::Fail(more.error());
  }
  std::string octets = received_.substr(begin_, size);
  begin_ += size;
  return octets;
}

base::Expected<Response> ResponseReader::Next() {
  Response response;
  for (;;) {
    auto line = TakeLine();
    if (!line) return base::Fail(line.error());
    const std::optional<std::size_t> size = LiteralSize(*line);
    if (!size) {
      response.text += *line;
      return response;
    }
    if (*size > max_literal_bytes_) return Broken("sends more than it was asked for");
    response.text += line->substr(0, line->rfind('{')) + "{}";
    auto literal = TakeOctets(*size);
    if (!literal) return base::Fail(literal.error());
    response.literals.push_back(*std::move(literal));
    if (response.text.size() > kMaxLineBytes) return Broken("sends a line without an end");
  }
}

std::optional<std::uint32_t> ParseExists(const Response& response) {
  constexpr std::string_view kBegin = "* ";
  constexpr std::string_view kEnd = " EXISTS";
  std::string_view text = response.text;
  if (!text.starts_with(kBegin) || !text.ends_with(kEnd)) return std::nullopt;
  text.remove_prefix(kBegin.size());
  text.remove_suffix(std::min(text.size(), kEnd.size()));
  return ParseNumber<std::uint32_t>(text);
}

std::optional<FetchedHeader> ParseHeader(Response response) {
  constexpr std::string_view kUid = "UID ";
  const std::string_view text = response.text;
  const std::size_t uid = text.find(kUid);
  if (text.find(" FETCH (") == std::string_view::npos || uid == std::string_view::npos)
    return std::nullopt;
  if (text.find("BODY[HEADER]") == std::string_view::npos) return std::nullopt;
  std::string_view digits = text.substr(uid + kUid.size());
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  const auto number = ParseNumber<std::uint32_t>(digits);
  if (!number) return std::nullopt;
  // Without a literal it is NIL or a quoted string: an empty header section.
  std::string header = response.literals.empty() ? "" : std::move(response.literals.front());
  return FetchedHeader{*number, std::move(header)};
}

}  // namespace namesake::imap
