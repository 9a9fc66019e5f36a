// SPDX-License-Identifier: Apache-2.0
#include "registry/pattern.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace namesake::registry {

// ICU counts a time limit in units of 10,000 saved states.
constexpr int kStepsInATick = 10'000;
constexpr int kMaxStackBytes = 1 << 20;

class Pattern::Program {
 public:
  explicit Program(std::unique_ptr<const icu::RegexPattern> pattern)
      : pattern_(std::move(pattern)) {}

  [[nodiscard]] bool Matches(std::string_view address) const {
    UErrorCode status = U_ZERO_ERROR;
    const auto text = icu::UnicodeString::fromUTF8(address);
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern_->matcher(text, status));
    if (U_FAILURE(status)) return false;
    matcher->setTimeLimit(kMaxPatternSteps / kStepsInATick, status);
    matcher->setStackLimit(kMaxStackBytes, status);
    return matcher->matches(status) != 0 && U_SUCCESS(status);
  }

 private:
  std::unique_ptr<const icu::RegexPattern> pattern_;
};

tl::expected<Pattern, PatternError> Pattern::Compile(std::string_view pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  std::unique_ptr<const icu::RegexPattern> compiled(icu::RegexPattern::compile(
      icu::UnicodeString::fromUTF8(pattern), UREGEX_CASE_INSENSITIVE, where, status));
  if (U_FAILURE(status)) {
    return tl::unexpected(
        PatternError{"not a regular expression", static_cast<std::size_t>(where.offset)});
  }
  return Pattern(std::make_shared<const Program>(std::move(compiled)));
}

bool Pattern::Matches(std::string_view address) const { return program_->Matches(address); }

bool Pattern::linear() const noexcept { return false; }

}  // namespace namesake::registry
