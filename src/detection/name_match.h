// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detection/person_name.h"
#include "detection/variant_match.h"

namespace namesake::detection {

// How a shown name shows an identity's name, from the plainest disguise to the deepest. A name is
// told by the first layer that fits.
enum class Layer {
  kExact,       // equal but for case, white space, punctuation, order of words
  kCleaned,     // equal without invisible characters, marks and letter styles
  kConfusable,  // equal to the eye, with other letters
  kDecorated,   // the name, in any of these forms, with other words around or inside
  kVariant,     // another form of the name: nickname, initial, transliteration, half of it
  kNear,        // the name with a typing error
};

struct NameMatch {
  Layer layer = Layer::kExact;
  Layer form = Layer::kExact;        // of a decorated name: how the name itself is written
  std::vector<std::string> added;    // shown words that are not the name's
  std::vector<WordStep> words;       // of kVariant and kNear: each word and its kinship
  std::vector<std::string> missing;  // of the same: registered words that are not shown
  Doubt doubt = Doubt::kNone;
  bool is_role = false;  // the registered name is a role's, which other companies have, too
  double score = 1;      // 0..1, how much the one is the other
};

// An identity's name with what else tells how it is said.
struct RegisteredName {
  PreparedName name;
  std::vector<std::vector<SpokenWord>> readings;  // ReadingsBeside
};

// Compares a shown name with an identity's; nullopt when nobody would take one for the other.
//
// A person needs a given name and a surname: a single word matches only an identity of one word
// that equals the whole shown name. Words written together or taken apart ("JohnDoe", "J o h n
// D o e") are equal from six letters on, or letter by letter. Inside a decorated name at most one
// word stands between the name's own ("John Michael Doe"), and none that joins two people ("and").
// For variants and typing errors see variant_match.h.
//
//   shown "Dr. John Doe", identity "John Doe"         -> kDecorated, form kExact, added "dr"
//   shown "John Smith and Mary Doe", same identity    -> nullopt
[[nodiscard]] std::optional<NameMatch> MatchName(const PreparedName& shown,
                                                 const RegisteredName& identity);

}  // namespace namesake::detection
