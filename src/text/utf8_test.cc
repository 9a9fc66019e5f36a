// SPDX-License-Identifier: Apache-2.0
#include "text/utf8.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {
namespace {

TEST(Utf8, FindsTheOneHighOctetAtEveryPlace) {
  for (std::size_t size = 1; size < 40; ++size) {
    std::string text(size, 'a');
    EXPECT_TRUE(IsAscii(text));
    for (std::size_t at = 0; at < size; ++at) {
      std::string high = text;
      high[at] = '\x80';
      EXPECT_FALSE(IsAscii(high)) << size << " " << at;
    }
  }
  EXPECT_TRUE(IsAscii(""));
}

TEST(Utf8, JudgesWellFormedness) {
  struct Case {
    const char* what;
    std::string_view text;
    bool valid;
  };
  const std::vector<Case> cases = {
      {"empty", "", true},
      {"ASCII", "John", true},
      {"two octets", "\xC3\xB6", true},
      {"three octets", "\xE2\x82\xAC", true},
      {"four octets", "\xF0\x9F\x98\x80", true},
      {"last code point", "\xF4\x8F\xBF\xBF", true},
      {"beyond the last", "\xF4\x90\x80\x80", false},
      {"overlong slash", "\xC0\xAF", false},
      {"overlong of three", "\xE0\x80\xAF", false},
      {"overlong of four", "\xF0\x80\x80\xAF", false},
      {"surrogate", "\xED\xA0\x80", false},
      {"lone continuation", "\x80", false},
      {"cut at the end", "a\xE2\x82", false},
      {"five octets", "\xF8\x88\x80\x80\x80", false},
      {"Latin-1", "M\xFCller", false},
  };
  for (const Case& c : cases) EXPECT_EQ(IsValidUtf8(c.text), c.valid) << c.what;
}

TEST(Utf8, TakesOneOctetOfAnIllFormedSequence) {
  std::string_view text = "\xE2\x82X";
  EXPECT_EQ(TakeCodePoint(text), kReplacementCharacter);
  EXPECT_EQ(TakeCodePoint(text), kReplacementCharacter);
  EXPECT_EQ(TakeCodePoint(text), U'X');
  EXPECT_TRUE(text.empty());
}

TEST(Utf8, ReadsBackWhatItAppends) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x11000 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(text, c);
    std::string_view rest = text;
    ASSERT_EQ(TakeCodePoint(rest), c);
    ASSERT_TRUE(rest.empty());
  }
}

TEST(Utf8, ReplacesWhatIsNoScalarValue) {
  for (const char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string text;
    AppendUtf8(text, c);
    EXPECT_EQ(text, "\uFFFD");
  }
}

TEST(Utf8, CountsAndRepairs) {
  EXPECT_EQ(CountCodePoints("J\u00F6rg"), 4U);
  EXPECT_EQ(CountCodePoints("J\xF6rg"), 4U);
  EXPECT_EQ(RepairUtf8("J\xF6rg"), "J\uFFFDrg");
  EXPECT_EQ(RepairUtf8("J\u00F6rg"), "J\u00F6rg");
}

}  // namespace
}  // namespace namesake::text
