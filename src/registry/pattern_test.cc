// SPDX-License-Identifier: Apache-2.0
#include "registry/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::registry {
namespace {

using testing::HasSubstr;

Pattern Compiled(std::string_view pattern) {
  auto compiled = Pattern::Compile(pattern);
  EXPECT_TRUE(compiled) << pattern << ": " << compiled.error().message << " at "
                        << compiled.error().offset;
  return compiled ? *compiled : *Pattern::Compile("");
}

std::string Repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// ---- As Java
// --------------------------------------------------------------------------------------

enum Verdict { kMatch, kNoMatch, kRefused };

struct JavaCase {
  std::string_view pattern;
  std::string_view text;
  Verdict verdict;
};

// The verdicts were given by OpenJDK 17 itself, not by reading its documentation. The patterns are
// all of its syntax one by one, and a sample of some hundred thousand random ones.
constexpr JavaCase kJavaCases[] = {
#include "registry/pattern_cases.inc"
};

TEST(Pattern, JudgesAsJavaDoes) {
  for (const JavaCase& each : kJavaCases) {
    const auto pattern = Pattern::Compile(each.pattern);
    if (each.verdict == kRefused) {
      EXPECT_FALSE(pattern) << each.pattern;
      continue;
    }
    if (!pattern) {
      ADD_FAILURE() << each.pattern << ": " << pattern.error().message << " at "
                    << pattern.error().offset;
      continue;
    }
    EXPECT_EQ(pattern->Matches(each.text), each.verdict == kMatch)
        << each.pattern << " and " << each.text;
  }
}

// ---- Refusals
// -------------------------------------------------------------------------------------

TEST(Pattern, NamesTheFaultAndItsPlace) {
  struct Case {
    std::string_view pattern;
    std::string_view message;
    std::size_t offset;
  };
  const std::vector<Case> cases = {
      {"jane(@example.com", "unclosed group", 17},
      {"jane)@example.com", "there is no group to close", 4},
      {"[a-z@example.com", "the character class is not closed", 16},
      {"a[b-a]c", "the range ends before it begins", 4},
      {"a[b-\\d]", "a range cannot end with a set", 5},
      {"[&&]", "there is nothing on either side of &&", 3},
      {"[[:alpha:]", "the character class is not closed", 10},
      {"*@example.com", "there is nothing before «*» that it could repeat", 0},
      {"ab**", "there is nothing before «*» that it could repeat", 3},
      {"a{,3}", "a repetition is written {2}, {2,} or {2,5}", 1},
      {"a{3,2}", "the repetition's second number is less than its first", 1},
      {"a{3", "the repetition is not closed", 3},
      {"a{2147483648}", "the repetition is too large", 1},
      {"(?P<n>a)", "Java has no such group: flags are letters of dimsuxU", 2},
      {"(?|a)", "Java has no such group: flags are letters of dimsuxU", 2},
      {"(?R)", "Java has no such group: flags are letters of dimsuxU", 2},
      {"(?#a)", "Java has no such group: flags are letters of dimsuxU", 2},
      {"(?<1>a)", "the name of a group begins with a letter from A to Z", 3},
      {"(?<n_m>a)", "the name of a group has letters and digits only, and ends with >", 4},
      {"(?<n>a)(?<n>b)", "another group is named «n»", 11},
      {"\\k<n>", "no group before this place is named «n»", 4},
      {"\\kn", "the escape \\k needs the name of a group: \\k<name>", 2},
      {"a\\K", "there is no escape \\K", 2},
      {"[\\b]", "there is no escape \\b", 2},
      {"a\\", "there is nothing behind the last backslash", 1},
      {"\\x4", "the escape \\x needs two hexadecimal digits, or some in braces", 3},
      {"\\x{110000}", "no character has a code above 10FFFF", 8},
      {"\\u12", "the escape \\u needs four hexadecimal digits", 4},
      {"\\08", "an octal escape needs one to three digits from 0 to 7", 2},
      {"\\N{GREEK SMALL LETTER AYE}", "no character is named «GREEK SMALL LETTER AYE»", 25},
      {"\\p{Klingon}", "no property is named «Klingon»", 10},
      {"\\p{L", "the property name is not closed", 4},
      {"(?<=(?:a|b)*)c", "the look-behind has no obvious maximum length", 0},
      {"x(?<!(ab)+)c", "the look-behind has no obvious maximum length", 1},
      // Offsets count code points of the pattern as it was sent, quotes included.
      {"é(", "unclosed group", 2},
      {"\\Q@.*\\E(", "unclosed group", 8},
      {"\\Qa\\E**", "there is nothing before «*» that it could repeat", 6},
      {"\xFF", "the pattern is not valid UTF-8", 0},
  };
  for (const Case& each : cases) {
    const auto pattern = Pattern::Compile(each.pattern);
    ASSERT_FALSE(pattern) << each.pattern;
    EXPECT_EQ(pattern.error(), (PatternError{std::string(each.message), each.offset}))
        << each.pattern << ": " << pattern.error().message << " at " << pattern.error().offset;
  }
}

TEST(Pattern, RefusesWhatNestsTooDeeply) {
  const std::vector<std::string> patterns = {
      Repeated("(", 16'000),   Repeated("(?:", 5'000) + Repeated(")", 5'000),
      Repeated("[", 16'000),   Repeated("[a&&", 4'000) + Repeated("]", 4'000),
      Repeated("(?=(", 4'000), Repeated("(?<=", 4'000),
  };
  for (const std::string& text : patterns) {
    const auto pattern = Pattern::Compile(text);
    ASSERT_FALSE(pattern);
    EXPECT_THAT(pattern.error().message, HasSubstr("nested too deeply")) << text.substr(0, 20);
  }
}

TEST(Pattern, RefusesWhatNeedsTooMuchMemory) {
  const auto pattern = Pattern::Compile(Repeated("\\p{L}", 3'000));
  ASSERT_FALSE(pattern);
  EXPECT_EQ(pattern.error(), (PatternError{"the pattern needs too much memory", 0}));
}

// ---- Meaning
// --------------------------------------------------------------------------------------

TEST(Pattern, MatchesTheWholeAddressWithoutCase) {
  const Pattern pattern = Compiled("jane(\\+.*)?@example\\.com");
  EXPECT_TRUE(pattern.Matches("jane@example.com"));
  EXPECT_TRUE(pattern.Matches("Jane+News@EXAMPLE.com"));
  EXPECT_FALSE(pattern.Matches("mary.jane@example.com"));
  EXPECT_FALSE(pattern.Matches("jane@example.com.evil.example"));
  EXPECT_TRUE(Compiled("JÜRGEN@.*").Matches("jürgen@example.com"));
}

TEST(Pattern, TakesPosixBracketsForPlainClasses) {
  const Pattern pattern = Compiled("[[:alpha:]]+");
  EXPECT_TRUE(pattern.Matches("alpha:"));
  EXPECT_FALSE(pattern.Matches("beta"));
}

TEST(Pattern, KeepsWhatPossessiveAndAtomicPartsHaveTaken) {
  EXPECT_TRUE(Compiled("[a-z]+e@x").Matches("jane@x"));
  EXPECT_FALSE(Compiled("[a-z]++e@x").Matches("jane@x"));
  EXPECT_TRUE(Compiled("(?:jane|jan)e@x").Matches("jane@x"));
  EXPECT_FALSE(Compiled("(?>jane|jan)e@x").Matches("jane@x"));
}

TEST(Pattern, LooksAround) {
  const Pattern pattern = Compiled("(?!noreply)[a-z-]+(?<!-bounce)@example\\.com");
  EXPECT_TRUE(pattern.Matches("jane@example.com"));
  EXPECT_FALSE(pattern.Matches("noreply@example.com"));
  EXPECT_FALSE(pattern.Matches("jane-bounce@example.com"));
}

TEST(Pattern, RefersBack) {
  const Pattern pattern = Compiled("(?<name>\\w+)@\\k<name>\\.example");
  EXPECT_TRUE(pattern.Matches("jane@Jane.example"));
  EXPECT_FALSE(pattern.Matches("jane@john.example"));
}

// Where Java has a slip of its own we keep to what it documents.
TEST(Pattern, DiffersFromJavaOnPurposeHere) {
  // Java adds up the maximum lengths as 32-bit integers; here the sum wraps to -2.
  EXPECT_TRUE(Compiled(".*(?<=a+b+)c").Matches("aabbc"));
  // Java's \X does not count in a look-behind.
  EXPECT_TRUE(Compiled("a(?<=\\X)b").Matches("ab"));
  // Java's \b{g} depends on the match before it.
  EXPECT_TRUE(Compiled("(?:\\b{g}[ab])*").Matches("ab"));
}

// ---- Engines
// --------------------------------------------------------------------------------------

TEST(Pattern, RunsInLinearTimeWhereverRe2Can) {
  const std::vector<std::string_view> linear = {
      "jane@example\\.com",
      "^jane(\\+.*)?@example\\.com$",
      "(?i)[a-z.]+@(x|y)\\.org",
      "[a-z&&[^b]]+?@\\p{IsLatin}{2,5}",
      "(?<n>a)|(b$)",
      "\\Qa.b\\E\\R",
      "(a+)+b",
      "\\w+(?:\\.\\w+)*@\\w+\\Z",
  };
  for (const std::string_view each : linear) EXPECT_TRUE(Compiled(each).linear()) << each;
  const std::vector<std::string_view> backtracking = {
      "(?=a)a", "a++", "(?>a)", "(a)\\1", "\\bjane\\b", "a$\\n", "(?m)^a", "\\X", "a{1001}",
  };
  for (const std::string_view each : backtracking) EXPECT_FALSE(Compiled(each).linear()) << each;
}

// Generous beyond any load of the machine: without the bound these would take years.
constexpr std::chrono::seconds kSoon{20};

TEST(Pattern, EndsARunawayWithoutAMatch) {
  const std::string text = Repeated("a", 254);
  const std::vector<std::string_view> runaways = {
      "(?=a)(a+)+b",
      "(?=a)(a|aa)+b",
      "(.*)*(.*)*\\1b",
      "(?:(?:(?:(?=a|)){100000}){100000}){100000}b",
      "(a?)(?:(?:(?:\\1){100000}){100000}){100000}b",
      "(?:(?<=a{0,1000})a?)*+b",
  };
  for (const std::string_view each : runaways) {
    const Pattern pattern = Compiled(each);
    EXPECT_FALSE(pattern.linear()) << each;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(pattern.Matches(text)) << each;
    EXPECT_LT(std::chrono::steady_clock::now() - start, kSoon) << each;
  }
}

TEST(Pattern, FindsARunawaysHonestMatch) {
  EXPECT_TRUE(Compiled("(?=a)(a+)+b").Matches(Repeated("a", 253) + "b"));
}

TEST(Pattern, CanBeCopiedAndKeptApartFromItsText) {
  Pattern copy = Compiled("x");
  {
    const std::string text = "(?=j)jane@.*";
    const Pattern pattern = Compiled(text);
    copy = pattern;
  }
  EXPECT_TRUE(copy.Matches("jane@example.com"));
}

}  // namespace
}  // namespace namesake::registry
