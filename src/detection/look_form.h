// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::detection {

// Stands in a look form for a sign that reads as i and as l alike (the digit 1).
inline constexpr char kEitherIOrL = '\x01';

// How one word of a name looks, with case gone after the shapes were compared: the UTS #39
// skeleton, folded, without marks, and with the pairs and digits that UTS #39 leaves alone made one
// (m = rn, d = cl, w = vv, 3 = e, 5 = s …). Two words that an eye takes for each other have equal
// look forms in at least one of their cases: "WiIl" has that of "Will", "WlLL" that of "WILL".
//
// `word` is one word of text::Clean. ASCII words never reach ICU.
[[nodiscard]] std::string LookForm(std::string_view word);

// Equality of two look forms in which kEitherIOrL equals itself, i and l.
[[nodiscard]] bool LooksEqual(std::string_view a, std::string_view b) noexcept;

// The look form with i, l and 1 made one: equal for every pair that LooksEqual accepts, whatever
// the case was. Good for hashing only, since it takes Ella for Elia.
[[nodiscard]] std::string CoarseForm(std::string_view look_form);

// CoarseForm(LookForm(word)) of a word of lower-case ASCII letters, written to `coarse`, which has
// room for twice as many. Returns what was written.
[[nodiscard]] std::string_view WriteCoarseForm(std::string_view lower_case_word,
                                               char* coarse) noexcept;

}  // namespace namesake::detection
