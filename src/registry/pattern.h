// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace namesake::registry {

// Of a compiled pattern: a hundred \p{L}, or some ten thousand plain characters.
inline constexpr std::size_t kMaxPatternProgramBytes = std::size_t{1} << 20;

// Steps of ICU's matcher for one address. An honest pattern takes a few hundred; one that needs
// more is a runaway ("(a+)+b") and counts as no match.
inline constexpr int kMaxPatternSteps = 100'000;

struct PatternError {
  std::string message;  // for a person: "unclosed group"
  std::size_t offset;   // code points from the start of the pattern, where reading stopped

  friend bool operator==(const PatternError&, const PatternError&) = default;
};

// A pattern for addresses in the syntax of java.util.regex.Pattern (that of OpenJDK 17), no more
// and no less, matched against the whole address as if (?iu) stood before it. Read by a reader of
// our own, since ICU, the nearest kept relative, takes what Java does not and lacks what Java has.
// What RE2 can run with the same meaning and within kMaxPatternProgramBytes runs there, in linear
// time; the rest (look-around, back-references, possessive, atomic, counts over a thousand) on ICU
// with bounded steps. A pattern that neither can hold is refused. Immutable, cheap to copy, safe
// from several threads.
class Pattern {
 public:
  // What a compiled one takes, about: 13 KB.
  static constexpr std::size_t kCompiledBytes = 13'000;

  // Pattern::Compile("jane(\\+.*)?@example\\.com")      -> a pattern
  // Pattern::Compile("jane(@example.com")               -> "unclosed group" at 17
  [[nodiscard]] static tl::expected<Pattern, PatternError> Compile(std::string_view pattern);

  // Whether the whole of `address` (well-formed UTF-8) matches. A match that runs out of steps is
  // none: the address does not count, which flags the message rather than lets it pass.
  [[nodiscard]] bool Matches(std::string_view address) const;

  // True when it runs on RE2; for tests and `namesake registry check`.
  [[nodiscard]] bool linear() const noexcept;

 private:
  class Program;
  explicit Pattern(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

}  // namespace namesake::registry
