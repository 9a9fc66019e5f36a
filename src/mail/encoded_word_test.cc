// SPDX-License-Identifier: Apache-2.0
#include "mail/encoded_word.h"

#include <gtest/gtest.h>

#include <string>

namespace namesake::mail {
namespace {

struct Case {
  std::string behaviour;
  std::string text;
  std::string decoded;
};

class DecodeEncodedWordsTest : public testing::TestWithParam<Case> {};

TEST_P(DecodeEncodedWordsTest, Decodes) {
  EXPECT_EQ(DecodeEncodedWords(GetParam().text), GetParam().decoded);
}

INSTANTIATE_TEST_SUITE_P(
    All, DecodeEncodedWordsTest,
    testing::Values(
        Case{"plain_text", "John Doe", "John Doe"},
        Case{"base64", "=?UTF-8?B?Sm9obiBEb2U=?=", "John Doe"},
        Case{"quoted", "=?utf-8?Q?=4A=6F=68=6E=5F?= =?utf-8?Q?=44oe?=", "John_Doe"},
        Case{"underscore", "=?utf-8?q?John_Doe?=", "John Doe"},
        Case{"charset", "=?iso-8859-1?Q?J=F6rg?=", "J\xC3\xB6rg"},
        Case{"language_tag", "=?utf-8*de?Q?J=C3=B6rg?=", "J\xC3\xB6rg"},
        Case{"utf7", "=?UTF-7?Q?J+APY-rg?=", "J\xC3\xB6rg"},
        Case{"character_cut_in_two", "=?utf-8?Q?J=C3?= =?utf-8?Q?=B6rg?=", "J\xC3\xB6rg"},
        Case{"two_charsets",
             "=?iso-8859-1?Q?J=F6rg?= =?UTF-8?Q?_M=C3=BCller?=", "J\xC3\xB6rg M\xC3\xBCller"},
        Case{"between_text", "Re: =?utf-8?Q?a?= b =?utf-8?Q?c?=", "Re: a b c"},
        Case{"unknown_charset", "=?x-unknown?Q?John_Doe?=", "John Doe"},
        Case{"missing_padding", "=?UTF-8?B?Sm9obiBEb2U?=", "John Doe"},
        Case{"padding_in_the_middle", "=?UTF-8?B?Sm9obg==IERvZQ==?=", "John Doe"},
        Case{"missing_closing", "=?UTF-8?B?Sm9obiBEb2U= tail", "John Doe tail"},
        Case{"missing_closing_before_another", "=?UTF-8?B?Sm9obg== =?UTF-8?Q?_Doe?=", "John Doe"},
        Case{"spaces_inside", "=?utf-8?Q?John Doe?=", "John Doe"},
        Case{"no_encoding", "=?utf-8?X?John?=", "=?utf-8?X?John?="},
        Case{"no_charset",
             "=?"
             "?Q?John?=",
             "=?"
             "?Q?John?="},
        Case{"half_a_prefix", "=?utf-8", "=?utf-8"},
        Case{"empty_payload",
             "a=?utf-8?Q?"
             "?=b",
             "ab"},
        Case{"stray_equals_sign", "=?utf-8?Q?a=b=?=", "a=b="},
        Case{"raw_latin1", "J\xF6rg", "J\xC3\xB6rg"},
        Case{"ill_formed_utf8", "=?utf-8?Q?J=F6rg?=", "J\xEF\xBF\xBDrg"}),
    [](const auto& test) { return test.param.behaviour; });

TEST(EncodedWordSize, MeasuresOnlyWhatStandsAtTheFront) {
  EXPECT_EQ(EncodedWordSize("=?utf-8?Q?a,b?= c"), 15U);
  EXPECT_EQ(EncodedWordSize("x =?utf-8?Q?a?="), 0U);
  EXPECT_EQ(EncodedWordSize("=?utf-8"), 0U);
}

}  // namespace
}  // namespace namesake::mail
