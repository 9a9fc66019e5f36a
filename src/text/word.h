// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {

// The words of a name: runs of letters, marks and digits. Everything else ends a word, except
// apostrophes of all kinds, which are left out of it: "O'Brien-Smith, J." -> "OBrien", "Smith",
// "J". So is the English possessive: "Doe's" -> "Doe". At most `max_words`; the rest is not looked
// at. Case stays.
[[nodiscard]] std::vector<std::string> SplitWords(std::string_view text, std::size_t max_words);

// A word and whether something parts it from the one before: a bracket, a comma, a bar, a dash
// between blanks, but not the full stop, hyphen or underscore that stand within a name.
struct PartedWord {
  std::string text;
  bool after_break = false;
  bool after_hyphen = false;  // nothing but a hyphen is between: "Dietrich-Franke"

  friend bool operator==(const PartedWord&, const PartedWord&) = default;
};

// "John Doe (CEO)" -> "John", "Doe", "CEO" after a break.
[[nodiscard]] std::vector<PartedWord> SplitPartedWords(std::string_view text,
                                                       std::size_t max_words);

}  // namespace namesake::text
