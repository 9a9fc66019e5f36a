// SPDX-License-Identifier: Apache-2.0
#include "settings/forms.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace namesake::settings {
namespace {

constexpr std::size_t kAccountIdDigits = 32;
constexpr std::size_t kNodeNameLetters = 3;
constexpr std::size_t kMaxModeDigits = 4;
constexpr std::size_t kMaxReplyText = 400;
constexpr unsigned kMaxPort = 65'535;

bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

bool IsPort(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), IsDigit)) {
    return false;
  }
  unsigned port = 0;
  for (const char digit : text) port = port * 10 + static_cast<unsigned>(digit - '0');
  return port <= kMaxPort;
}

// A name without blanks and control characters.
bool IsName(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// "PORT@ADDRESS"; libmilter listens on every address when none is given, which nobody should get
// by forgetting one.
bool IsPortAtAddress(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && IsPort(text.substr(0, at)) && IsName(text.substr(at + 1));
}

std::string_view Trim(std::string_view text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool IsNotEmpty(std::string_view text) noexcept { return !text.empty(); }

bool IsAddressAndPort(std::string_view text) noexcept {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || !IsPort(text.substr(colon + 1))) return false;
  const std::string_view address = text.substr(0, colon);
  if (address.starts_with('[')) return address.size() > 2 && address.ends_with(']');
  return IsName(address) && address.find(':') == std::string_view::npos;
}

bool IsServerOrEmpty(std::string_view text) noexcept {
  return text.empty() || IsAddressAndPort(text);
}

bool IsNodeName(std::string_view text) noexcept {
  return text.size() == kNodeNameLetters &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsMilterSocket(std::string_view text) noexcept {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view family = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 1);
  if (family == "inet" || family == "inet6") return IsPortAtAddress(rest);
  return family == "unix" && !rest.empty();
}

bool IsFileMode(std::string_view text) noexcept {
  if (text.empty() || text.size() > kMaxModeDigits) return false;
  if (text.size() == kMaxModeDigits && text.front() != '0') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '7'; });
}

bool IsAccountIdOrEmpty(std::string_view text) noexcept {
  if (text.empty()) return true;
  return text.size() == kAccountIdDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || (c >= 'a' && c <= 'f');
         });
}

bool IsNameList(std::string_view text) noexcept {
  if (Trim(text).empty()) return true;
  for (;;) {
    const std::size_t comma = text.find(',');
    if (!IsName(Trim(text.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

bool IsReplyText(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kMaxReplyText &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c < '\x7F' && c != '%'; });
}

}  // namespace namesake::settings
