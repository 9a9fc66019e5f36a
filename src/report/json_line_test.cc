// SPDX-License-Identifier: Apache-2.0
#include "report/json_line.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <limits>
#include <string>

namespace namesake::report {
namespace {

struct Case {
  std::string name;
  boost::json::value value;
  std::string line;
};

class JsonLineOf : public ::testing::TestWithParam<Case> {};

TEST_P(JsonLineOf, IsWrittenAsExpected) {
  const Case& test = GetParam();
  EXPECT_EQ(JsonLine(test.value), test.line);
}

TEST_P(JsonLineOf, ReadsBackAsTheSameValue) {
  const Case& test = GetParam();
  EXPECT_EQ(boost::json::parse(JsonLine(test.value)), test.value);
}

INSTANTIATE_TEST_SUITE_P(
    Values, JsonLineOf,
    ::testing::Values(
        Case{.name = "Null", .value = nullptr, .line = "null"},
        Case{.name = "Booleans", .value = boost::json::array{true, false}, .line = "[true, false]"},
        Case{.name = "NegativeInteger", .value = std::int64_t{-7}, .line = "-7"},
        Case{.name = "LargestUnsigned",
             .value = std::numeric_limits<std::uint64_t>::max(),
             .line = "18446744073709551615"},
        Case{.name = "WholeDouble", .value = 1.0, .line = "1.0"},
        Case{.name = "Fraction", .value = 0.25, .line = "0.25"},
        Case{.name = "EmptyContainers",
             .value = {{"a", boost::json::array{}}, {"o", boost::json::object{}}},
             .line = R"({"a": [], "o": {}})"},
        Case{.name = "KeepsTheOrderOfMembers",
             .value = {{"z", "1"}, {"a", "2"}},
             .line = R"({"z": "1", "a": "2"})"},
        Case{.name = "QuoteAndBackslash", .value = "\"\\", .line = R"("\"\\")"},
        Case{.name = "LineEnds", .value = "a\r\n\tb", .line = R"("a\r\n\tb")"},
        Case{.name = "TerminalSequence", .value = "\x1b[2J", .line = R"("\u001b[2J")"},
        Case{.name = "ControlOfTheUpperHalf", .value = "\u009b2J", .line = R"("\u009b2J")"},
        Case{.name = "DirectionOverride", .value = "a\u202eb", .line = R"("a\u202eb")"},
        Case{.name = "LineSeparator", .value = "\u2028", .line = R"("\u2028")"},
        Case{.name = "TagBeyondTheBasicPlane", .value = "\U000E0041", .line = R"("\udb40\udc41")"},
        Case{.name = "OtherTextStaysReadable", .value = "Jоhn 😀 李", .line = "\"Jоhn 😀 李\""}),
    [](const auto& test) { return test.param.name; });

TEST(JsonLine, WritesIllFormedOctetsAsTheReplacementCharacter) {
  EXPECT_EQ(JsonLine(boost::json::string("a\xFF")), "\"a\uFFFD\"");
}

TEST(JsonLine, WritesNumbersThatJsonDoesNotKnowAsNull) {
  EXPECT_EQ(JsonLine(std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace namesake::report
