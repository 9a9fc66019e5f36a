// SPDX-License-Identifier: Apache-2.0
#include "text/escape.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {
namespace {

TEST(EscapeForDisplay, ShowsWhatCannotBeSeen) {
  struct Case {
    const char* what;
    std::string_view text;
    std::string_view expected;
  };
  const std::vector<Case> cases = {
      {"plain", "John Doe", "John Doe"},
      {"letters", "J\u00F6rg \u5C71", "J\u00F6rg \u5C71"},
      {"line end", "a\r\nb", "a<U+000D><U+000A>b"},
      {"terminal escape", "\x1B[31m", "<U+001B>[31m"},
      {"NUL", std::string_view("a\0b", 3), "a<U+0000>b"},
      {"bidi override", "\u202Eabc", "<U+202E>abc"},
      {"zero width", "Jo\u200Bhn", "Jo<U+200B>hn"},
      {"filler", "\u3164", "<U+3164>"},
      {"line separator", "\u2028", "<U+2028>"},
      {"tag", "\U000E0041", "<U+E0041>"},
      {"ill-formed", "J\xF6rg", "J<0xF6>rg"},
      {"true replacement character", "\uFFFD", "\uFFFD"},
  };
  for (const Case& c : cases) EXPECT_EQ(EscapeForDisplay(c.text), c.expected) << c.what;
}

TEST(EscapeForDisplay, CutsByCodePoints) {
  EXPECT_EQ(EscapeForDisplay("abcdef", 3), "abc\u2026");
  EXPECT_EQ(EscapeForDisplay("abc", 3), "abc");
  EXPECT_EQ(EscapeForDisplay("\u00E4\u00F6\u00FC", 2), "\u00E4\u00F6\u2026");
  EXPECT_EQ(EscapeForDisplay("\u00E4\u00F6\u00FC", 3), "\u00E4\u00F6\u00FC");
}

TEST(DescribeCodePoint, NamesScriptOrCharacter) {
  EXPECT_EQ(DescribeCodePoint(U'\u043E'), "Cyrillic \u043E (U+043E)");
  EXPECT_EQ(DescribeCodePoint(U'\u200B'), "U+200B ZERO WIDTH SPACE");
  EXPECT_EQ(DescribeCodePoint(U'\u0336'), "U+0336 COMBINING LONG STROKE OVERLAY");
  EXPECT_EQ(DescribeCodePoint(U'0'), "0 (U+0030 DIGIT ZERO)");
  EXPECT_EQ(DescribeCodePoint(U'\U00010300'), "Old Italic \U00010300 (U+10300)");
  EXPECT_EQ(DescribeCodePoint(0), "U+0000 (control character)");
  EXPECT_EQ(DescribeCodePoint(0x110000), "U+110000 (unassigned)");
}

TEST(EncodeHeaderText, LeavesPrintableAsciiAlone) {
  EXPECT_EQ(EncodeHeaderText("display_name_exact: \"John Doe\""),
            "display_name_exact: \"John Doe\"");
}

TEST(EncodeHeaderText, EncodesWhatWouldBeMisread) {
  EXPECT_EQ(EncodeHeaderText("J\u00F6rg"), "=?UTF-8?B?SsO2cmc=?=");
  EXPECT_EQ(EncodeHeaderText("a\r\nX: y"), "=?UTF-8?B?YQ0KWDogeQ==?=");
  EXPECT_EQ(EncodeHeaderText("=?x?"), "=?UTF-8?B?PT94Pw==?=");
  EXPECT_EQ(EncodeHeaderText("\xFF"), "=?UTF-8?B?77+9?=");
}

TEST(EncodeHeaderText, CutsIntoShortWordsAtCodePoints) {
  for (std::size_t count = 1; count < 200; ++count) {
    std::string text(count % 7, 'x');
    for (std::size_t i = 0; i < count; ++i) text += "\u5C71";
    std::string_view rest;
    const std::string encoded = EncodeHeaderText(text);
    for (rest = encoded; !rest.empty();) {
      const std::size_t end = rest.find("\r\n ");
      const std::string_view word = rest.substr(0, end);
      EXPECT_LE(word.size(), 75U);
      EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 3);
    }
  }
}

}  // namespace
}  // namespace namesake::text
