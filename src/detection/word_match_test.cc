// SPDX-License-Identifier: Apache-2.0
#include "detection/word_match.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "detection/person_name.h"

namespace namesake::detection {
namespace {

SpokenWord Word(std::string_view text) { return SpeakName(text).front(); }

struct KinCase {
  std::string behaviour;
  std::string shown;
  std::string registered;
  Kinship kinship;
};

class Kin : public testing::TestWithParam<KinCase> {};

TEST_P(Kin, IsTheClosestOfTwoWords) {
  const auto match = MatchWord(Word(GetParam().shown), Word(GetParam().registered));
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->kinship, GetParam().kinship);
}

INSTANTIATE_TEST_SUITE_P(
    All, Kin,
    testing::Values(KinCase{"case", "JOHN", "John", Kinship::kSame},
                    KinCase{"number_behind", "Doe1975", "Doe", Kinship::kSame},
                    KinCase{"letter_pair", "Palrner", "Palmer", Kinship::kLook},
                    KinCase{"written_out", "Mueller", "Müller", Kinship::kWrittenOut},
                    KinCase{"written_out_given_name", "Joerg", "Jörg", Kinship::kWrittenOut},
                    KinCase{"plural_of_a_role", "Account", "Accounts", Kinship::kPlural},
                    KinCase{"spelling", "Steven", "Stephen", Kinship::kSpelling},
                    KinCase{"hong_kong", "Cheung", "Zhang", Kinship::kSpelling},
                    KinCase{"nickname", "Bob", "Robert", Kinship::kNickname},
                    KinCase{"full_name", "Robert", "Bob", Kinship::kNickname},
                    KinCase{"cyrillic", "Dmitrii", "Дмитрий", Kinship::kTransliterated},
                    KinCase{"to_cyrillic", "Соколов", "Sokolov", Kinship::kTransliterated},
                    KinCase{"arabic", "محمد", "Mohammed", Kinship::kTransliterated},
                    KinCase{"dropped", "Rodrguez", "Rodriguez", Kinship::kTypo},
                    KinCase{"swapped", "Milelr", "Miller", Kinship::kTypo},
                    KinCase{"two_in_a_long_word", "Constntinolu", "Constantinou", Kinship::kTypo},
                    KinCase{"initial", "J", "John", Kinship::kInitial}),
    [](const auto& test) { return test.param.behaviour; });

TEST(MatchWord, TellsRealNamesApart) {
  for (const auto& [shown, registered] :
       {std::pair("Jan", "Jon"), std::pair("Joan", "John"), std::pair("Daniela", "Daniel"),
        std::pair("Maria", "Mario"), std::pair("Faure", "Fabre"), std::pair("Jane", "John"),
        std::pair("Andersen", "Anderson")}) {
    EXPECT_FALSE(MatchWord(Word(shown), Word(registered)).has_value()) << shown << registered;
  }
}

TEST(MatchWord, AllowsNoErrorInAShortWord) {
  EXPECT_FALSE(MatchWord(Word("Jhn"), Word("Jon")).has_value());
  EXPECT_FALSE(MatchWord(Word("Dxe"), Word("Doe")).has_value());
}

TEST(EditDistance, CountsASwapAsOne) {
  EXPECT_EQ(EditDistance("miller", "milelr", 2), 1);
  EXPECT_EQ(EditDistance("miller", "miller", 2), 0);
  EXPECT_EQ(EditDistance("miller", "millers", 2), 1);
  EXPECT_EQ(EditDistance("ab", "ba", 1), 1);
  EXPECT_EQ(EditDistance("", "ab", 2), 2);
}

TEST(EditDistance, StopsAboveTheLimit) {
  EXPECT_EQ(EditDistance("miller", "schmidt", 2), 3);
  EXPECT_EQ(EditDistance(std::string(60, 'a'), std::string(60, 'a'), 2), 3);
}

}  // namespace
}  // namespace namesake::detection
