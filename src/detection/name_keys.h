// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "detection/other_form.h"
#include "detection/person_name.h"

namespace namesake::detection {

// The keys of the name index: hashes of what a shown name and a registered one have in common when
// the one may be taken for the other. Everything found under a key is a candidate and is compared
// properly afterwards (name_match.h).
//
// Nearly all of them are pairs of two words in their sound forms, in either order: a name is told
// by a given name and a surname. What a registered name is found under, and what a shown one is
// looked up under, meet so:
//
//   the same sounds          "J0rg Mueller" / "Jörg Müller"       both sides: the pair
//   written together, apart  "JohnDoe", "J o h n  D o e"          both sides: all words as one
//   a double surname         "José García" / "… García López"     index: a pair for each surname
//   an initial               "J. Doe"                             index: the pair with the initial
//   a typing error           "Robert Milelr"                      both sides: the pair with one
//                                                                 letter of one word left out
//   another form of a name   "Bob Miller", "Cheung Wei"           look-up: a pair for each form

// Without duplicates, sorted.
[[nodiscard]] std::vector<std::uint64_t> IndexKeys(
    const PreparedName& identity, const std::vector<std::vector<SpokenWord>>& readings);

// Under which a shown name has to be looked up; a key may be there twice.
struct ShownKeys {
  std::vector<std::uint64_t> same;   // finds the layers up to decorated, and initials
  std::vector<std::uint64_t> other;  // finds variants and typing errors
};

// `clean_name` comes from text::Clean, `spoken` is SpeakName of it. `registered`: the scripts of
// the registry's names.
[[nodiscard]] ShownKeys LookupKeys(std::string_view clean_name,
                                   const std::vector<SpokenWord>& spoken, ScriptSet registered);

}  // namespace namesake::detection
