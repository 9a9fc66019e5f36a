// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace namesake::names {

// How names of other scripts are written in Latin letters. One name has many spellings, each right:
// 张 is Zhang in Beijing, Chang in Taipei, Cheung in Hong Kong, Teo in Singapore.
//
// Latin words are folded: lower case, ASCII, without marks, apostrophes and hyphens (hsueh,
// alrashid). Words of other scripts are as text::Clean and then text::FoldCase leave them; what
// else a script needs is said at its functions. Everything returned lives as long as the program.
//
// Compiled by hand from general knowledge. Safe from any thread, allocates nothing. A word that is
// not in the tables has no spellings: an empty answer says nothing against a name.

// ---- Chinese -----------------------------------------------------------------------------------

// The spellings of a surname in Han characters (simplified or traditional): pinyin first, then
// Wade-Giles, Cantonese, Hokkien and Teochew.
//   SpellingsOfHanSurname("王") -> wang, wong, ong, heng
[[nodiscard]] std::span<const std::string_view> SpellingsOfHanSurname(
    std::string_view han) noexcept;

// All spellings, itself among them, that may be the same surname.
//   ChineseSurnameSpellings("cheung") -> zhang, chang, cheung, teo, ...
[[nodiscard]] std::span<const std::string_view> ChineseSurnameSpellings(
    std::string_view latin) noexcept;

// The surnames in Han characters that are spelled so.
[[nodiscard]] std::span<const std::string_view> HanSurnamesOf(std::string_view latin) noexcept;

// With how many octets of a name in Han characters its surname ends: 6 for a compound one
// (欧阳修), 3 for a known one of one character (王小明), 0 where the name begins with none.
[[nodiscard]] std::size_t HanSurnameLength(std::string_view han_name) noexcept;

// ---- Korean ------------------------------------------------------------------------------------

// Hangul composed to syllables (NFC). SpellingsOfHangulSurname("김") -> kim, gim, ghim
[[nodiscard]] std::span<const std::string_view> SpellingsOfHangulSurname(
    std::string_view hangul) noexcept;
[[nodiscard]] std::span<const std::string_view> KoreanSurnameSpellings(
    std::string_view latin) noexcept;
[[nodiscard]] std::span<const std::string_view> HangulSurnamesOf(std::string_view latin) noexcept;
// As HanSurnameLength: 6 for 남궁민수, 3 for 김민수.
[[nodiscard]] std::size_t HangulSurnameLength(std::string_view hangul_name) noexcept;

// ---- Vietnamese and Japanese -------------------------------------------------------------------

[[nodiscard]] bool IsVietnameseSurname(std::string_view folded) noexcept;

// Hepburn with long vowels collapsed: sato, not satou; ono for both Ono and Oono.
[[nodiscard]] bool IsJapaneseSurname(std::string_view folded) noexcept;
[[nodiscard]] bool IsJapaneseGivenName(std::string_view folded) noexcept;

// ---- Arabic ------------------------------------------------------------------------------------

// Given names and surnames. Beyond text::Clean, which drops vowel marks and the hamza above or
// below a letter (أ إ آ -> ا, ؤ -> و, ئ -> ي), the caller removes tatweel (U+0640) and writes ى as
// ي and a ة at the end as ه. A surname is a row with its article (الراشد).
//   SpellingsOfArabicName("محمد") -> mohammed, muhammad, ...
//   ArabicNamesOf("yousef")       -> يوسف
[[nodiscard]] std::span<const std::string_view> SpellingsOfArabicName(
    std::string_view arabic) noexcept;
// Those first of which it is the more usual spelling.
[[nodiscard]] std::span<const std::string_view> ArabicNamesOf(std::string_view latin) noexcept;

// ---- Hebrew and Hindi --------------------------------------------------------------------------

// Hebrew without points, final letters as written.
[[nodiscard]] std::span<const std::string_view> SpellingsOfHebrewName(
    std::string_view hebrew) noexcept;
[[nodiscard]] std::span<const std::string_view> HebrewNamesOf(std::string_view latin) noexcept;

// Names in Devanagari, NFC.
[[nodiscard]] std::span<const std::string_view> SpellingsOfHindiName(
    std::string_view devanagari) noexcept;
[[nodiscard]] std::span<const std::string_view> HindiNamesOf(std::string_view latin) noexcept;

}  // namespace namesake::names
