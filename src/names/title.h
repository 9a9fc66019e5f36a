// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace namesake::names {

// What a word in a display name can be beside a part of the name itself.
enum class WordRole : std::uint16_t {
  kHonorific = 1U << 0U,    // mr, frau, shri
  kAcademic = 1U << 1U,     // dr, phd, ing, cpa
  kGeneration = 1U << 2U,   // jr, iii, filho: tells father from son, see GenerationOf
  kParticle = 1U << 3U,     // van, de, bin: belongs to the surname
  kConjunction = 1U << 4U,  // and, und, &: joins two people
  kJobTitle = 1U << 5U,     // ceo, director, geschaeftsfuehrer
  kDepartment = 1U << 6U,   // finance, helpdesk, payroll
  kCompany = 1U << 7U,      // inc, gmbh, ltd
  kTag = 1U << 8U,          // external, urgent, verified, iphone
  kLinking = 1U << 9U,      // via, from, im auftrag: what precedes or follows writes for another
};

// A set of them: one word may be several things (de: a particle, and "from" in Spanish).
class WordRoles {
 public:
  constexpr WordRoles() = default;
  constexpr WordRoles(WordRole role) noexcept  // NOLINT(google-explicit-constructor): a set of one
      : bits_(static_cast<std::uint16_t>(role)) {}

  [[nodiscard]] constexpr bool Has(WordRole role) const noexcept {
    return (bits_ & static_cast<std::uint16_t>(role)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

  friend constexpr WordRoles operator|(WordRoles a, WordRoles b) noexcept {
    a.bits_ = static_cast<std::uint16_t>(a.bits_ | b.bits_);
    return a;
  }
  friend constexpr bool operator==(WordRoles, WordRoles) = default;

 private:
  std::uint16_t bits_ = 0;
};

// The roles of one word in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish,
// Russian, the Nordic languages, Turkish and some others; an empty set for every other word.
//
// `folded`: lower case ASCII as for IsGivenName, without full stops (ph.d. -> phd); "&" alone;
// Russian in Cyrillic as text::Clean and text::FoldCase leave it (without the mark of й).
//
// Compiled by hand from general knowledge. Safe from any thread, allocates nothing.
//
//   RolesOf("dr")    -> kAcademic            RolesOf("via")    -> kLinking
//   RolesOf("de")    -> kParticle, kLinking  RolesOf("smith")  -> none
[[nodiscard]] WordRoles RolesOf(std::string_view folded) noexcept;

// The generation that a word of kGeneration names: 1 for senior, 2 for junior and ii, 3 for iii and
// neto. 0 for every other word: "John Doe" may be any of them, "John Doe Jr" is not "John Doe Sr".
[[nodiscard]] int GenerationOf(std::string_view folded) noexcept;

// Whether a word is ordinary in English, German, French or Spanish, so that a registered "name"
// made of such words alone ("Price Alert", "News Team") would match mail of no impostor. Many
// surnames are such words (Young, Baker): it is a reason to ask the administrator, none to refuse.
[[nodiscard]] bool IsCommonWord(std::string_view folded) noexcept;

}  // namespace namesake::names
