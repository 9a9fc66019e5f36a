// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detection/verdict.h"

namespace namesake::report {

// A field to put on top of a message. `body` is folded with LF and a space; who writes it takes the
// message's own line end.
struct AddedField {
  std::string name;
  std::string body;

  friend bool operator==(const AddedField&, const AddedField&) = default;
};

// What the verdict field of a message says that nobody has looked at.
inline constexpr std::string_view kUncheckedWord = "unchecked";

// Why, when Namesake could not do its work.
inline constexpr std::string_view kFailureSentence =
    "Not checked: Namesake could not read its registry or ran out of resources";

// True for the names that only we may write, X-Namesake-* and X-CFEmailSecurity-*, in any case:
// such fields are taken out of mail as it arrives.
[[nodiscard]] bool IsOurField(std::string_view name) noexcept;

// The fields of a verdict: X-Namesake-Verdict always, X-Namesake-Reason when there is a sentence,
// and for flagged mail those that existing mail-flow rules look for (X-CFEmailSecurity-Disposition
// and, for MALICIOUS-BEC, X-CFEmailSecurity-Attribute). In the order in which they stand on top.
[[nodiscard]] std::vector<AddedField> VerdictFields(detection::VerdictClass verdict_class,
                                                    std::string_view sentence);

// Those of a message that nobody has looked at, and why.
[[nodiscard]] std::vector<AddedField> UncheckedFields(std::string_view sentence);

}  // namespace namesake::report
