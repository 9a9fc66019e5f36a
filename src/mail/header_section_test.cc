// SPDX-License-Identifier: Apache-2.0
#include "mail/header_section.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace namesake::mail {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields Read(std::string_view message) {
  Fields fields;
  for (const HeaderField& field : ReadHeaderSection(message).fields) {
    fields.emplace_back(field.name, field.body);
  }
  return fields;
}

struct Case {
  std::string behaviour;
  std::string message;
  Fields fields;
};

class ReadHeaderSectionTest : public testing::TestWithParam<Case> {};

TEST_P(ReadHeaderSectionTest, FindsTheFields) {
  EXPECT_EQ(Read(GetParam().message), GetParam().fields);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadHeaderSectionTest,
    testing::Values(
        Case{"crlf", "A: 1\r\nB: 2\r\n\r\nC: 3\r\n", {{"A", " 1"}, {"B", " 2"}}},
        Case{"lf", "A: 1\nB: 2\n\nC: 3\n", {{"A", " 1"}, {"B", " 2"}}},
        Case{"cr_only", "A: 1\rB: 2\r\rC: 3\r", {{"A", " 1"}, {"B", " 2"}}},
        Case{"folded", "A: 1\r\n\t2\r\n 3\r\nB:\r\n\r\n", {{"A", " 1\r\n\t2\r\n 3"}, {"B", ""}}},
        Case{"no_body", "A: 1", {{"A", " 1"}}},
        Case{"blank_before_the_colon", "A : 1\n\n", {{"A", " 1"}}},
        Case{"mbox_line", "From me Tue Nov 24\nA: 1\n\n", {{"A", " 1"}}},
        Case{"byte_order_mark",
             "\xEF\xBB\xBF"
             "A: 1\n\n",
             {{"A", " 1"}}},
        Case{"line_without_a_colon_ends_it", "A: 1\nhello\nB: 2\n", {{"A", " 1"}}},
        Case{"continuation_of_nothing", " x\nA: 1\n\n", {{"A", " 1"}}},
        Case{"doubled_cr", "A: 1\r\r\nB: 2\r\r\n\r\r\nC: 3", {{"A", " 1"}, {"B", " 2"}}},
        Case{"empty_name", ": 1\nA: 2\n", {}}, Case{"nothing", "", {}},
        Case{"nul_in_the_body", std::string("A: 1\0x\n\n", 8), {{"A", std::string(" 1\0x", 4)}}}),
    [](const auto& test) { return test.param.behaviour; });

TEST(ReadHeaderSection, TellsWhereTheBodyBegins) {
  constexpr std::string_view kMessage = "A: 1\r\n\r\nbody";
  EXPECT_EQ(kMessage.substr(ReadHeaderSection(kMessage).size), "body");
}

TEST(ReadHeaderSection, CutsAnEndlessOneAndSaysSo) {
  std::string message = "A: 1\n";
  while (message.size() <= kMaxHeaderBytes) message += "B: " + std::string(70, 'x') + "\n";
  const HeaderSection section = ReadHeaderSection(message);
  EXPECT_TRUE(section.truncated);
  EXPECT_EQ(section.fields.back().body, " " + std::string(70, 'x'));
  EXPECT_EQ(section.size, kMaxHeaderBytes);
}

// Line ends are looked for ahead, in pieces that end anywhere.
TEST(ReadHeaderSection, SeesALineEndWhereverItStands) {
  for (std::size_t size = 0; size < 2100; ++size) {
    const std::string first(size, 'x');
    for (const char* end : {"\n", "\r\n", "\r\r\n", "\r"}) {
      const std::string message = "A:" + first + end + "B: 2" + end + "C: 3\n\nD: 4\n";
      ASSERT_EQ(Read(message), (Fields{{"A", first}, {"B", " 2"}, {"C", " 3"}})) << size;
    }
  }
}

TEST(NameIs, ComparesWithoutCase) {
  EXPECT_TRUE(NameIs("FROM", "From"));
  EXPECT_FALSE(NameIs("From ", "From"));
}

TEST(ReadHeaderSection, TellsAFieldWithABlankBeforeTheColonFromAnMboxLine) {
  const HeaderSection section = ReadHeaderSection("From : jane@example.com\n\n");
  ASSERT_EQ(section.fields.size(), 1U);
  EXPECT_EQ(section.fields[0].name, "From");
  EXPECT_TRUE(
      ReadHeaderSection("From jane@example.com Mon Jan  1 00:00:00 2024\n\n").fields.empty());
}

}  // namespace
}  // namespace namesake::mail
