// SPDX-License-Identifier: Apache-2.0
#include "console/encoding.h"

#include "http/message.h"

namespace namesake::console {
namespace {

std::string_view Trim(std::string_view text) noexcept {
  constexpr std::string_view kBlank = " \t";
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// Cuts the first part off `rest`, up to `separator`.
std::string_view TakePart(std::string_view& rest, char separator) noexcept {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return Trim(part);
}

// "q=0", "q=0.000"
bool IsZeroWeight(std::string_view parameter) noexcept {
  const std::string_view name = TakePart(parameter, '=');
  return http::FieldNameEquals(name, "q") && !parameter.empty() &&
         Trim(parameter).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::string_view Name(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::kGzip:
      return "gzip";
    case Encoding::kBrotli:
      return "br";
    case Encoding::kIdentity:
      break;
  }
  return "identity";
}

bool Accepts(std::string_view accept_encoding, Encoding encoding) noexcept {
  while (!accept_encoding.empty()) {
    std::string_view element = TakePart(accept_encoding, ',');
    const std::string_view name = TakePart(element, ';');
    if (http::FieldNameEquals(name, Name(encoding))) return !IsZeroWeight(Trim(element));
  }
  return false;
}

}  // namespace namesake::console
