// SPDX-License-Identifier: Apache-2.0
#include "text/romanise.h"

#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "text/skeleton.h"
#include "text/utf8.h"

namespace namesake::text {
namespace {

struct Spelling {
  char32_t letter;
  std::string_view latin;
};

// Latin letters that NFKD does not take apart, in lower case.
constexpr std::array kLatinLetters = std::to_array<Spelling>({
    {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"},  {0x0138, "k"}, {0x0142, "l"}, {0x014B, "ng"}, {0x0153, "oe"},
    {0x0167, "t"},  {0x0180, "b"},  {0x0192, "f"}, {0x01DD, "e"}, {0x0253, "b"},  {0x0254, "o"},
    {0x0256, "d"},  {0x0257, "d"},  {0x0259, "e"}, {0x025B, "e"}, {0x0268, "i"},  {0x0269, "i"},
    {0x0272, "n"},  {0x0289, "u"},  {0x028B, "v"},
});

// Cyrillic of the Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian alphabets, in
// lower case, near to BGN/PCGN and to the passports of ICAO Doc 9303.
constexpr std::array kCyrillicLetters = std::to_array<Spelling>({
    {U'а', "a"},  {U'б', "b"},    {U'в', "v"}, {U'г', "g"},  {U'д', "d"},  {U'е', "e"},
    {U'ж', "zh"}, {U'з', "z"},    {U'и', "i"}, {U'й', "y"},  {U'к', "k"},  {U'л', "l"},
    {U'м', "m"},  {U'н', "n"},    {U'о', "o"}, {U'п', "p"},  {U'р', "r"},  {U'с', "s"},
    {U'т', "t"},  {U'у', "u"},    {U'ф', "f"}, {U'х', "kh"}, {U'ц', "ts"}, {U'ч', "ch"},
    {U'ш', "sh"}, {U'щ', "shch"}, {U'ъ', ""},  {U'ы', "y"},  {U'ь', ""},   {U'э', "e"},
    {U'ю', "yu"}, {U'я', "ya"},   {U'ѐ', "e"}, {U'ё', "yo"}, {U'ђ', "dj"}, {U'ѓ', "g"},
    {U'є', "ye"}, {U'ѕ', "dz"},   {U'і', "i"}, {U'ї', "yi"}, {U'ј', "j"},  {U'љ', "lj"},
    {U'њ', "nj"}, {U'ћ', "c"},    {U'ќ', "k"}, {U'ѝ', "i"},  {U'ў', "u"},  {U'џ', "dz"},
    {U'ґ', "g"},
});

template <std::size_t N>
bool AppendSpelling(const std::array<Spelling, N>& table, char32_t letter, std::string& latin) {
  const auto* found = std::ranges::lower_bound(table, letter, {}, &Spelling::letter);
  if (found == table.end() || found->letter != letter) return false;
  latin += found->latin;
  return true;
}

static_assert(std::ranges::is_sorted(kLatinLetters, {}, &Spelling::letter));
static_assert(std::ranges::is_sorted(kCyrillicLetters, {}, &Spelling::letter));

// One rule set of ICU; const use is safe from several threads (translit.h).
class Transliterator {
 public:
  explicit Transliterator(const char* id) {
    UErrorCode error = U_ZERO_ERROR;
    rules_.reset(icu::Transliterator::createInstance(id, UTRANS_FORWARD, error));
    // ICU's rules are part of the library; without them nothing here has a meaning.
    if (U_FAILURE(error) || rules_ == nullptr) std::abort();
  }

  [[nodiscard]] std::string operator()(std::string_view text) const {
    auto unicode = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    rules_->transliterate(unicode);
    std::string utf8;
    unicode.toUTF8String(utf8);
    return utf8;
  }

 private:
  std::unique_ptr<icu::Transliterator> rules_;
};

std::string AnyToLatin(std::string_view word) {
  static const Transliterator any("Any-Latin; Latin-ASCII; Lower");
  return any(word);
}

std::string GreekToLatin(std::string_view word) {
  static const Transliterator greek("Greek-Latin/UNGEGN; Latin-ASCII; Lower");
  return greek(word);
}

// The rules give every consonant the vowel a; at the end of a word nobody speaks or writes it.
std::string DevanagariToLatin(std::string_view word) {
  std::string latin = AnyToLatin(word);
  static constexpr std::string_view kLongA = "\xE0\xA4\xBE";  // U+093E DEVANAGARI VOWEL SIGN AA
  if (latin.size() > 2 && latin.ends_with('a') && !word.ends_with(kLongA)) latin.pop_back();
  return latin;
}

void KeepLettersAndDigits(std::string& latin) {
  // NOLINTNEXTLINE(misc-include-cleaner): knows the std::erase_if of <vector> alone.
  std::erase_if(latin, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
}

// Latin and Cyrillic letter by letter; false when there is another one.
bool AppendByTables(std::string_view folded, std::string& latin) {
  while (!folded.empty()) {
    const char32_t c = TakeCodePoint(folded);
    if (c < 0x80) {
      latin.push_back(static_cast<char>(c));
    } else if (!AppendSpelling(kLatinLetters, c, latin) &&
               !AppendSpelling(kCyrillicLetters, c, latin)) {
      return false;
    }
  }
  return true;
}

Script ScriptOfLetter(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_LATIN:
      return Script::kLatin;
    case USCRIPT_CYRILLIC:
      return Script::kCyrillic;
    case USCRIPT_GREEK:
      return Script::kGreek;
    case USCRIPT_ARABIC:
      return Script::kArabic;
    case USCRIPT_HEBREW:
      return Script::kHebrew;
    case USCRIPT_DEVANAGARI:
      return Script::kDevanagari;
    case USCRIPT_HAN:
      return Script::kHan;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return Script::kKana;
    case USCRIPT_HANGUL:
      return Script::kHangul;
    default:
      return Script::kOther;
  }
}

// Common letters belong to the scripts around them: the long vowel mark ー is katakana's.
bool HasScript(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  return u_isalpha(c) != 0 && script != USCRIPT_COMMON && script != USCRIPT_INHERITED;
}

Script Together(Script a, Script b) {
  const auto is = [&](Script x, Script y) { return (a == x && b == y) || (a == y && b == x); };
  if (a == b) return a;
  return is(Script::kHan, Script::kKana) ? Script::kKana : Script::kMixed;
}

}  // namespace

Script ScriptOf(std::string_view word) {
  if (IsAscii(word)) return Script::kLatin;
  Script script = Script::kOther;
  bool any = false;
  while (!word.empty()) {
    const auto c = static_cast<UChar32>(TakeCodePoint(word));
    if (!HasScript(c)) continue;
    const Script letter = ScriptOfLetter(c);
    script = any ? Together(script, letter) : letter;
    any = true;
  }
  return script;
}

std::string Romanise(std::string_view word) {
  std::string latin;
  latin.reserve(word.size());
  const std::string folded = FoldCaseOnly(word);
  if (!AppendByTables(folded, latin)) {
    latin.clear();
    // Without its marks a letter may be in the tables; й and ї are there with theirs.
    if (!AppendByTables(FoldCaseOnly(Clean(word)), latin)) {
      switch (ScriptOf(word)) {
        case Script::kGreek:
          latin = GreekToLatin(word);
          break;
        case Script::kDevanagari:
          latin = DevanagariToLatin(word);
          break;
        default:
          latin = AnyToLatin(word);
          break;
      }
    }
  }
  KeepLettersAndDigits(latin);
  return latin;
}

std::string SimplifyHan(std::string_view text) {
  static const Transliterator simplified("Traditional-Simplified");
  return IsAscii(text) ? std::string(text) : simplified(text);
}

}  // namespace namesake::text
