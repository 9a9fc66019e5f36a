// SPDX-License-Identifier: Apache-2.0
#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::text {
namespace {

// IANA's longest charset name has 45 characters; RFC 2978 section 2.3 allows 40.
constexpr std::size_t kMaxLabelBytes = 64;

// Windows-1252 where it differs from ISO-8859-1. The five octets it leaves undefined stay C1
// controls, as the WHATWG Encoding Standard decodes them.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// Labels whose text in mail is really written in a larger charset (WHATWG Encoding, section 4.2).
struct Superset {
  std::string_view label;
  const char* charset;
};
constexpr std::array<Superset, 13> kSupersets = {{
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"ks_c_5601-1987", "windows-949"},
    {"euc-kr", "windows-949"},
    {"shift_jis", "windows-31j"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"unicode-1-1-utf-8", "utf-8"},
}};

std::string DecodeWindows1252(std::string_view octets) {
  std::string decoded;
  decoded.reserve(octets.size() * 2);
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    const bool differs = octet >= 0x80 && octet < 0xA0;
    AppendUtf8(decoded, differs ? char32_t{kWindows1252.at(octet - 0x80U)} : char32_t{octet});
  }
  return decoded;
}

// The label in lower case without blanks and language tag; empty when it has a character that no
// charset name has. ICU would take what follows a comma as options and a slash as part of a path.
std::string CleanLabel(std::string_view label) {
  label = label.substr(0, label.find('*'));
  while (!label.empty() && label.front() == ' ') label.remove_prefix(1);
  while (!label.empty() && label.back() == ' ') label.remove_suffix(1);
  if (label.size() > kMaxLabelBytes) return {};
  std::string clean(label);
  for (char& c : clean) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool known = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.:+()").find(c) != std::string_view::npos;
    if (!known) return {};
  }
  return clean;
}

bool IsAny(std::string_view label, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), label) != names.end();
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::optional<std::string> DecodeByIcu(std::string_view octets, const char* charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(charset, &status));
  if (U_FAILURE(status) || octets.size() > INT32_MAX / 8) return std::nullopt;
  std::string decoded(octets.size() * 4 + 16, '\0');
  std::int32_t length = 0;
  for (int round = 0; round < 2; ++round) {
    status = U_ZERO_ERROR;
    length = ucnv_toAlgorithmic(UCNV_UTF8, converter.get(), decoded.data(),
                                static_cast<std::int32_t>(decoded.size()), octets.data(),
                                static_cast<std::int32_t>(octets.size()), &status);
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
    decoded.resize(static_cast<std::size_t>(length) + 1);
  }
  // A sequence cut at the end is reported, but what came before it is there.
  if (U_FAILURE(status) && status != U_TRUNCATED_CHAR_FOUND) return RepairUtf8(octets);
  decoded.resize(static_cast<std::size_t>(length));
  return RepairUtf8(decoded);
}

}  // namespace

std::optional<std::string> DecodeCharset(std::string_view octets, std::string_view label) {
  const std::string name = CleanLabel(label);
  if (name.empty()) return std::nullopt;
  // What gateways write for octets that nobody labelled (RFC 1428).
  if (IsAny(name, {"unknown-8bit", "x-unknown", "unknown", "8bit", "binary"})) return std::nullopt;
  if (IsAny(name, {"utf-8", "utf8"})) return RepairUtf8(octets);
  // 8-bit octets under the label US-ASCII are a lie, and mail programs show what they mean.
  if (IsAny(name, {"us-ascii", "ascii"})) return DecodeUnlabelled(octets);
  if (IsAny(name, {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252"})) {
    return DecodeWindows1252(octets);
  }
  const auto superset = std::find_if(kSupersets.begin(), kSupersets.end(),
                                     [&](const Superset& known) { return known.label == name; });
  return DecodeByIcu(octets, superset != kSupersets.end() ? superset->charset : name.c_str());
}

std::string DecodeUnlabelled(std::string_view octets) {
  return IsValidUtf8(octets) ? std::string(octets) : DecodeWindows1252(octets);
}

}  // namespace namesake::text
