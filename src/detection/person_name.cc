// SPDX-License-Identifier: Apache-2.0
#include "detection/person_name.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/look_form.h"
#include "detection/sound_form.h"
#include "names/given_name.h"
#include "names/romanisation.h"
#include "names/title.h"
#include "text/romanise.h"
#include "text/skeleton.h"
#include "text/utf8.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

using names::WordRole;
using text::Script;

// Names of one unbroken word in Han or Hangul have a surname of one or two characters and a given
// name of one or two; longer ones are companies.
constexpr std::size_t kMaxUnbrokenCharacters = 5;

// Of fewer letters the digits are letters too: "d03".
constexpr std::size_t kMinLettersBeforeNumber = 3;

// Shorter local parts are no whole names.
constexpr std::size_t kMinUnbrokenReading = 7;

bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

// "j0hn" is read as john; a number stays one.
void ReadDigitsAsLetters(std::string& word) {
  static constexpr std::array<char, 10> kLetters = {'o', 'l', 'z', 'e', 'a',
                                                    's', 'b', 't', 'b', 'g'};
  if (std::ranges::all_of(word, IsDigit)) return;
  for (char& c : word) {
    if (IsDigit(c)) c = kLetters.at(static_cast<std::size_t>(c - '0'));
  }
}

// "doe1" and "doe1975" are doe.
void DropTrailingNumber(std::string& word) {
  std::size_t end = word.size();
  while (end > 0 && IsDigit(word[end - 1])) --end;
  if (end >= kMinLettersBeforeNumber) word.resize(end);
}

// A word of several scripts is drawn, not spelled: each foreign letter counts as what it looks
// like.
std::string ReadByLook(std::string_view word) {
  std::string drawn;
  while (!word.empty()) {
    const std::string_view before = word;
    const char32_t c = text::TakeCodePoint(word);
    const std::string_view letter = before.substr(0, before.size() - word.size());
    if (c < 0x80 || text::ScriptOf(letter) == Script::kLatin) {
      drawn += letter;
    } else {
      drawn += text::Clean(text::Skeleton(letter));
    }
  }
  return text::Romanise(drawn);
}

// Titles that Chinese, Japanese and Korean write behind a name, with or without a blank. The
// longest of those that end alike come first.
// clang-format off
constexpr auto kNativeTitles = std::to_array<std::string_view>({
    "总经理", "董事长", "副总裁", "总裁", "经理", "总监", "主任", "主席", "院长", "部长", "老师",
    "先生", "女士", "小姐", "教授", "博士", "秘书", "總經理", "董事長", "經理", "總裁", "老師",
    "取締役", "社長", "会長", "専務", "常務", "部長", "課長", "係長", "先輩", "さん", "さま",
    "様", "殿", "氏", "팀장", "부장", "과장", "대리", "차장", "사장", "이사", "대표",
    "회장", "교수", "박사", "선생님", "님", "씨",
});
// clang-format on

bool IsNativeTitle(std::string_view word) {
  return std::ranges::find(kNativeTitles, word) != kNativeTitles.end();
}

// The title at the end of a name that is written with it in one; empty without one.
std::string_view TitleAtEnd(std::string_view word) {
  for (const std::string_view title : kNativeTitles) {
    if (word.size() > title.size() && word.ends_with(title)) return title;
  }
  return {};
}

// Arabic as the tables have it: no tatweel, one form of final yeh and heh.
std::string NormaliseArabic(std::string_view word) {
  std::string normalised;
  while (!word.empty()) {
    const char32_t c = text::TakeCodePoint(word);
    if (c == 0x0640) continue;                 // TATWEEL
    if (c == 0x0649 || c == 0x06CC) {          // ALEF MAKSURA, FARSI YEH
      text::AppendUtf8(normalised, 0x064A);    // YEH
    } else if (c == 0x06A9) {                  // KEHEH
      text::AppendUtf8(normalised, 0x0643);    // KAF
    } else if (c == 0x0629 && word.empty()) {  // TEH MARBUTA
      text::AppendUtf8(normalised, 0x0647);    // HEH
    } else {
      text::AppendUtf8(normalised, c);
    }
  }
  return normalised;
}

// How the most usual table writes a name of another script; what no table has is read letter by
// letter.
std::string FirstOr(std::span<const std::string_view> spellings, std::string_view word) {
  return spellings.empty() ? text::Romanise(word) : std::string(spellings.front());
}

// What follows from the text of a word.
void Listen(SpokenWord& word) {
  word.look = LookForm(word.text);
  word.coarse = CoarseForm(word.look);
  word.sound = SoundHash(word.coarse);
}

SpokenWord Speak(std::string_view clean_word, bool after_break) {
  SpokenWord spoken;
  spoken.after_break = after_break;
  spoken.script = text::ScriptOf(clean_word);
  if (spoken.script != Script::kLatin) spoken.native = text::FoldCaseOnly(clean_word);
  switch (spoken.script) {
    case Script::kMixed:
      spoken.text = ReadByLook(clean_word);
      break;
    case Script::kArabic:
      spoken.native = NormaliseArabic(spoken.native);
      spoken.text = FirstOr(names::SpellingsOfArabicName(spoken.native), spoken.native);
      break;
    case Script::kHebrew:
      spoken.text = FirstOr(names::SpellingsOfHebrewName(spoken.native), spoken.native);
      break;
    case Script::kDevanagari:
      spoken.text = FirstOr(names::SpellingsOfHindiName(spoken.native), spoken.native);
      break;
    default:
      spoken.text = text::Romanise(clean_word);
      break;
  }
  DropTrailingNumber(spoken.text);
  ReadDigitsAsLetters(spoken.text);
  Listen(spoken);
  spoken.roles = names::RolesOf(spoken.text);
  if (!spoken.native.empty() && IsNativeTitle(spoken.native))
    spoken.roles = spoken.roles | WordRole::kHonorific;
  if (spoken.script == Script::kCyrillic) {
    spoken.roles = spoken.roles | names::RolesOf(spoken.native);
  }
  return spoken;
}

SpokenWord SpeakSurname(std::string_view native, std::span<const std::string_view> spellings,
                        bool after_break) {
  SpokenWord surname = Speak(native, after_break);
  if (!spellings.empty()) {
    surname.text = std::string(spellings.front());
    Listen(surname);
  }
  return surname;
}

// 张伟 -> 张, 伟; false when the word is not a whole name.
bool AppendUnbrokenName(std::string_view word, bool after_break, std::vector<SpokenWord>& spoken) {
  const Script script = text::ScriptOf(word);
  if (script != Script::kHan && script != Script::kHangul) return false;
  if (IsNativeTitle(word)) return false;
  const std::string_view title = TitleAtEnd(word);
  const std::string_view name = word.substr(0, word.size() - title.size());
  if (!title.empty() && text::CountCodePoints(name) >= 2 &&
      AppendUnbrokenName(name, after_break, spoken)) {
    spoken.push_back(Speak(title, false));
    return true;
  }
  if (text::CountCodePoints(word) > kMaxUnbrokenCharacters) return false;
  const std::string simplified =
      script == Script::kHan ? text::SimplifyHan(word) : std::string(word);
  const std::size_t length = script == Script::kHan ? names::HanSurnameLength(simplified)
                                                    : names::HangulSurnameLength(simplified);
  if (length == 0 || length >= simplified.size()) return false;
  const std::string_view surname = std::string_view(simplified).substr(0, length);
  const auto spellings = script == Script::kHan ? names::SpellingsOfHanSurname(surname)
                                                : names::SpellingsOfHangulSurname(surname);
  spoken.push_back(SpeakSurname(surname, spellings, after_break));
  spoken.push_back(Speak(std::string_view(simplified).substr(length), false));
  return true;
}

// The surname of 이 서준 is written as other surnames are: Lee.
SpokenWord SpeakFirst(const text::PartedWord& word) {
  const Script script = text::ScriptOf(word.text);
  if (script == Script::kHangul) {
    return SpeakSurname(word.text, names::SpellingsOfHangulSurname(word.text), word.after_break);
  }
  if (script == Script::kHan) {
    return SpeakSurname(word.text, names::SpellingsOfHanSurname(word.text), word.after_break);
  }
  return Speak(word.text, word.after_break);
}

// Don and Major are titles and given names.
bool IsTitle(std::string_view folded_word) {
  const names::WordRoles roles = names::RolesOf(folded_word);
  return (roles.Has(WordRole::kHonorific) || roles.Has(WordRole::kAcademic)) &&
         !names::IsGivenName(folded_word);
}

// The name without titles in front and degrees behind, if two words of it remain.
std::string_view WithoutTitles(std::string_view name) {
  if (std::ranges::count(name, ' ') < 2 && text::IsAscii(name)) return name;  // two words
  const std::string clean = text::Clean(name);
  const std::vector<std::string> words = text::SplitWords(clean, kMaxNameWords);
  std::size_t left = words.size();
  for (const std::string& word : words) {
    if (left < 3 || !IsTitle(text::FoldCaseOnly(word)) || text::CountCodePoints(word) < 2) break;
    const std::size_t at = name.find(word);
    if (at == std::string_view::npos) break;
    name.remove_prefix(at + word.size());
    --left;
  }
  for (std::size_t i = words.size(); i-- > 0 && left > 2;) {
    if (!IsTitle(text::FoldCaseOnly(words[i])) || text::CountCodePoints(words[i]) < 3) break;
    const std::size_t at = name.rfind(words[i]);
    if (at == std::string_view::npos) break;
    name = name.substr(0, at);
    --left;
  }
  return name;
}

std::vector<std::string> LookForms(const std::vector<std::string>& words) {
  std::vector<std::string> forms;
  forms.reserve(words.size());
  for (const std::string& word : words) forms.push_back(LookForm(word));
  return forms;
}

bool IsLatinWord(std::string_view word) {
  return word.size() > 1 && std::ranges::all_of(word, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

// Two words of Latin letters are taken for surname and given name, in whatever order; one long word
// for both of them.
void AppendReading(std::string_view text, std::vector<std::vector<SpokenWord>>& readings) {
  const std::vector<std::string> words = text::SplitWords(text, 3);
  if (!std::ranges::all_of(words, IsLatinWord)) return;
  if (words.size() == 2) {
    readings.push_back({Speak(words[0], false), Speak(words[1], false)});
  } else if (words.size() == 1 && words[0].size() >= kMinUnbrokenReading) {
    readings.push_back({Speak(words[0], false)});
  }
}

}  // namespace

std::vector<SpokenWord> SpeakName(std::string_view clean_name) {
  std::vector<SpokenWord> spoken;
  const std::vector<text::PartedWord> words = text::SplitPartedWords(clean_name, kMaxNameWords);
  spoken.reserve(words.size() + 1);
  for (const text::PartedWord& word : words) {
    if (!text::IsAscii(word.text) && AppendUnbrokenName(word.text, word.after_break, spoken)) {
      continue;
    }
    SpokenWord one = spoken.empty() ? SpeakFirst(word) : Speak(word.text, word.after_break);
    one.after_hyphen = word.after_hyphen;
    if (!one.text.empty()) spoken.push_back(std::move(one));
  }
  return spoken;
}

std::string CleanRegistered(std::string_view name) { return text::Clean(WithoutTitles(name)); }

PreparedName PrepareName(std::string_view name, NameRole role) {
  PreparedName prepared;
  if (role == NameRole::kRegistered) name = WithoutTitles(name);
  const bool ascii = text::IsAscii(name);
  const std::string clean = text::Clean(name);
  const std::vector<std::string> words = text::SplitWords(clean, kMaxNameWords);
  prepared.look = LookForms(words);
  prepared.clean.reserve(words.size());
  for (const std::string& word : words) prepared.clean.push_back(text::FoldCaseOnly(word));
  prepared.look_lower = LookForms(prepared.clean);
  if (ascii) {
    prepared.exact = prepared.clean;
  } else {
    prepared.exact = text::SplitWords(text::FoldCaseOnly(name), kMaxNameWords);
  }
  if (role == NameRole::kRegistered) {
    prepared.look_upper.reserve(words.size());
    for (const std::string& word : words) {
      prepared.look_upper.push_back(LookForm(text::ToUpper(word)));
    }
  }
  prepared.spoken = SpeakName(clean);
  return prepared;
}

std::vector<std::vector<SpokenWord>> ReadingsBeside(std::string_view name, std::string_view email,
                                                    std::string_view comments) {
  std::vector<std::vector<SpokenWord>> readings;
  if (text::IsAscii(name)) return readings;
  const std::string clean = text::Clean(name);
  const bool untold = std::ranges::any_of(
      text::SplitWords(clean, kMaxNameWords),
      [](const std::string& word) { return text::ScriptOf(word) != Script::kLatin; });
  if (!untold) return readings;
  const auto append_each = [&](std::string_view text, std::string_view ends, bool is_address) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of(ends), text.size());
      const std::string_view part = text.substr(0, end);
      AppendReading(is_address ? part.substr(0, part.find('@')) : part, readings);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  };
  append_each(email, ",", true);
  append_each(comments, ",;:()[]/|\n", false);
  return readings;
}

}  // namespace namesake::detection
