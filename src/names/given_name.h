// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::names {

// Whether this is a given name that people really bear: two different ones a letter apart (Jan,
// Jon, Joan) are two people, while a word a letter beside one that is none (Jonh) is a disguise.
// Short forms in daily use (Bob, Sasha) count.
//
// `folded`: one word, lower case, in ASCII: marks left out (ü -> u, ø -> o, ł -> l, ß -> ss, đ ->
// d, ñ -> n); where writing it out is usual, that is a row of its own (juergen, soeren). Two names
// written as one (jeanpierre) are not looked for, save those that are usual so (marysia, jianguo).
//
// Compiled by hand from general knowledge. Safe from any thread, allocates nothing.
//
//   IsGivenName("joan") -> true      IsGivenName("jonh") -> false
[[nodiscard]] bool IsGivenName(std::string_view folded) noexcept;

}  // namespace namesake::names
