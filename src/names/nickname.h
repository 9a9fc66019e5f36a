// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace namesake::names {

// What the related name is to the one that was asked for.
enum class Relation : std::uint8_t {
  kShortForm,     // robert -> bob: a pet name or short form
  kFullForm,      // bob -> robert
  kSpelling,      // stephen -> steven: the same name, written differently
  kSameFullForm,  // bob -> rob: another short form of the same name; seldom the same person's
};

// Four octets: there are many of them.
class RelatedName {
 public:
  constexpr RelatedName() = default;
  constexpr RelatedName(std::uint16_t number, Relation relation, std::uint8_t percent) noexcept
      : number_(number), relation_(relation), percent_(percent) {}

  // Folded like the name that was asked for. Lives as long as the program.
  [[nodiscard]] std::string_view name() const noexcept;
  [[nodiscard]] constexpr Relation relation() const noexcept { return relation_; }

  // 0 to 1: how willingly one takes the one name for the other. 1 where hardly anything else can be
  // meant (bob, robert), less where a short form is shared by several names (sasha) or is rare.
  [[nodiscard]] constexpr float weight() const noexcept {
    return static_cast<float>(percent_) / 100.0F;
  }

 private:
  std::uint16_t number_ = 0;
  Relation relation_ = Relation::kSpelling;
  std::uint8_t percent_ = 0;
};

// So many names at most stand for one; the weakest are left out, so that a name at the limit may be
// missing among those related to its own relatives. Ask for the less usual name of two first.
inline constexpr std::size_t kMaxRelatedNames = 24;

// Every given name that the same person may use, the heaviest first, without the name itself; empty
// for a name that is not in the tables. Names of one short form are not related to each other
// (alexander, alexandra).
//
// `folded` as for IsGivenName; Russian names also in Cyrillic, as text::Clean and text::FoldCase
// leave them (without the marks of й and ё: андреи, семен).
//
// Compiled by hand from general knowledge. Safe from any thread, allocates nothing.
//
//   RelatedGivenNames("bob")   -> robert (kFullForm, 1.0), bobby, rob ... (kSameFullForm)
//   RelatedGivenNames("xqzt")  -> nothing
[[nodiscard]] std::span<const RelatedName> RelatedGivenNames(std::string_view folded) noexcept;

}  // namespace namesake::names
