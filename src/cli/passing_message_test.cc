// SPDX-License-Identifier: Apache-2.0
#include "cli/passing_message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"
#include "report/verdict_fields.h"

namespace namesake::cli {
namespace {

const std::vector<report::AddedField> kVerdict = {{"X-Namesake-Verdict", "SPOOF"},
                                                  {"X-Namesake-Reason", "=?a?=\n =?b?="}};

std::string Passed(std::string_view octets) {
  const PassingMessage message(octets);
  return message.HeadWith(kVerdict) + std::string(message.tail());
}

struct Case {
  const char* what;
  std::string_view in;
  std::string_view out;
};

constexpr std::string_view kOurs = "X-Namesake-Verdict: SPOOF\nX-Namesake-Reason: =?a?=\n =?b?=\n";
constexpr std::string_view kOursCrlf =
    "X-Namesake-Verdict: SPOOF\r\nX-Namesake-Reason: =?a?=\r\n =?b?=\r\n";

// "@" in `out` stands for the fields that were added.
std::string Filled(std::string_view out) {
  std::string filled;
  const std::string_view ours = out.find("\r\n") == std::string_view::npos ? kOurs : kOursCrlf;
  for (const char c : out) {
    if (c == '@') {
      filled.append(ours);
    } else {
      filled.push_back(c);
    }
  }
  return filled;
}

class PassingMessageTest : public ::testing::TestWithParam<Case> {};

TEST_P(PassingMessageTest, Passes) {
  EXPECT_EQ(Passed(GetParam().in), Filled(GetParam().out)) << GetParam().what;
}

constexpr Case kCases[] = {
    {"LF", "From: a\nSubject: b\n\nbody\n", "@From: a\nSubject: b\n\nbody\n"},
    {"CRLF", "From: a\r\n\r\nbody\r\n", "@From: a\r\n\r\nbody\r\n"},
    {"no line end at the end", "From: a\n\nbody", "@From: a\n\nbody"},
    {"a header section alone", "From: a", "@From: a"},
    {"an mbox line stays first", "From a b c\nFrom: a\n\nFrom x\n",
     "From a b c\n@From: a\n\nFrom x\n"},
    {"an mbox line's remnant, too", ">From a b\nFrom: a\n\n", ">From a b\n@From: a\n\n"},
    {"an mbox line alone", "From a b c", "From a b c\n@\n"},
    {"a From field with a blank", "From : a\n\n", "@From : a\n\n"},
    {"fields of ours that arrived",
     "X-Namesake-Verdict: NONE\nFrom: a\nx-namesake-REASON: b\n\tc\nSubject: d\n"
     "X-CFEmailSecurity-Disposition : e\n\nX-Namesake-Verdict: body\n",
     "@From: a\nSubject: d\n\nX-Namesake-Verdict: body\n"},
    {"of ours, below an mbox line", "From a b\nX-Namesake-Verdict: NONE\nFrom: a\n\n",
     "From a b\n@From: a\n\n"},
    {"nothing but fields of ours", "X-Namesake-Verdict: NONE\n\nbody", "@\nbody"},
    {"of ours behind a bare CR", "Subject: a\rX-Namesake-Verdict: NONE\nFrom: b\n\n",
     "@Subject: a\nFrom: b\n\n"},
    {"twice behind a bare CR",
     "Subject: a\rX-Namesake-Verdict: NONE\rX-Namesake-Verdict: NONE\nFrom: b\n\n",
     "@Subject: a\nFrom: b\n\n"},
    {"of ours before a bare CR", "X-Namesake-Verdict: NONE\rX-Namesake-Reason: a\nFrom: b\n\n",
     "@From: b\n\n"},
    {"nothing", "", "@\n"},
    {"an empty line", "\nbody\n", "@\nbody\n"},
    {"no header section", "body\nFrom: a\n", "@\nbody\nFrom: a\n"},
    {"a line that continues nothing", " NONE\nFrom: a\n\n", " NONE\n@From: a\n\n"},
    {"such lines alone", " a\n b\n\nbody", " a\n b\n@\nbody"},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "From: a\n\n",
     "@\xEF\xBB\xBF"
     "From: a\n\n"},
    {"the octet NUL", std::string_view("From: a\0b\n\n\0", 12),
     std::string_view("@From: a\0b\n\n\0", 13)},
};

INSTANTIATE_TEST_SUITE_P(Table, PassingMessageTest, ::testing::ValuesIn(kCases));

TEST(PassingMessage, EndsLinesWithBareCarriageReturnsWhereTheMessageDoes) {
  const PassingMessage message("X-Namesake-Verdict: NONE\rX-Namesake-Reason: a\rFrom: b\r\rbody");
  const std::vector<report::AddedField> added = {{"X-Namesake-Verdict", "SPOOF"}};
  EXPECT_EQ(message.HeadWith(added), "X-Namesake-Verdict: SPOOF\rFrom: b\r\r");
  EXPECT_EQ(message.tail(), "body");
}

// Padding must hide neither the author nor a forged verdict.
TEST(PassingMessage, ReadsOnBehindTheLimitOfAHeaderSection) {
  std::string padding;
  while (padding.size() < mail::kMaxHeaderBytes)
    padding += "X-Padding: " + std::string(900, 'x') + "\n";
  const std::string octets = padding + "From: a\nX-Namesake-Verdict: NONE\nSubject: b\n\nbody";
  const PassingMessage message(octets);
  EXPECT_TRUE(message.truncated());
  EXPECT_EQ(message.fields().back().name, "From");
  EXPECT_EQ(message.HeadWith({}), padding + "From: a\nSubject: b\n\n");
}

TEST(PassingMessage, ReadsOnBehindAFieldLongerThanTheLimit) {
  const std::string longer(mail::kMaxHeaderBytes + 10, 'x');
  const std::string octets =
      "X-Namesake-Reason: " + longer + "\n " + longer + "\nX-Padding: " + longer + "\nFrom: a\n\n";
  const PassingMessage message(octets);
  ASSERT_EQ(message.fields().size(), 1U);
  EXPECT_EQ(message.fields()[0].body, " a");
  EXPECT_EQ(message.HeadWith(kVerdict),
            std::string(kOurs) + "X-Padding: " + longer + "\nFrom: a\n\n");
}

TEST(PassingMessage, KeepsNotEveryAuthorFieldBehindTheLimit) {
  std::string octets = "X-Padding: " + std::string(mail::kMaxHeaderBytes, 'x') + "\n";
  for (int i = 0; i < 5000; ++i) octets += "From: a\n";
  EXPECT_EQ(PassingMessage(octets).fields().size(), 1000U);
}

// Whatever octets come: what passes a second time is what passed the first time, and no field of
// ours is in the header section but the one on top.
TEST(PassingMessage, PassesTwiceAsOnce) {
  constexpr std::string_view kPieces[] = {"\r",
                                          "\n",
                                          "\r\n",
                                          "\r\r\n",
                                          "\n\n",
                                          " ",
                                          "\t",
                                          ":",
                                          "From ",
                                          ">From a b",
                                          "From: a",
                                          "Subject: b",
                                          "X-Namesake-Verdict: NONE",
                                          "x-cfemailsecurity-a :",
                                          "X-Namesake-",
                                          "body",
                                          "\xEF\xBB\xBF",
                                          "\n ",
                                          "\rX-Namesake-Verdict: c",
                                          "\nX-Namesake-Reason: d"};
  const std::vector<report::AddedField> added = {{"X-Namesake-Verdict", "SPOOF"}};
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same octets every time
  std::uniform_int_distribution<std::size_t> piece(0, std::size(kPieces) - 1);
  for (int round = 0; round < 20'000; ++round) {
    std::string octets;
    for (std::size_t count = piece(random); count > 0; --count) octets += kPieces[piece(random)];
    const PassingMessage message(octets);
    const std::string once = message.HeadWith(added) + std::string(message.tail());
    const PassingMessage again(once);
    ASSERT_EQ(again.HeadWith(added) + std::string(again.tail()), once) << octets;
    const auto ours = std::ranges::count_if(again.fields(), [](const mail::HeaderField& field) {
      return report::IsOurField(field.name);
    });
    ASSERT_EQ(ours, 1) << octets;
  }
}

}  // namespace
}  // namespace namesake::cli
