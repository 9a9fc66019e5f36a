// SPDX-License-Identifier: Apache-2.0
#include "registry/pattern.h"

#include <re2/re2.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "registry/java_parser.h"
#include "registry/java_syntax.h"
#include "registry/regex_text.h"
#include "text/utf8.h"

namespace namesake::registry {
namespace {

// ICU counts a time limit in units of 10,000 saved states.
constexpr int kStepsInATick = 10'000;
// For the saved states of one match; ICU's own default.
constexpr int kMaxStackBytes = 8 << 20;

std::unique_ptr<const RE2> CompileForRe2(const java::Regex& regex) {
  const std::optional<std::string> text = java::WriteForRe2(regex);
  if (!text) return nullptr;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(static_cast<std::int64_t>(kMaxPatternProgramBytes));
  auto program = std::make_unique<const RE2>(*text, options);
  if (!program->ok()) program.reset();
  return program;
}

tl::expected<std::unique_ptr<const icu::RegexPattern>, std::string_view> CompileForIcu(
    const java::Regex& regex) {
  const std::optional<std::string> text = java::WriteForIcu(regex);
  if (!text) {
    return tl::unexpected<std::string_view>("the pattern needs too much memory");
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  std::unique_ptr<const icu::RegexPattern> program(
      icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(*text), 0, where, status));
  if (U_SUCCESS(status)) return program;
  return tl::unexpected<std::string_view>(status == U_REGEX_LOOK_BEHIND_LIMIT
                                              ? "what a look-behind contains here cannot be run"
                                              : "the pattern is too large to be run");
}

bool MatchesWithinSteps(const icu::RegexPattern& pattern, std::string_view address) {
  UErrorCode status = U_ZERO_ERROR;
  const auto text = icu::UnicodeString::fromUTF8(address);
  const std::unique_ptr<icu::RegexMatcher> matcher(pattern.matcher(text, status));
  if (U_FAILURE(status)) return false;
  matcher->setTimeLimit(kMaxPatternSteps / kStepsInATick, status);
  matcher->setStackLimit(kMaxStackBytes, status);
  return matcher->matches(status) != 0 && U_SUCCESS(status);
}

}  // namespace

// One of the two is set.
class Pattern::Program {
 public:
  explicit Program(std::unique_ptr<const RE2> linear) : linear_(std::move(linear)) {}
  explicit Program(std::unique_ptr<const icu::RegexPattern> backtracking)
      : backtracking_(std::move(backtracking)) {}

  [[nodiscard]] bool linear() const noexcept { return linear_ != nullptr; }

  [[nodiscard]] bool Matches(std::string_view address) const {
    if (linear_ != nullptr) return RE2::FullMatch(address, *linear_);
    return MatchesWithinSteps(*backtracking_, address);
  }

 private:
  std::unique_ptr<const RE2> linear_;
  std::unique_ptr<const icu::RegexPattern> backtracking_;
};

tl::expected<Pattern, PatternError> Pattern::Compile(std::string_view pattern) {
  if (!text::IsValidUtf8(pattern)) {
    return tl::unexpected(PatternError{"the pattern is not valid UTF-8", 0});
  }
  const auto regex = java::Parse(pattern);
  if (!regex) return tl::unexpected(regex.error());
  auto linear = CompileForRe2(*regex);
  if (linear != nullptr) return Pattern(std::make_shared<const Program>(std::move(linear)));
  auto program = CompileForIcu(*regex);
  if (!program) return tl::unexpected(PatternError{std::string(program.error()), 0});
  return Pattern(std::make_shared<const Program>(*std::move(program)));
}

bool Pattern::Matches(std::string_view address) const { return program_->Matches(address); }

bool Pattern::linear() const noexcept { return program_->linear(); }

}  // namespace namesake::registry
