// SPDX-License-Identifier: Apache-2.0
#include "mail/mailbox_reader.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace namesake::mail {

void PrintTo(const Mailbox& mailbox, std::ostream* out) {
  *out << "{\"" << mailbox.display_name << "\", <" << mailbox.address << ">, (" << mailbox.comment
       << ")}";
}

namespace {

struct Case {
  std::string behaviour;
  std::string body;
  std::vector<Mailbox> mailboxes;
  std::vector<std::string> group_names = {};
  bool irregular = false;
};

class ReadMailboxesTest : public testing::TestWithParam<Case> {};

TEST_P(ReadMailboxesTest, ReadsAsMailProgramsDo) {
  const MailboxList list = ReadMailboxes(GetParam().body);
  EXPECT_EQ(list.mailboxes, GetParam().mailboxes);
  EXPECT_EQ(list.group_names, GetParam().group_names);
  EXPECT_EQ(list.irregular, GetParam().irregular);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc5322, ReadMailboxesTest,
    testing::Values(
        Case{"phrase", " John Doe <john@example.com>", {{"John Doe", "john@example.com", ""}}},
        Case{"quoted", "\"Doe, John\" <john@example.com>", {{"Doe, John", "john@example.com", ""}}},
        Case{"escapes",
             "\"John \\\"Jack\\\" Doe\" <john@example.com>",
             {{"John \"Jack\" Doe", "john@example.com", ""}}},
        Case{"bare", "john@example.com", {{"", "john@example.com", ""}}},
        Case{"angle_only", "<john@example.com>", {{"", "john@example.com", ""}}},
        Case{"several",
             "John Doe <john@example.com>, jane@example.com",
             {{"John Doe", "john@example.com", ""}, {"", "jane@example.com", ""}}},
        Case{"comment_as_name",
             "desk@attacker.test (John Doe)",
             {{"", "desk@attacker.test", "John Doe"}}},
        Case{"comments_inside",
             "John(a(b)) (c) Doe <desk@attacker.test>",
             {{"John Doe", "desk@attacker.test", "a(b) c"}}},
        Case{"folded",
             "\r\n John\r\n Doe\r\n <desk@attacker.test>",
             {{"John Doe", "desk@attacker.test", ""}}},
        Case{"group",
             "John Doe: desk@attacker.test, x@attacker.test;",
             {{"", "desk@attacker.test", ""}, {"", "x@attacker.test", ""}},
             {"John Doe"}},
        Case{"empty_group", "undisclosed-recipients:;", {}, {"undisclosed-recipients"}},
        Case{"quoted_local_part",
             "\"John Doe\"@example.com",
             {{"", "\"John Doe\"@example.com", ""}}},
        Case{"quoted_local_part_in_brackets",
             "J <\"a>b\"@example.com>",
             {{"J", "\"a>b\"@example.com", ""}}},
        Case{"dots_in_the_phrase",
             "J. R. Doe <j@example.com>",
             {{"J. R. Doe", "j@example.com", ""}}}),
    [](const auto& test) { return test.param.behaviour; });

INSTANTIATE_TEST_SUITE_P(
    EncodedWords, ReadMailboxesTest,
    testing::Values(
        Case{"base64",
             "=?UTF-8?B?Sm9obiBEb2U=?= <x@evil.example>",
             {{"John Doe", "x@evil.example", ""}}},
        Case{"cut_in_two",
             "=?UTF-8?B?Sm9o?=\r\n =?UTF-8?Q?n_Doe?= <x@evil.example>",
             {{"John Doe", "x@evil.example", ""}}},
        Case{"in_quotes",
             "\"=?UTF-8?B?Sm9obiBEb2U=?=\" <x@evil.example>",
             {{"John Doe", "x@evil.example", ""}}},
        Case{"comma_inside",
             "=?utf-8?Q?Doe,_John?= <x@evil.example>",
             {{"Doe, John", "x@evil.example", ""}}},
        Case{"hides_a_mailbox",
             "=?utf-8?B?Sm9obiBEb2UgPGpvaG4uZG9lQGV4YW1wbGUuY29tPg==?= <desk@attacker.test>",
             {{"John Doe <john.doe@example.com>", "desk@attacker.test", ""}}},
        Case{"in_an_address",
             "=?utf-8?Q?john=2Edoe=40example=2Ecom=00?=@attacker.test",
             {{std::string("john.doe@example.com\0@attacker.test", 35),
               "=?utf-8?Q?john=2Edoe=40example=2Ecom=00?=@attacker.test", ""}},
             {},
             true},
        Case{"raw_utf8",
             "J\xC3\xB6rg M\xC3\xBCller <x@evil.example>",
             {{"J\xC3\xB6rg M\xC3\xBCller", "x@evil.example", ""}}},
        Case{"raw_latin1",
             "J\xF6rg M\xFCller <x@evil.example>",
             {{"J\xC3\xB6rg M\xC3\xBCller", "x@evil.example", ""}}}),
    [](const auto& test) { return test.param.behaviour; });

INSTANTIATE_TEST_SUITE_P(
    Malformed, ReadMailboxesTest,
    testing::Values(Case{"no_address", "John Doe", {{"John Doe", "", ""}}, {}, true},
                    Case{"empty_brackets", "\"John Doe\" <>", {{"John Doe", "", ""}}, {}, true},
                    Case{"no_brackets",
                         "John Doe x@evil.example",
                         {{"John Doe", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"open_quote",
                         "\"John Doe <x@evil.example>",
                         {{"John Doe", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"open_bracket",
                         "John Doe <x@evil.example",
                         {{"John Doe", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"open_comment",
                         "John Doe (boss <x@evil.example>",
                         {{"John Doe", "x@evil.example", "boss"}},
                         {},
                         true},
                    Case{"route",
                         "John Doe <@example.com,@mx.example.com:desk@attacker.test>",
                         {{"John Doe", "desk@attacker.test", ""}},
                         {},
                         true},
                    Case{"two_angle_addresses",
                         "John Doe <john@example.com> <x@evil.example>",
                         {{"John Doe", "john@example.com", ""},
                          {"John Doe <john@example.com>", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"address_as_unquoted_name",
                         "john@example.com <x@evil.example>",
                         {{"john@example.com", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"text_behind",
                         "<x@evil.example> John Doe",
                         {{"John Doe", "x@evil.example", ""}},
                         {},
                         true},
                    Case{"group_left_open",
                         "CEO: John Doe <x@evil.example>",
                         {{"John Doe", "x@evil.example", ""}},
                         {"CEO"},
                         true},
                    Case{"empty", "", {}, {}, true}, Case{"commas_only", ", ,", {}, {}, true},
                    Case{"semicolon_between",
                         "John Doe <x@evil.example>; Jane <j@example.com>",
                         {{"John Doe", "x@evil.example", ""}, {"Jane", "j@example.com", ""}},
                         {},
                         true}),
    [](const auto& test) { return test.param.behaviour; });

TEST(ReadMailboxes, StopsAtTheLimitAndSaysSo) {
  std::string body;
  for (std::size_t i = 0; i < kMaxMailboxes + 5; ++i) body += "a@b.example, ";
  const MailboxList list = ReadMailboxes(body);
  EXPECT_EQ(list.mailboxes.size(), kMaxMailboxes);
  EXPECT_TRUE(list.truncated);
}

TEST(ReadMailboxes, TakesAHundredThousandParenthesesInItsStride) {
  const std::string body(100'000, '(');
  EXPECT_TRUE(ReadMailboxes(body + " John <x@evil.example>").irregular);
}

}  // namespace
}  // namespace namesake::mail
