// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "detection/person_name.h"

namespace namesake::detection {

// Why one word of a shown name is taken for a word of a registered one, from the closest kinship to
// the loosest.
enum class Kinship {
  kSame,            // the same letters
  kLook,            // the same to the eye
  kWrittenOut,      // mueller, müller; soeren, søren
  kPlural,          // accounts, account; only of words of a role
  kSpelling,        // another usual spelling: stephen, steven; chang, zhang; محمد, mohammed
  kTransliterated,  // another way from script to script: dmitrii, дмитрий
  kNickname,        // bob, robert
  kTypo,            // one or two typing errors, in a word that is nobody's name
  kInitial,         // j, john
};

struct WordMatch {
  Kinship kinship = Kinship::kSame;
  int errors = 0;   // of kTypo
  double cost = 0;  // 0 for the same word, up to 1
};

// The closest kinship of a shown word to a registered one; nullopt for strangers.
//
// Two different names that people really bear are never a typing error of each other (Jan, Jon,
// Joan; Miller, Milner). One error is allowed in a word from five letters on, two from nine on (the
// Damerau-Levenshtein distance in its restricted form: insertion, deletion, substitution, swap of
// neighbours).
[[nodiscard]] std::optional<WordMatch> MatchWord(const SpokenWord& shown,
                                                 const SpokenWord& registered);

// The distance just described, or `limit` + 1 when it is larger. O(len * limit) in time.
[[nodiscard]] int EditDistance(std::string_view a, std::string_view b, int limit);

}  // namespace namesake::detection
