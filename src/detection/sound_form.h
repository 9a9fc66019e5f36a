// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace namesake::detection {

// How one word sounds, very roughly: what transliterations, written-out umlauts, doubled letters
// and plurals do not change. Taken from the coarse look form, so that it forgives look-alikes as
// well. Good for finding candidates only: it takes "Leon" for "Lon".
//
//   Mueller, Müller, Muller, Miller -> different but for the first three
//   Dmitrii, Dmitriy, Dmitry -> one; Stephen, Steven -> one; Accounts, Account -> one
[[nodiscard]] std::string SoundForm(std::string_view coarse_look_form);

// A hash of SoundForm(coarse_look_form); equal sounds only have equal hashes. No allocation for
// words of common length.
[[nodiscard]] std::uint64_t SoundHash(std::string_view coarse_look_form);

// The same of `word`, a word of text::Clean.
[[nodiscard]] std::uint64_t SoundHashOfWord(std::string_view word);

// Longer words are not looked into: no name is.
inline constexpr std::size_t kMaxLettersWithError = 32;

// Calls `use` with the SoundHash of the word without each of its letters; an m, which a look form
// writes as rn, is one letter. Two words that differ by one typing error have one of these in
// common, or one has the other's SoundHash among these.
void ForEachSoundWithError(std::string_view coarse_look_form,
                           const std::function<void(std::uint64_t)>& use);

}  // namespace namesake::detection
