// SPDX-License-Identifier: Apache-2.0
#include "text/charset.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {
namespace {

TEST(DecodeCharset, KnowsWhatMailIsWrittenIn) {
  struct Case {
    std::string_view label;
    std::string_view octets;
    std::string_view expected;
  };
  const std::vector<Case> cases = {
      {"utf-8", "J\xC3\xB6rg", "J\u00F6rg"},
      {"UTF8", "J\xF6rg", "J\uFFFDrg"},
      {"utf-8*en", "John", "John"},
      {" us-ascii ", "J\xF6rg", "J\u00F6rg"},
      {"ISO-8859-1", "\x80 J\xF6rg", "\u20AC J\u00F6rg"},
      {"windows-1252", "\x93John\x94", "\u201CJohn\u201D"},
      {"iso-8859-15", "\xA4", "\u20AC"},
      {"koi8-r", "\xE9\xD7\xC1\xCE", "\u0418\u0432\u0430\u043D"},
      {"UTF-7", "J+APY-rg", "J\u00F6rg"},
      {"gb2312", "\xC0\xEE", "\u674E"},
      {"gbk", "\x87\xD6", "\u56CD"},
      {"iso-2022-jp", "\x1B$B;3ED\x1B(B", "\u5C71\u7530"},
      {"shift_jis", "\x8E\x52\x93\x63", "\u5C71\u7530"},
      {"ks_c_5601-1987", "\xB1\xE8", "\uAE40"},
      {"big5", "\xA7\xF5", "\u674E"},
      {"utf-16be", std::string_view("\0J\0o", 4), "Jo"},
  };
  for (const Case& c : cases) {
    const std::optional<std::string> decoded = DecodeCharset(c.octets, c.label);
    ASSERT_TRUE(decoded.has_value()) << c.label;
    EXPECT_EQ(*decoded, c.expected) << c.label;
  }
}

TEST(DecodeCharset, SaysWhenNobodyKnowsTheLabel) {
  for (const std::string_view label :
       {"x-unknown", "", "*en", "utf-8,version=1", "../../etc/passwd", "a b"}) {
    EXPECT_EQ(DecodeCharset("John", label), std::nullopt) << label;
  }
  EXPECT_EQ(DecodeCharset("John", std::string(1000, 'a')), std::nullopt);
}

TEST(DecodeCharset, KeepsWhatCameBeforeACutSequence) {
  EXPECT_EQ(DecodeCharset("Li\xC0", "gb2312").value_or("").substr(0, 2), "Li");
}

TEST(DecodeUnlabelled, PrefersUtf8ToWindows1252) {
  EXPECT_EQ(DecodeUnlabelled("J\xC3\xB6rg"), "J\u00F6rg");
  EXPECT_EQ(DecodeUnlabelled("J\xF6rg"), "J\u00F6rg");
}

}  // namespace
}  // namespace namesake::text
