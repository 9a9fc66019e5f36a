// SPDX-License-Identifier: Apache-2.0
#include "report/json_line.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "text/utf8.h"

namespace namesake::report {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Legal inside a JSON string, but not harmless where a person looks at the line. Controls below
// U+0020 must be escaped anyway.
constexpr CodePointRange kEscapedRanges[] = {
    {0x00, 0x1F},      {0x7F, 0x9F},      // C0, DEL, C1: U+009B starts a terminal's sequence
    {0xAD, 0xAD},      {0x61C, 0x61C},    // soft hyphen, Arabic letter mark
    {0x180E, 0x180E},  {0x200B, 0x200F},  // zero width, direction marks
    {0x2028, 0x202E},                     // line and paragraph separator, embeddings, overrides
    {0x2060, 0x206F},                     // word joiner, isolates
    {0xFEFF, 0xFEFF},  {0xFFF9, 0xFFFB},  // byte order mark, interlinear annotation
    {0xE0000, 0xE0FFF}                    // tags and supplementary variation selectors
};

bool MustEscape(char32_t code_point) {
  for (const CodePointRange& range : kEscapedRanges) {
    if (code_point >= range.first && code_point <= range.last) return true;
  }
  return false;
}

void AppendEscaped(std::string& out, char32_t code_point) {
  const auto number = static_cast<std::uint32_t>(code_point);
  if (number < 0x10000) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", number);
  } else {  // RFC 8259 section 7: a UTF-16 surrogate pair
    fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD7C0U + (number >> 10U),
                   0xDC00U + (number & 0x3FFU));
  }
}

void AppendCodePoint(std::string& out, char32_t code_point) {
  switch (code_point) {
    case U'"':
      out += "\\\"";
      return;
    case U'\\':
      out += "\\\\";
      return;
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      MustEscape(code_point) ? AppendEscaped(out, code_point) : text::AppendUtf8(out, code_point);
  }
}

void AppendString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) AppendCodePoint(out, text::TakeCodePoint(text));
  out += '"';
}

void AppendDouble(std::string& out, double number) {
  if (!std::isfinite(number)) {  // JSON has no word for it
    out += "null";
    return;
  }
  const std::string shortest = fmt::format("{}", number);
  out += shortest;
  if (shortest.find_first_of(".e") == std::string::npos) out += ".0";
}

void AppendValue(std::string& out, const boost::json::value& value);

void AppendArray(std::string& out, const boost::json::array& array) {
  std::string_view separator;
  out += '[';
  for (const boost::json::value& item : array) {
    out += separator;
    AppendValue(out, item);
    separator = ", ";
  }
  out += ']';
}

void AppendObject(std::string& out, const boost::json::object& object) {
  std::string_view separator;
  out += '{';
  for (const boost::json::key_value_pair& member : object) {
    out += separator;
    AppendString(out, member.key());
    out += ": ";
    AppendValue(out, member.value());
    separator = ", ";
  }
  out += '}';
}

void AppendValue(std::string& out, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out += "null";
      return;
    case boost::json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case boost::json::kind::int64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_int64());
      return;
    case boost::json::kind::uint64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_uint64());
      return;
    case boost::json::kind::double_:
      AppendDouble(out, value.get_double());
      return;
    case boost::json::kind::string:
      AppendString(out, value.get_string());
      return;
    case boost::json::kind::array:
      AppendArray(out, value.get_array());
      return;
    case boost::json::kind::object:
      AppendObject(out, value.get_object());
      return;
  }
}

}  // namespace

std::string JsonLine(const boost::json::value& value) {
  std::string out;
  AppendValue(out, value);
  return out;
}

}  // namespace namesake::report
