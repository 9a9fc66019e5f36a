// SPDX-License-Identifier: Apache-2.0
#include "registry/regex_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <string>

#include "registry/code_point_set.h"
#include "registry/java_reader.h"

namespace namesake::registry::java {
namespace {

void AppendCharacter(char32_t c, std::string& out) {
  if (IsAsciiLetter(c) || IsAsciiDigit(c)) {
    out += static_cast<char>(c);
  } else {
    fmt::format_to(std::back_inserter(out), "\\x{{{:X}}}", static_cast<std::uint32_t>(c));
  }
}

bool IsSingle(const CodePointSet& set) noexcept {
  return set.ranges().size() == 1 && set.ranges().front().first == set.ranges().front().last;
}

}  // namespace

void AppendSet(const CodePointSet& set, std::string& out) {
  const CodePointSet characters = set.Minus({{0xD800, 0xDFFF}});
  if (IsSingle(characters)) {
    AppendCharacter(characters.ranges().front().first, out);
    return;
  }
  if (characters.empty()) {
    out += "[^\\x{0}-\\x{10FFFF}]";
    return;
  }
  out += '[';
  for (const CodePointRange& range : characters.ranges()) {
    AppendCharacter(range.first, out);
    if (range.last != range.first) {
      out += '-';
      AppendCharacter(range.last, out);
    }
  }
  out += ']';
}

}  // namespace namesake::registry::java
