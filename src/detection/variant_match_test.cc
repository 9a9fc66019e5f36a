// SPDX-License-Identifier: Apache-2.0
#include "detection/variant_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "detection/person_name.h"
#include "detection/word_match.h"
#include "text/skeleton.h"

namespace namesake::detection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<VariantMatch> Match(std::string_view shown, std::string_view registered) {
  return MatchVariant(SpeakName(text::Clean(shown)), SpeakName(CleanRegistered(registered)));
}

struct PairCase {
  std::string behaviour;
  std::string shown;
  std::string registered;
};

class AnotherForm : public testing::TestWithParam<PairCase> {};

TEST_P(AnotherForm, IsRecognised) {
  const auto match = Match(GetParam().shown, GetParam().registered);
  ASSERT_TRUE(match.has_value());
  EXPECT_NE(match->doubt, Doubt::kOtherPerson);
}

INSTANTIATE_TEST_SUITE_P(
    All, AnotherForm,
    testing::Values(PairCase{"nickname", "Bob Miller", "Robert Miller"},
                    PairCase{"nickname_with_error", "Bob Milelr", "Robert Miller"},
                    PairCase{"decorated", "Dr. Bob Miller (CEO)", "Robert Miller"},
                    PairCase{"surname_first", "Miller, Bob", "Robert Miller"},
                    PairCase{"initial", "J. Doe", "John Doe"},
                    PairCase{"half_of_a_double_surname", "José García", "José García López"},
                    PairCase{"half_with_hyphen", "Felix Dietrich", "Felix Dietrich-Franke"},
                    PairCase{"middle_name_left_out", "John Doe", "John Michael Doe"},
                    PairCase{"particle_left_out", "Joris Velden", "Joris van der Velden"},
                    PairCase{"particle_as_one", "Joris VanderVelden", "Joris van der Velden"},
                    PairCase{"chinese", "Wei Zhang", "张伟"},
                    PairCase{"chinese_regional", "Cheung Wei", "张伟"},
                    PairCase{"korean", "Min Jun Kim", "김민준"},
                    PairCase{"korean_other_spelling", "Lee Seo-jun", "이서준"},
                    PairCase{"arabic", "محمد الراشد", "Mohammed Al-Rashid"},
                    PairCase{"russian", "Dmitrii Sokolov", "Дмитрий Соколов"},
                    PairCase{"greek", "Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος"},
                    PairCase{"hindi", "Rahul Sharma", "राहुल शर्मा"},
                    PairCase{"role", "Account Payables", "Accounts Payable"}),
    [](const auto& test) { return test.param.behaviour; });

class Stranger : public testing::TestWithParam<PairCase> {};

TEST_P(Stranger, IsNotTakenForThePerson) {
  const auto match = Match(GetParam().shown, GetParam().registered);
  EXPECT_TRUE(!match || match->doubt == Doubt::kOtherPerson);
}

INSTANTIATE_TEST_SUITE_P(
    All, Stranger,
    testing::Values(PairCase{"other_given_name", "Roberta Miller", "Robert Miller"},
                    PairCase{"given_name_only", "Bob", "Robert Miller"},
                    PairCase{"surname_as_initial", "Bob M.", "Robert Miller"},
                    PairCase{"initials", "R. M.", "Robert Miller"},
                    PairCase{"given_names_only", "Ji Eun", "Ji Eun Kook"},
                    PairCase{"other_middle_initial", "John F. Doe", "John M. Doe"},
                    PairCase{"other_generation", "John Doe III", "John Doe Jr."},
                    PairCase{"further_surname", "Bob Miller Hudson", "Robert Miller"},
                    PairCase{"two_people", "Bob and Jane Miller", "Robert Miller"},
                    PairCase{"other_vietnamese_surname", "Lã Thị Huệ", "Phùng Thị Huệ"},
                    PairCase{"initial_of_another_spelling", "Tomás Marín, M.", "Maëlle Thomas"},
                    PairCase{"other_character_of_one_sound", "陈霞", "谭霞"},
                    PairCase{"other_country_s_spelling", "Kang Seo Hyun", "홍서윤"},
                    PairCase{"initial_of_a_list", "Brigitte Da Silva via R-help",
                             "Renata Coelho Silva"},
                    PairCase{"rare_nickname", "Alessia Fabbri", "Alessandra Fabbri"},
                    PairCase{"korean_given_name_alone", "Gong, Ji Eun", "Ji Eun Namgung"},
                    PairCase{"surname_in_the_place_of_another", "Joana Vaz Guerreiro",
                             "Joana Guerreiro Vicente"},
                    PairCase{"vietnamese_for_chinese", "Châu Đức Tùng", "董超"},
                    PairCase{"company", "van Es & Sons Ltd", "Emma van Es"}),
    [](const auto& test) { return test.param.behaviour; });

TEST(MatchVariant, TellsWhatItTookForWhat) {
  const auto match = Match("Bob Milelr (CEO)", "Robert James Miller");
  ASSERT_TRUE(match.has_value());
  ASSERT_EQ(match->words.size(), 2U);
  EXPECT_EQ(match->words[0].shown, "bob");
  EXPECT_EQ(match->words[0].registered, "robert");
  EXPECT_EQ(match->words[1].match.kinship, Kinship::kTypo);
  EXPECT_THAT(match->missing, ElementsAre("james"));
  EXPECT_THAT(match->added, ElementsAre("ceo"));
  EXPECT_TRUE(match->HasTypo());
}

TEST(MatchVariant, CountsAnInitialAsDoubtful) {
  EXPECT_EQ(Match("J. Doe", "John Doe")->doubt, Doubt::kInitialOnly);
  EXPECT_THAT(Match("Bob Miller", "Robert Miller")->missing, IsEmpty());
}

TEST(MatchVariant, GivesUpOnManyLikeWordsInBoundedTime) {
  std::string many;
  for (int i = 0; i < 100; ++i) many += "Anna Annie Ann ";
  EXPECT_FALSE(Match(many, "Anna Annie Ann Anni Anne Hanna Hannah Ana").has_value());
}

}  // namespace
}  // namespace namesake::detection
