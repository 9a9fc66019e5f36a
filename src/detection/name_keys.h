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

// `clean_name` is CleanRegistered of a registered name, text::Clean of a shown one; `spoken` is
// SpeakName of it.

// Of a registered name, without duplicates, sorted. `readings` as in ReadingsBeside.
[[nodiscard]] std::vector<std::uint64_t> IndexKeys(
    std::string_view clean_name, const std::vector<SpokenWord>& spoken,
    const std::vector<std::vector<SpokenWord>>& readings);

// Under which a shown name has to be looked up for the layers up to decorated, and for initials. A
// key may be there twice.
[[nodiscard]] std::vector<std::uint64_t> KeysOfSame(std::string_view clean_name,
                                                    const std::vector<SpokenWord>& spoken);

// Only for names of the same words, with the last or the first of them anywhere.
[[nodiscard]] std::vector<std::uint64_t> KeysOfNamesakes(std::vector<SpokenWord> spoken);

// As KeysOfSame for variants and typing errors. `registered`: the scripts of the registry's names.
[[nodiscard]] std::vector<std::uint64_t> KeysOfOthers(const std::vector<SpokenWord>& spoken,
                                                      ScriptSet registered);

}  // namespace namesake::detection
