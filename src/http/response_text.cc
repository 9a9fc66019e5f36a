// SPDX-License-Identifier: Apache-2.0
#include "http/response_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/message.h"

namespace namesake::http {
namespace {

// The names of RFC 9110 section 15 that an API has use for. A client reads the number alone.
std::string_view ReasonPhrase(int status) noexcept {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

void AppendNumber(std::string& out, std::size_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void AppendField(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  const std::size_t begin = out.size();
  out.append(value);
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  out.append("\r\n");
}

bool HasNoBody(int status) noexcept { return status == 204 || status == 304; }

constexpr std::size_t kUsualHeaderBytes = 512;

}  // namespace

std::string_view DateField::At(std::time_t now) {
  if (now != second_) {
    second_ = now;
    text_ = base::FormatHttpDate(base::Time(std::chrono::seconds(now)));
  }
  return text_;
}

void AppendResponse(std::string& out, const Response& response, std::string_view date,
                    AfterAnswer after, BodyPart body) {
  const std::size_t needed = out.size() + response.body.size() + kUsualHeaderBytes;
  if (out.capacity() < needed) out.reserve(std::max(needed, out.capacity() * 2));
  out.append("HTTP/1.1 ");
  AppendNumber(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(ReasonPhrase(response.status)).append("\r\nDate: ").append(date);
  out.append("\r\n");
  if (!response.content_type.empty()) AppendField(out, "Content-Type", response.content_type);
  if (!HasNoBody(response.status)) {
    out.append("Content-Length: ");
    AppendNumber(out, response.body.size());
    out.append("\r\n");
  }
  if (after == AfterAnswer::kClose) out.append("Connection: close\r\n");
  if (after == AfterAnswer::kKeepAloud) out.append("Connection: keep-alive\r\n");
  for (const auto& [name, value] : response.fields) AppendField(out, name, value);
  out.append("\r\n");
  if (body == BodyPart::kSent && !HasNoBody(response.status)) out.append(response.body);
}

}  // namespace namesake::http
