// SPDX-License-Identifier: Apache-2.0
#include "text/word.h"

#include <unicode/uchar.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace namesake::text {
namespace {

enum class Kind { kWord, kApostrophe, kSeparator };

Kind KindOf(char32_t c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      return Kind::kWord;
    return c == '\'' || c == '`' ? Kind::kApostrophe : Kind::kSeparator;
  }
  switch (c) {
    case 0x00B4:  // ACUTE ACCENT
    case 0x02B9:  // MODIFIER LETTER PRIME
    case 0x02BB:  // MODIFIER LETTER TURNED COMMA
    case 0x02BC:  // MODIFIER LETTER APOSTROPHE
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:  // PRIME
    case 0xFF07:  // FULLWIDTH APOSTROPHE
      return Kind::kApostrophe;
    default:
      break;
  }
  // Invisible characters belong to the word they hide in: the exact layer must see them.
  const auto code_point = static_cast<UChar32>(c);
  const bool word = u_isalnum(code_point) != 0 || (U_GET_GC_MASK(code_point) & U_GC_M_MASK) != 0 ||
                    u_hasBinaryProperty(code_point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
  return word ? Kind::kWord : Kind::kSeparator;
}

}  // namespace

std::vector<std::string> SplitWords(std::string_view text, std::size_t max_words) {
  std::vector<std::string> words;
  std::string word;
  while (!text.empty() && words.size() < max_words) {
    const std::string_view before = text;
    const Kind kind = KindOf(TakeCodePoint(text));
    if (kind == Kind::kWord) {
      word += before.substr(0, before.size() - text.size());
    } else if (kind == Kind::kSeparator && !word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty() && words.size() < max_words) words.push_back(std::move(word));
  return words;
}

}  // namespace namesake::text
