// SPDX-License-Identifier: Apache-2.0
#include "imap/folder_url.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/expected.h"
#include "text/utf8.h"

namespace namesake::imap {
namespace {

constexpr std::string_view kTls = "imaps://";
constexpr std::string_view kStartTls = "imap://";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3986 section 2.1; a % that begins no octet stays.
std::string DecodePercent(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_octet = text[at] == '%' && at + 2 < text.size() && HexValue(text[at + 1]) >= 0 &&
                          HexValue(text[at + 2]) >= 0;
    if (is_octet) {
      decoded += static_cast<char>(HexValue(text[at + 1]) * 16 + HexValue(text[at + 2]));
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

std::string EncodePercent(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

tl::unexpected<base::Error> Wrong(std::string_view text, std::string_view what) {
  return base::Fail(base::ErrorCode::kInvalidArgument, fmt::format("{}: {}", text, what));
}

void AppendUtf16(std::string& octets, char32_t code_point) {
  const auto append = [&](std::uint32_t unit) {
    octets += static_cast<char>(unit >> 8U);
    octets += static_cast<char>(unit & 0xFFU);
  };
  const auto number = static_cast<std::uint32_t>(code_point);
  if (number < 0x10000) {
    append(number);
  } else {
    append(0xD7C0U + (number >> 10U));
    append(0xDC00U + (number & 0x3FFU));
  }
}

// Base64 with a comma for the slash and without padding.
std::string EncodeShifted(std::string_view octets) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : octets) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[(bits >> (count - 6)) & 0x3FU];
  }
  if (count > 0) text += kAlphabet[(bits << (6 - count)) & 0x3FU];
  return text;
}

}  // namespace

std::string FolderUrl::OfMessage(std::uint32_t uid) const {
  return fmt::format("{}{}@{}/{}/;UID={}", tls_at_once ? kTls : kStartTls, EncodePercent(user),
                     server, EncodePercent(folder), uid);
}

bool IsFolderUrl(std::string_view text) noexcept {
  return text.starts_with(kTls) || text.starts_with(kStartTls);
}

base::Expected<FolderUrl> ParseFolderUrl(std::string_view text) {
  FolderUrl url{.tls_at_once = text.starts_with(kTls), .user = {}, .server = {}, .folder = "INBOX"};
  std::string_view rest = text.substr((url.tls_at_once ? kTls : kStartTls).size());
  const std::string_view authority = rest.substr(0, rest.find('/'));
  rest.remove_prefix(authority.size());
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos || at == 0) return Wrong(text, "the user is missing: user@host");
  const std::string_view user = authority.substr(0, at);
  // Not shown: the message would be where the password must not be.
  if (user.find(':') != std::string_view::npos) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "a password has no place on the command line: use --password-file, "
                      "NAMESAKE_IMAP_PASSWORD or the prompt");
  }
  url.user = DecodePercent(user);
  url.server = authority.substr(at + 1);
  if (url.server.empty()) return Wrong(text, "the host is missing");
  if (rest.size() > 1) url.folder = DecodePercent(rest.substr(1));
  while (url.folder.size() > 1 && url.folder.ends_with('/')) url.folder.pop_back();
  return url;
}

std::string EncodeFolderName(std::string_view name) {
  std::string encoded;
  std::string shifted;
  const auto shift_back = [&] {
    if (!shifted.empty()) encoded += '&' + EncodeShifted(shifted) + '-';
    shifted.clear();
  };
  while (!name.empty()) {
    const char32_t c = text::TakeCodePoint(name);
    if (c < U' ' || c > U'~') {
      AppendUtf16(shifted, c);
      continue;
    }
    shift_back();
    encoded += static_cast<char>(c);
    if (c == U'&') encoded += '-';
  }
  shift_back();
  return encoded;
}

}  // namespace namesake::imap
