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

// Joins two names when it stands between letters, and parts them when a blank is beside it.
bool IsDash(char32_t c) noexcept { return c == '-' || (c >= 0x2010 && c <= 0x2015); }

// What stands between the words of one name.
bool IsWithinName(char32_t c) noexcept {
  return c == ' ' || c == '\t' || c == '.' || c == '_' || c == 0xA0 || c == 0xB7 || c == 0x30FB ||
         IsDash(c);
}

// An s, and then the word ends.
bool IsPossessive(std::string_view after_apostrophe) {
  if (!after_apostrophe.starts_with('s') && !after_apostrophe.starts_with('S')) return false;
  after_apostrophe.remove_prefix(1);
  return after_apostrophe.empty() || KindOf(TakeCodePoint(after_apostrophe)) == Kind::kSeparator;
}

// What was seen since the last word.
class Gap {
 public:
  void Add(char32_t c) noexcept {
    if (!IsWithinName(c)) parts_ = true;
    const bool blank = c == ' ' || c == '\t' || c == 0xA0;
    if ((blank && after_dash_) || (IsDash(c) && after_blank_)) parts_ = true;
    after_dash_ = IsDash(c);
    after_blank_ = blank;
    ++length_;
  }
  [[nodiscard]] bool is_hyphen() const noexcept { return length_ == 1 && after_dash_; }
  [[nodiscard]] bool parts() const noexcept { return parts_; }

 private:
  bool parts_ = false;
  bool after_dash_ = false;
  bool after_blank_ = false;
  std::size_t length_ = 0;
};

// Calls `use(word, gap before it)` for each word until it returns false.
template <typename Use>
void ForEachWord(std::string_view text, const Use& use) {
  std::string word;
  Gap gap;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = TakeCodePoint(text);
    switch (KindOf(c)) {
      case Kind::kWord:
        word += before.substr(0, before.size() - text.size());
        break;
      case Kind::kSeparator:
        if (!word.empty()) {
          if (!use(std::exchange(word, {}), std::exchange(gap, {}))) return;
        }
        gap.Add(c);
        break;
      case Kind::kApostrophe:
        // "John Doe's office" is about John Doe.
        if (!word.empty() && IsPossessive(text)) text.remove_prefix(1);
        break;
    }
  }
  if (!word.empty()) use(std::move(word), gap);
}

}  // namespace

std::vector<std::string> SplitWords(std::string_view text, std::size_t max_words) {
  std::vector<std::string> words;
  if (max_words == 0) return words;
  ForEachWord(text, [&](std::string word, const Gap&) {
    words.push_back(std::move(word));
    return words.size() < max_words;
  });
  return words;
}

std::vector<PartedWord> SplitPartedWords(std::string_view text, std::size_t max_words) {
  std::vector<PartedWord> words;
  if (max_words == 0) return words;
  ForEachWord(text, [&](std::string word, const Gap& gap) {
    words.push_back({std::move(word), gap.parts(), gap.is_hyphen()});
    return words.size() < max_words;
  });
  return words;
}

}  // namespace namesake::text
