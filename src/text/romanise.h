// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::text {

// The scripts that a name has its own way of being read in.
enum class Script {
  kLatin,  // ASCII digits too
  kCyrillic,
  kGreek,
  kArabic,
  kHebrew,
  kDevanagari,
  kHan,
  kKana,
  kHangul,
  kOther,
  kMixed,  // letters of several scripts: drawn to deceive, or an abbreviation in a foreign name
};

// The script of a word's letters; kOther without any. Kana beside Han is kKana: Japanese.
[[nodiscard]] Script ScriptOf(std::string_view word);

// A word in lower-case ASCII letters and digits, as its readers would write it in Latin letters.
// Latin letters lose their marks but keep what they are written out as (ø o, æ ae, ß ss, þ th),
// Cyrillic is read as passports and newspapers do (ж zh, х kh, ю yu), Greek as spoken (UNGEGN),
// Han as Mandarin pinyin without tones, kana as Hepburn, Hangul as Revised Romanization, others by
// ICU. Letters that no reading is known for are left out; the result may be empty.
//
//   Romanise("Müller") -> "muller", Romanise("Дмитрий") -> "dmitriy", Romanise("伟") -> "wei"
[[nodiscard]] std::string Romanise(std::string_view word);

// Simplified Chinese characters for traditional ones; anything else stays.
[[nodiscard]] std::string SimplifyHan(std::string_view text);

}  // namespace namesake::text
