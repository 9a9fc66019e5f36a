// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "detection/person_name.h"

namespace namesake::detection {

// A set of scripts in which names are registered.
class ScriptSet {
 public:
  constexpr ScriptSet() = default;
  constexpr explicit ScriptSet(unsigned bits) noexcept : bits_(bits) {}

  void Add(text::Script script) noexcept { bits_ |= Bit(script); }
  void Add(ScriptSet other) noexcept { bits_ |= other.bits_; }
  [[nodiscard]] constexpr bool Has(text::Script script) const noexcept {
    return (bits_ & Bit(script)) != 0;
  }

 private:
  static constexpr unsigned Bit(text::Script script) noexcept {
    return 1U << static_cast<unsigned>(script);
  }
  unsigned bits_ = 0;
};

// Nicknames of a lower weight (names::RelatedName) are not taken for each other.
inline constexpr float kMinNicknameWeight = 0.4F;

// Calls `use` with each other name that a word of a name may stand for, as the tables of names/
// have them, folded: nicknames and spellings, Latin spellings of a native word, and, for a Latin
// word, those of the words of `registered` scripts that it may be. A form may come twice.
void ForEachOtherForm(const SpokenWord& word, ScriptSet registered,
                      const std::function<void(std::string_view)>& use);

}  // namespace namesake::detection
