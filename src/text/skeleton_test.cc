// SPDX-License-Identifier: Apache-2.0
#include "text/skeleton.h"

#include <gtest/gtest.h>

namespace namesake::text {
namespace {

struct CleanCase {
  const char* what;
  const char* text;
  const char* clean;
};

class CleanTest : public testing::TestWithParam<CleanCase> {};

TEST_P(CleanTest, LeavesWhatAReaderSees) { EXPECT_EQ(Clean(GetParam().text), GetParam().clean); }

INSTANTIATE_TEST_SUITE_P(
    Disguises, CleanTest,
    testing::Values(CleanCase{"AsciiStays", "John Doe", "John Doe"},
                    CleanCase{"ControlsGo", "Jo\x01hn\tDoe\r\n", "John Doe  "},
                    CleanCase{"ZeroWidthSpace", "Jo\u200Bhn D\u200Boe", "John Doe"},
                    CleanCase{"JoinersAndSoftHyphen", "Jo\u200Dhn\u2060 D\u00ADoe", "John Doe"},
                    CleanCase{"CombiningMarks", "Jo\u0332hn D\u0336oe", "John Doe"},
                    CleanCase{"GraphemeJoiner", "Jo\u034Fhn", "John"},
                    CleanCase{"FullWidth", "\uFF2A\uFF4F\uFF48\uFF4E", "John"},
                    CleanCase{"Mathematical", "\U0001D5DD\U0001D5FC\U0001D5F5\U0001D5FB", "John"},
                    CleanCase{"Circled", "\u24BF\u24DE\u24D7\u24DD", "John"},
                    CleanCase{"Ligature", "\uFB01ona", "fiona"},
                    CleanCase{"Diacritics", "J\u00F6rg M\u00FCller", "Jorg Muller"},
                    CleanCase{"BlankLetters", "John\u3164\u2800Doe", "John  Doe"},
                    CleanCase{"Emoji", "\U0001F512 John", "  John"},
                    CleanCase{"TagCharacters", "Jo\U000E0041hn", "John"},
                    CleanCase{"HangulStaysWhole", "\uAE40\uBBFC\uC900", "\uAE40\uBBFC\uC900"},
                    CleanCase{"DevanagariVowelsStay", "\u092E\u094B\u0926\u0940",
                              "\u092E\u094B\u0926\u0940"}),
    [](const auto& test) { return test.param.what; });

TEST(VisualOrder, UndoesARightToLeftOverride) {
  EXPECT_EQ(VisualOrder("\u202EeoD nhoJ\u202C"), "John Doe");
}

TEST(VisualOrder, LeavesTextWithoutControlsAlone) {
  EXPECT_EQ(VisualOrder("J\u00F6rg"), "J\u00F6rg");
  EXPECT_EQ(VisualOrder("\u05D3\u05D5\u05D3"), "\u05D3\u05D5\u05D3");
}

TEST(Skeleton, IsEqualForLettersThatLookAlike) {
  EXPECT_EQ(Skeleton("J\u043Ehn D\u043E\u0435"), Skeleton("John Doe"));  // Cyrillic
  EXPECT_EQ(Skeleton("J\u03BFhn"), Skeleton("John"));                    // Greek
  EXPECT_EQ(Skeleton("WiIl"), Skeleton("Will"));
  EXPECT_NE(Skeleton("John"), Skeleton("Joan"));
}

TEST(Skeleton, IsIdempotent) {
  for (const char* text : {"John Doe", "J\u043Ehn 01Il|m", "\u0152uvre", "\u5F20\u4F1F"}) {
    EXPECT_EQ(Skeleton(Skeleton(text)), Skeleton(text)) << text;
  }
}

TEST(FoldCaseOnly, MakesComposedAndDecomposedFormsEqual) {
  EXPECT_EQ(FoldCaseOnly("M\u00DCLLER"), FoldCaseOnly("mu\u0308ller"));
  EXPECT_EQ(FoldCaseOnly("STRASSE"), FoldCaseOnly("Stra\u00DFe"));
  EXPECT_NE(FoldCaseOnly("\uFF2A"), FoldCaseOnly("J"));
}

TEST(Clean, ReadsLettersInDiscsAndSquares) {
  EXPECT_EQ(Clean("\U0001F159\U0001F15E\U0001F157\U0001F15D"), "JOHN");
  EXPECT_EQ(Clean("\U0001F173\U0001F17E\U0001F174"), "DOE");
}

}  // namespace
}  // namespace namesake::text
