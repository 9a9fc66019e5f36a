// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::text {

// What is left when everything that a reader does not see as a letter is gone: compatibility forms
// are undone (NFKD: full-width, mathematical, circled letters, ligatures), diacritics and other
// inherited marks, invisible and control characters are dropped, and what merely looks blank
// (U+3164 HANGUL FILLER, U+2800 BRAILLE PATTERN BLANK …), emoji and line ends become a space. Case
// and script stay. ASCII text comes back almost as it is, without reaching ICU.
//
//   Clean("Jo\u200Bhn \uFF24oe")  -> "John Doe"
[[nodiscard]] std::string Clean(std::string_view text);

// The text as it is drawn from left to right when it has explicit bidirectional controls (UAX #9):
// "\u202EeoD nhoJ" -> "John Doe". Text without such controls comes back unchanged.
[[nodiscard]] std::string VisualOrder(std::string_view text);

// The skeleton of UTS #39 section 4 ("John" in any mixture of look-alike letters has one skeleton),
// case-sensitive as it is defined there: `0` becomes `O` and `I` becomes `l`.
[[nodiscard]] std::string Skeleton(std::string_view text);

// Full case folding (UAX #44, CaseFolding.txt C+F) after NFC: spelling stays, case goes.
[[nodiscard]] std::string FoldCaseOnly(std::string_view text);

// Upper case without a language (root locale).
[[nodiscard]] std::string ToUpper(std::string_view text);

}  // namespace namesake::text
