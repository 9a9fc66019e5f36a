// SPDX-License-Identifier: Apache-2.0
#include "mail/line_search.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::mail {
namespace {

constexpr std::size_t kSize = 200;  // some steps of the search and a rest

TEST(FindFromLine, FindsItAtEveryPlace) {
  for (std::size_t place = 0; place + 6 <= kSize; ++place) {
    std::string text(kSize, 'x');
    text.replace(place, 6, "\nFrom ");
    for (std::size_t from = 0; from <= kSize; ++from) {
      ASSERT_EQ(FindFromLine(text, from), text.find("\nFrom ", from)) << place << " " << from;
    }
  }
}

TEST(FindFromLine, FindsTheFirstOfSeveral) {
  for (std::size_t place = 0; place + 6 <= kSize; ++place) {
    std::string text(kSize, '\n');
    text.replace(100, 6, "\nFrom ");
    text.replace(place, 6, "\nFrom ");
    ASSERT_EQ(FindFromLine(text, 0), text.find("\nFrom ")) << place;
  }
}

TEST(FindFromLine, IsNotTakenInByWhatLooksLikeIt) {
  for (const std::string_view almost :
       {"\nFrom:", "\nFro", "\nF", "From ", "\nfrom ", "\n From ", "\rFrom ", "\n>From "}) {
    std::string text;
    while (text.size() < kSize) text += almost;
    for (std::size_t from = 0; from <= text.size(); ++from) {
      ASSERT_EQ(FindFromLine(text, from), text.find("\nFrom ", from)) << almost << " " << from;
    }
  }
}

TEST(FindFromLine, TakesANulForALinesEnd) {
  for (std::size_t place = 0; place + 6 <= kSize; ++place) {
    std::string text(kSize, '\0');
    text.replace(place + 1, 5, "From ");
    ASSERT_EQ(FindFromLine(text, 0), place);
  }
}

// Octets that stand behind the text belong to somebody else.
TEST(FindFromLine, StopsAtTheEnd) {
  const std::string text = std::string(kSize, 'x') + "\nFrom ";
  for (std::size_t size = 0; size < text.size(); ++size) {
    ASSERT_EQ(FindFromLine(std::string_view(text).substr(0, size), 0), std::string_view::npos);
  }
}

TEST(FindFromLine, KnowsThatNothingIsBehindTheEnd) {
  EXPECT_EQ(FindFromLine("", 0), std::string_view::npos);
  EXPECT_EQ(FindFromLine("\nFrom ", 100), std::string_view::npos);
}

// The same, line by line.
std::size_t SlowEndOfEmptyLine(std::string_view text, std::size_t from) {
  for (;;) {
    const std::size_t feed = text.find('\n', from);
    if (feed == std::string_view::npos) return feed;
    if (text.substr(feed + 1).starts_with('\n')) return feed + 2;
    if (text.substr(feed + 1).starts_with("\r\n")) return feed + 3;
    from = feed + 1;
  }
}

TEST(EndOfEmptyLine, FindsItAtEveryPlace) {
  for (const std::string_view line : {"\n\n", "\n\r\n"}) {
    for (std::size_t place = 0; place + line.size() <= kSize; ++place) {
      std::string text(kSize, 'x');
      text.replace(place, line.size(), line);
      ASSERT_EQ(EndOfEmptyLine(text), place + line.size());
      for (std::size_t from = 0; from <= kSize + 1; ++from) {
        ASSERT_EQ(EndOfEmptyLine(text, from), SlowEndOfEmptyLine(text, from))
            << place << " " << from;
      }
    }
  }
}

TEST(EndOfEmptyLine, IsNotTakenInByWhatLooksLikeIt) {
  for (const std::string_view almost : {"\n \n", "\r\r", "\n\r", "\r\n", "\n\r\r\n", "\nx\n"}) {
    std::string text;
    while (text.size() < kSize) text += almost;
    for (std::size_t from = 0; from <= text.size(); ++from) {
      ASSERT_EQ(EndOfEmptyLine(text, from), SlowEndOfEmptyLine(text, from))
          << almost << " " << from;
    }
  }
}

TEST(EndOfEmptyLine, StopsAtTheEnd) {
  const std::string text = std::string(kSize, 'x') + "\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    ASSERT_EQ(EndOfEmptyLine(std::string_view(text).substr(0, size)), std::string_view::npos);
  }
  EXPECT_EQ(EndOfEmptyLine(""), std::string_view::npos);
  EXPECT_EQ(EndOfEmptyLine("\n"), std::string_view::npos);
}

}  // namespace
}  // namespace namesake::mail
