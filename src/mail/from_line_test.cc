// SPDX-License-Identifier: Apache-2.0
#include "mail/from_line.h"

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

}  // namespace
}  // namespace namesake::mail
