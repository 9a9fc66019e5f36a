// SPDX-License-Identifier: Apache-2.0
#include "text/idna.h"

#include <unicode/uidna.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "text/utf8.h"

namespace namesake::text {
namespace {

constexpr std::size_t kMaxLabelBytes = 63;  // RFC 1035 section 2.3.4
constexpr std::size_t kMaxDomainBytes =
    253;  // 255 on the wire, less the length octets at both ends

// A name of 253 octets cannot come from more than this many octets of UTF-8; more is not looked at.
constexpr std::size_t kMaxInputBytes = 4096;

// Faults that mail in the wild has in names that work.
constexpr std::uint32_t kForgiven =
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

// Opened once and never closed: immutable, and safe from several threads.
const UIDNA* Processor() {
  static const UIDNA* const processor = [] {
    UErrorCode status = U_ZERO_ERROR;
    const UIDNA* opened =
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
    return U_SUCCESS(status) ? opened : nullptr;
  }();
  return processor;
}

enum class Form { kAscii, kUnicode };

// The converted name, or nullopt when ICU finds a fault that is not forgiven.
std::optional<std::string> Convert(std::string_view domain, Form form) {
  if (Processor() == nullptr || domain.size() > kMaxInputBytes) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::array<char, kMaxInputBytes> buffer;  // NOLINT: written by ICU before it is read
  const auto convert = form == Form::kAscii ? uidna_nameToASCII_UTF8 : uidna_nameToUnicodeUTF8;
  const std::int32_t length =
      convert(Processor(), domain.data(), static_cast<std::int32_t>(domain.size()), buffer.data(),
              static_cast<std::int32_t>(buffer.size()), &info, &status);
  if (U_FAILURE(status) || (info.errors & ~kForgiven) != 0) return std::nullopt;
  return std::string(buffer.data(), static_cast<std::size_t>(length));
}

constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool IsDomainCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Lower-case ASCII: labels of the right length and characters, and not too many of them.
bool IsAsciiDomain(std::string_view domain) {
  if (domain.empty() || domain.size() > kMaxDomainBytes) return false;
  std::size_t label = 0;
  for (const char c : domain) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (!IsDomainCharacter(c) || ++label > kMaxLabelBytes) {
      return false;
    }
  }
  return label != 0;
}

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower;
}

bool HasPunycodeLabel(std::string_view lower) {
  return lower.starts_with("xn--") || lower.find(".xn--") != std::string_view::npos;
}

std::string LabelToUnicode(std::string_view label) {
  if (auto converted = Convert(label, Form::kUnicode)) return *std::move(converted);
  return LowerAscii(RepairUtf8(label));
}

}  // namespace

std::optional<std::string> DomainToAscii(std::string_view domain) {
  if (IsAscii(domain)) {
    if (domain.ends_with('.')) domain.remove_suffix(1);
    std::string lower = LowerAscii(domain);
    if (!IsAsciiDomain(lower)) return std::nullopt;
    // A label that claims to be punycode must be what its Unicode form encodes to.
    if (HasPunycodeLabel(lower) && !Convert(lower, Form::kAscii)) return std::nullopt;
    return lower;
  }
  if (!IsValidUtf8(domain)) return std::nullopt;
  std::optional<std::string> ascii = Convert(domain, Form::kAscii);
  if (!ascii) return std::nullopt;
  if (ascii->ends_with('.')) ascii->pop_back();  // also U+3002, which UTS #46 maps to a dot
  if (!IsAsciiDomain(*ascii)) return std::nullopt;
  return ascii;
}

std::string DomainToUnicode(std::string_view domain) {
  if (IsAscii(domain)) {
    std::string lower = LowerAscii(domain);
    if (!HasPunycodeLabel(lower)) return lower;
  }
  if (auto converted = Convert(domain, Form::kUnicode)) return *std::move(converted);
  std::string name;
  for (;;) {  // one faulty label does not hide the others
    const std::size_t dot = domain.find('.');
    name += LabelToUnicode(domain.substr(0, dot));
    if (dot == std::string_view::npos) return name;
    name += '.';
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace namesake::text
