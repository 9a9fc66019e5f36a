// SPDX-License-Identifier: Apache-2.0
#include "text/html_entity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "text/utf8.h"

namespace namesake::text {
namespace {

struct Named {
  std::string_view name;
  char32_t code_point;
};

// clang-format off
constexpr auto kNamed = std::to_array<Named>({
    {"AElig", 0x00C6}, {"Aacute", 0x00C1}, {"Acirc", 0x00C2}, {"Agrave", 0x00C0}, {"Aring", 0x00C5},
    {"Atilde", 0x00C3}, {"Auml", 0x00C4}, {"Ccedil", 0x00C7}, {"ETH", 0x00D0}, {"Eacute", 0x00C9},
    {"Ecirc", 0x00CA}, {"Egrave", 0x00C8}, {"Euml", 0x00CB}, {"Iacute", 0x00CD}, {"Icirc", 0x00CE},
    {"Igrave", 0x00CC}, {"Iuml", 0x00CF}, {"Ntilde", 0x00D1}, {"OElig", 0x0152}, {"Oacute", 0x00D3},
    {"Ocirc", 0x00D4}, {"Ograve", 0x00D2}, {"Oslash", 0x00D8}, {"Otilde", 0x00D5}, {"Ouml", 0x00D6},
    {"Scaron", 0x0160}, {"THORN", 0x00DE}, {"Uacute", 0x00DA}, {"Ucirc", 0x00DB},
    {"Ugrave", 0x00D9}, {"Uuml", 0x00DC}, {"Yacute", 0x00DD}, {"Yuml", 0x0178}, {"aacute", 0x00E1},
    {"acirc", 0x00E2}, {"acute", 0x00B4}, {"aelig", 0x00E6}, {"agrave", 0x00E0}, {"amp", 0x0026},
    {"apos", 0x0027}, {"aring", 0x00E5}, {"atilde", 0x00E3}, {"auml", 0x00E4}, {"brvbar", 0x00A6},
    {"bull", 0x2022}, {"ccedil", 0x00E7}, {"cedil", 0x00B8}, {"cent", 0x00A2}, {"copy", 0x00A9},
    {"curren", 0x00A4}, {"deg", 0x00B0}, {"divide", 0x00F7}, {"eacute", 0x00E9}, {"ecirc", 0x00EA},
    {"egrave", 0x00E8}, {"emsp", 0x2003}, {"ensp", 0x2002}, {"eth", 0x00F0}, {"euml", 0x00EB},
    {"euro", 0x20AC}, {"frac12", 0x00BD}, {"frac14", 0x00BC}, {"frac34", 0x00BE}, {"gt", 0x003E},
    {"hellip", 0x2026}, {"iacute", 0x00ED}, {"icirc", 0x00EE}, {"iexcl", 0x00A1},
    {"igrave", 0x00EC}, {"iquest", 0x00BF}, {"iuml", 0x00EF}, {"laquo", 0x00AB}, {"ldquo", 0x201C},
    {"lrm", 0x200E}, {"lsquo", 0x2018}, {"lt", 0x003C}, {"macr", 0x00AF}, {"mdash", 0x2014},
    {"micro", 0x00B5}, {"middot", 0x00B7}, {"nbsp", 0x00A0}, {"ndash", 0x2013}, {"not", 0x00AC},
    {"ntilde", 0x00F1}, {"oacute", 0x00F3}, {"ocirc", 0x00F4}, {"oelig", 0x0153},
    {"ograve", 0x00F2}, {"ordf", 0x00AA}, {"ordm", 0x00BA}, {"oslash", 0x00F8}, {"otilde", 0x00F5},
    {"ouml", 0x00F6}, {"para", 0x00B6}, {"plusmn", 0x00B1}, {"pound", 0x00A3}, {"quot", 0x0022},
    {"raquo", 0x00BB}, {"rdquo", 0x201D}, {"reg", 0x00AE}, {"rlm", 0x200F}, {"rsquo", 0x2019},
    {"scaron", 0x0161}, {"sect", 0x00A7}, {"shy", 0x00AD}, {"sup1", 0x00B9}, {"sup2", 0x00B2},
    {"sup3", 0x00B3}, {"szlig", 0x00DF}, {"thinsp", 0x2009}, {"thorn", 0x00FE}, {"times", 0x00D7},
    {"trade", 0x2122}, {"uacute", 0x00FA}, {"ucirc", 0x00FB}, {"ugrave", 0x00F9}, {"uml", 0x00A8},
    {"uuml", 0x00FC}, {"yacute", 0x00FD}, {"yen", 0x00A5}, {"yuml", 0x00FF}, {"zwj", 0x200D},
    {"zwnj", 0x200C},
});
// clang-format on
static_assert(std::ranges::is_sorted(kNamed, {}, &Named::name));

// Between & and ;. The longest name above has eight letters, a number seven digits and a prefix.
constexpr std::size_t kMaxReferenceBytes = 10;

std::optional<char32_t> Number(std::string_view digits, int base) {
  std::uint32_t number = 0;
  const char* const begin = digits.data();
  const char* const end = begin + digits.size();
  const auto [at, error] = std::from_chars(begin, end, number, base);
  if (error != std::errc() || at != end) return std::nullopt;
  return static_cast<char32_t>(number);
}

std::optional<char32_t> Resolve(std::string_view reference) {
  if (reference.starts_with("#x") || reference.starts_with("#X")) {
    return Number(reference.substr(2), 16);
  }
  if (reference.starts_with('#')) return Number(reference.substr(1), 10);
  const auto* found = std::ranges::lower_bound(kNamed, reference, {}, &Named::name);
  if (found == kNamed.end() || found->name != reference) return std::nullopt;
  return found->code_point;
}

}  // namespace

std::string DecodeHtmlEntities(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    const std::size_t ampersand = std::min(text.find('&'), text.size());
    decoded += text.substr(0, ampersand);
    text.remove_prefix(ampersand);
    if (text.empty()) break;
    const std::size_t end = text.substr(0, kMaxReferenceBytes + 2).find(';');
    const auto code_point =
        end == std::string_view::npos ? std::nullopt : Resolve(text.substr(1, end - 1));
    if (code_point) {
      AppendUtf8(decoded, *code_point);
      text.remove_prefix(end + 1);
    } else {
      decoded.push_back('&');
      text.remove_prefix(1);
    }
  }
  return decoded;
}

}  // namespace namesake::text
