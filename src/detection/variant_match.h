// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detection/person_name.h"
#include "detection/word_match.h"

namespace namesake::detection {

// What speaks against taking the one for the other, although the names fit.
enum class Doubt {
  kNone,
  kInitialOnly,  // the given name is an initial: many people are "J. Doe"
  kOtherPerson,  // another middle name, another generation, the name of a relative
};

struct WordStep {
  std::string shown;
  std::string registered;
  WordMatch match;
};

// A shown name read as another form of a registered one.
struct VariantMatch {
  std::vector<WordStep> words;       // in the order of the registered name
  std::vector<std::string> missing;  // registered words that are not shown
  std::vector<std::string> added;    // shown words that are not the name's
  Doubt doubt = Doubt::kNone;
  double cost = 0;

  [[nodiscard]] bool HasTypo() const noexcept;
};

// Finds each registered word its closest shown one. A given name and a surname must be found; a
// middle name, the second of two surnames, a particle and a title may be missing. At most one word
// is an initial, at most two errors are typing errors, and one word that is nobody's may stand
// inside. Neighbouring words count as one where that fits better ("Min Jun Kim", 김민준).
// nullopt when nobody would take one for the other.
//
//   shown "Bob Miler (CEO)", registered "Robert Miller" -> nickname, typo; added "ceo"
//   shown "Roberta Miller", same registered             -> nullopt
[[nodiscard]] std::optional<VariantMatch> MatchVariant(const std::vector<SpokenWord>& shown,
                                                       const std::vector<SpokenWord>& registered);

}  // namespace namesake::detection
