// SPDX-License-Identifier: Apache-2.0
#include "text/word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace namesake::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SplitWords, EndsWordsAtSpaceAndPunctuation) {
  EXPECT_THAT(SplitWords("Doe, John_M.-Paul (CEO)", 10),
              ElementsAre("Doe", "John", "M", "Paul", "CEO"));
}

TEST(SplitWords, LeavesApostrophesOut) {
  EXPECT_THAT(SplitWords("Sean O'Brien O\u2019Hara", 10), ElementsAre("Sean", "OBrien", "OHara"));
}

TEST(SplitWords, LeavesThePossessiveOut) {
  EXPECT_THAT(SplitWords("John Doe's office, O'Shea", 10),
              ElementsAre("John", "Doe", "office", "OShea"));
}

TEST(SplitWords, KnowsLettersOfAllScripts) {
  EXPECT_THAT(SplitWords("J\u00F6rg \u5F20\u4F1F\u3001\u0414\u043E", 10),
              ElementsAre("J\u00F6rg", "\u5F20\u4F1F", "\u0414\u043E"));
}

TEST(SplitWords, StopsAtTheLimit) {
  EXPECT_THAT(SplitWords("a b c d", 2), ElementsAre("a", "b"));
  EXPECT_THAT(SplitWords(" .,- ", 2), IsEmpty());
}

TEST(SplitPartedWords, TellsWhatIsPartedFromAName) {
  EXPECT_THAT(SplitPartedWords("Dr. Anna-Maria_Doe (CEO), Acme", 10),
              ElementsAre(PartedWord{"Dr", false}, PartedWord{"Anna", false},
                          PartedWord{"Maria", false, true}, PartedWord{"Doe", false},
                          PartedWord{"CEO", true}, PartedWord{"Acme", true}));
  EXPECT_THAT(SplitPartedWords("John Doe - Finance", 10),
              ElementsAre(PartedWord{"John", false}, PartedWord{"Doe", false},
                          PartedWord{"Finance", true}));
}

}  // namespace
}  // namespace namesake::text
