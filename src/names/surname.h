// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::names {

// Whether this is a surname that people really bear: what is a letter beside a protected person's
// is somebody else where it is one (Milner beside Miller, Faure beside Fabre), a disguise where it
// is none (Milelr). No name that is a misspelling alone is in the table, rare as some are.
//
// `folded` as for IsGivenName: mueller and muller, joergensen and jorgensen are rows of their own.
// The forms of women (petrova, kowalska, novakova, papadopoulou) are rows, too, and Cyrillic names
// in their usual Latin spellings. Particles are not part of it, save where they are written as one
// word (vandenberg, delacruz, obrien).
//
// Compiled by hand from general knowledge; those of China, Korea, Vietnam and Japan are asked of
// romanisation.h. Safe from any thread, allocates nothing.
//
//   IsSurname("milner") -> true      IsSurname("milelr") -> false
[[nodiscard]] bool IsSurname(std::string_view folded) noexcept;

}  // namespace namesake::names
