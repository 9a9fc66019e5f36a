// SPDX-License-Identifier: Apache-2.0
#include "text/escape.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::text {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

// RFC 2047 section 2: an encoded-word has at most 75 characters. "=?UTF-8?B?" and "?=" take 12 of
// them, which leaves 60 of base64, 45 octets. The first word leaves room for the field's name.
constexpr std::size_t kWordOctets = 45;
constexpr std::size_t kFirstWordOctets = 30;

// RFC 5322 section 2.1.1: a line has at most 998 characters, the field's name among them.
constexpr std::size_t kMaxPlainBytes = 900;

constexpr bool IsPrintableAscii(char c) { return c >= 0x20 && c < 0x7F; }

bool IsAllPrintableAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsPrintableAscii);
}

bool IsInvisible(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  switch (u_charType(c)) {
    case U_UNASSIGNED:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    default:
      break;
  }
  constexpr char32_t kBrailleBlank = 0x2800;  // a symbol to Unicode, a blank to the eye
  return code_point == kBrailleBlank ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool IsCombining(char32_t code_point) {
  const auto type = u_charType(static_cast<UChar32>(code_point));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

std::string Number(char32_t code_point) {
  return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
}

// The character's name in the Unicode Character Database; what it is when it has none.
std::string NameOf(char32_t code_point) {
  std::array<char, 128> name{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length =
      u_charName(static_cast<UChar32>(code_point), U_UNICODE_CHAR_NAME, name.data(),
                 static_cast<std::int32_t>(name.size()), &status);
  if (U_SUCCESS(status) && length > 0) return {name.data(), static_cast<std::size_t>(length)};
  switch (u_charType(static_cast<UChar32>(code_point))) {
    case U_CONTROL_CHAR:
      return "(control character)";
    case U_PRIVATE_USE_CHAR:
      return "(private use)";
    default:
      return "(unassigned)";
  }
}

// "Cyrillic", "Old Italic"; empty for characters that belong to many scripts.
std::string ScriptOf(char32_t code_point) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(code_point), &status);
  if (U_FAILURE(status) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED ||
      script == USCRIPT_UNKNOWN) {
    return {};
  }
  std::string name = uscript_getName(script);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

// Appends the first code point of `text` as it may be shown and takes it off.
void EscapeOne(std::string& escaped, std::string_view& text) {
  const std::string_view before = text;
  const char32_t code_point = TakeCodePoint(text);
  const std::string_view taken = before.substr(0, before.size() - text.size());
  if (code_point == kReplacementCharacter && taken.size() == 1) {
    fmt::format_to(std::back_inserter(escaped), "<0x{:02X}>",
                   static_cast<unsigned char>(taken.front()));
  } else if (IsInvisible(code_point)) {
    fmt::format_to(std::back_inserter(escaped), "<{}>", Number(code_point));
  } else {
    escaped += taken;
  }
}

std::string EncodeBase64(std::string_view octets) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  encoded.reserve((octets.size() + 2) / 3 * 4);
  for (; !octets.empty(); octets.remove_prefix(std::min<std::size_t>(3, octets.size()))) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t digit = (group >> (18U - 6U * i)) & 0x3FU;
      encoded += i <= octets.size() ? kDigits[digit] : '=';
    }
  }
  return encoded;
}

// The longest front of `text` with at most `max_bytes` that does not cut a code point.
std::string_view TakeWhole(std::string_view text, std::size_t max_bytes) {
  std::size_t end = std::min(max_bytes, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace

std::string EscapeForDisplay(std::string_view text, std::size_t max_code_points) {
  if (text.size() <= max_code_points && IsAllPrintableAscii(text)) return std::string(text);
  std::string escaped;
  escaped.reserve(std::min(text.size(), max_code_points) + 16);
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == max_code_points) {
      escaped += kEllipsis;
      break;
    }
    if (IsPrintableAscii(text.front())) {
      escaped += text.front();
      text.remove_prefix(1);
    } else {
      EscapeOne(escaped, text);
    }
  }
  return escaped;
}

std::string DescribeCodePoint(char32_t code_point) {
  if (code_point > 0x10FFFF || IsInvisible(code_point) || IsCombining(code_point)) {
    return fmt::format("{} {}", Number(code_point), NameOf(code_point));
  }
  std::string character;
  AppendUtf8(character, code_point);
  const std::string script = ScriptOf(code_point);
  if (script.empty()) {
    return fmt::format("{} ({} {})", character, Number(code_point), NameOf(code_point));
  }
  return fmt::format("{} {} ({})", script, character, Number(code_point));
}

std::string EncodeHeaderText(std::string_view text) {
  const bool reads_as_encoded = text.find("=?") != std::string_view::npos;
  if (!reads_as_encoded && text.size() <= kMaxPlainBytes && IsAllPrintableAscii(text)) {
    return std::string(text);
  }
  const std::string repaired = RepairUtf8(text);
  std::string encoded;
  std::size_t word_octets = kFirstWordOctets;
  for (std::string_view rest = repaired; !rest.empty(); word_octets = kWordOctets) {
    const std::string_view word = TakeWhole(rest, word_octets);
    rest.remove_prefix(word.size());
    if (!encoded.empty()) encoded += "\r\n ";
    encoded += "=?UTF-8?B?" + EncodeBase64(word) + "?=";
  }
  return encoded;
}

}  // namespace namesake::text
