// SPDX-License-Identifier: Apache-2.0
#include "names/word_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "names/spelling_table.h"
#include "names/word_list.h"

namespace namesake::names {
namespace {

constexpr auto kWords = std::to_array<std::string_view>({"anna", "bob", "", "carl"});
constexpr auto kIndex = MakeWordIndex(kWords);

TEST(WordIndex, FindsEachWordWhereItStands) {
  for (std::size_t i = 0; i < kWords.size(); ++i) EXPECT_EQ(kIndex.Find(kWords.at(i)), i);
  EXPECT_EQ(kIndex.word(1), "bob");
}

TEST(WordIndex, DoesNotFindWhatIsNotThere) {
  for (const std::string_view word : {"ann", "annaa", "Anna", "bo", "\xFF"}) {
    EXPECT_EQ(kIndex.Find(word), kNoWord) << word;
  }
}

TEST(WordIndex, GivesAWordThatComesAgainItsFirstNumber) {
  WordIndex<3> index;
  EXPECT_EQ(index.Add("a"), 0);
  EXPECT_EQ(index.Add("b"), 1);
  EXPECT_EQ(index.Add("a"), 0);
  EXPECT_EQ(index.size(), 2);
}

TEST(WordIndex, KnowsSortedFromUnsorted) {
  static constexpr auto kTwice = std::to_array<std::string_view>({"a", "a"});
  static constexpr auto kDown = std::to_array<std::string_view>({"b", "a"});
  static constexpr auto kUp = std::to_array<std::string_view>({"a", "ab", "b"});
  static_assert(!IsSortedAndUnique(kTwice) && !IsSortedAndUnique(kDown) && IsSortedAndUnique(kUp));
}

std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : WordList(text)) words.push_back(word);
  return words;
}

TEST(WordList, SplitsAtBlanks) {
  EXPECT_THAT(WordsOf(""), testing::IsEmpty());
  EXPECT_THAT(WordsOf("one"), testing::ElementsAre("one"));
  EXPECT_THAT(WordsOf("one of many"), testing::ElementsAre("one", "of", "many"));
  EXPECT_EQ(WordList("one of many").size(), 3);
}

constexpr auto kRows = std::to_array<SpellingRow>({
    {"A", "a aa x"},
    {"B", "x b"},
});
using Table = SpellingTable<kRows>;

TEST(SpellingTable, LeadsFromAWordToItsSpellings) {
  EXPECT_THAT(Table::SpellingsOf("A"), testing::ElementsAre("a", "aa", "x"));
  EXPECT_THAT(Table::SpellingsOf("a"), testing::IsEmpty());
}

TEST(SpellingTable, LeadsBackToTheWordThatIsMoreUsuallySpelledSo) {
  EXPECT_THAT(Table::WordsOf("x"), testing::ElementsAre("B", "A"));
  EXPECT_THAT(Table::WordsOf("aa"), testing::ElementsAre("A"));
  EXPECT_THAT(Table::WordsOf("y"), testing::IsEmpty());
}

TEST(SpellingTable, JoinsTheSpellingsOfAllWordsThatAreSpelledSo) {
  EXPECT_THAT(Table::AlikeOf("x"), testing::UnorderedElementsAre("a", "aa", "x", "b"));
  EXPECT_THAT(Table::AlikeOf("b"), testing::UnorderedElementsAre("x", "b"));
  EXPECT_THAT(Table::AlikeOf("A"), testing::IsEmpty());
}

}  // namespace
}  // namespace namesake::names
