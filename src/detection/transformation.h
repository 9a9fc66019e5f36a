// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detection/name_match.h"

namespace namesake::detection {

// One step from a registered name to the name shown. The identifiers are part of the API and are
// listed with an example each in docs/reasons.md.
enum class Step {
  kCase,             // case: JOHN DOE
  kOrder,            // word_order: Doe, John
  kSpacing,          // spacing: John.Doe, J o h n
  kInvisible,        // invisible_character: a zero-width space inside
  kMark,             // mark: Jóhn, or Jorg for Jörg
  kStyle,            // letter_style: full-width, mathematical, circled letters
  kDirection,        // direction: stored backwards behind a control character
  kConfusable,       // confusable: a Cyrillic о, 0 for o, rn for m
  kAddedWord,        // added_word: Dr., (CEO), via DocuSign
  kMissingWord,      // missing_word: without the middle name or the second surname
  kInitial,          // initial: J. for John
  kNickname,         // nickname: Bob for Robert
  kSpelling,         // spelling: Steven for Stephen, Cheung for Zhang
  kTransliteration,  // transliteration: Dmitrii for Дмитрий
  kWrittenOut,       // written_out: Mueller for Müller
  kPlural,           // plural: Account for Accounts
  kTypo,             // typing_error: Milelr for Miller
};

// "invisible_character"
[[nodiscard]] std::string_view StepName(Step step) noexcept;

struct Transformation {
  Step step = Step::kCase;
  std::string shown;           // what stands in the message; empty for kMissingWord
  std::string registered;      // what it stands for; empty for what was added
  std::u32string code_points;  // the odd characters of kInvisible, kMark, kStyle, kConfusable

  friend bool operator==(const Transformation&, const Transformation&) = default;
};

// The steps by which `registered` became `shown`, as `match` found them. Values are hostile text,
// not escaped.
[[nodiscard]] std::vector<Transformation> TransformationsOf(std::string_view shown,
                                                            std::string_view registered,
                                                            const NameMatch& match);

}  // namespace namesake::detection
