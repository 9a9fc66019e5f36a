// SPDX-License-Identifier: Apache-2.0
#include "names/romanisation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "names/word_list.h"
#include "text/fold.h"
#include "text/skeleton.h"

namespace namesake::names {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(ChineseSurnames, HaveTheSpellingsOfEveryRegion) {
  EXPECT_THAT(SpellingsOfHanSurname("王"), Contains("wang"));
  EXPECT_THAT(SpellingsOfHanSurname("王"), Contains("ong"));
  EXPECT_THAT(SpellingsOfHanSurname("张"), Contains("cheung"));
  EXPECT_THAT(SpellingsOfHanSurname("張"), Contains("teo"));
  EXPECT_THAT(SpellingsOfHanSurname("歐陽"), Contains("auyeung"));
  EXPECT_THAT(SpellingsOfHanSurname("许"), Contains("hui"));
  EXPECT_THAT(SpellingsOfHanSurname("明天"), IsEmpty());
}

TEST(ChineseSurnames, AreJoinedOverTheirSpellings) {
  EXPECT_THAT(ChineseSurnameSpellings("zhang"), Contains("cheung"));
  EXPECT_THAT(ChineseSurnameSpellings("cheung"), Contains("zhang"));
  EXPECT_THAT(ChineseSurnameSpellings("chan"), Contains("tan"));
  EXPECT_THAT(ChineseSurnameSpellings("wang"), Not(Contains("li")));
  EXPECT_THAT(ChineseSurnameSpellings("smith"), IsEmpty());
  EXPECT_THAT(HanSurnamesOf("cheung"), Contains("张"));
}

TEST(ChineseSurnames, EndWhereTheGivenNameBegins) {
  EXPECT_EQ(HanSurnameLength("欧阳修"), 6U);
  EXPECT_EQ(HanSurnameLength("司馬光"), 6U);
  EXPECT_EQ(HanSurnameLength("王小明"), 3U);
  EXPECT_EQ(HanSurnameLength("王"), 3U);
  EXPECT_EQ(HanSurnameLength("的"), 0U);
  EXPECT_EQ(HanSurnameLength("wang"), 0U);
  EXPECT_EQ(HanSurnameLength(""), 0U);
}

TEST(KoreanSurnames, HaveTheirUsualSpellings) {
  EXPECT_THAT(SpellingsOfHangulSurname("김"), Contains("kim"));
  EXPECT_THAT(KoreanSurnameSpellings("park"), Contains("pak"));
  EXPECT_THAT(KoreanSurnameSpellings("rhee"), Contains("lee"));
  EXPECT_THAT(KoreanSurnameSpellings("choi"), Contains("choe"));
  EXPECT_THAT(HangulSurnamesOf("chung"), Contains("정"));
  EXPECT_THAT(KoreanSurnameSpellings("smith"), IsEmpty());
  EXPECT_EQ(HangulSurnameLength("남궁민수"), 6U);
  EXPECT_EQ(HangulSurnameLength("김민수"), 3U);
}

TEST(VietnameseSurnames, AreKnown) {
  for (const std::string_view name : WordList("nguyen tran le pham huynh dang")) {
    EXPECT_TRUE(IsVietnameseSurname(name)) << name;
  }
  EXPECT_FALSE(IsVietnameseSurname("smith"));
}

TEST(JapaneseNames, AreKnownBySurnameAndGivenName) {
  for (const std::string_view name : WordList("sato suzuki tanaka watanabe ono kobayashi")) {
    EXPECT_TRUE(IsJapaneseSurname(name)) << name;
  }
  for (const std::string_view name : WordList("hiroshi yuki yoko kenji taro")) {
    EXPECT_TRUE(IsJapaneseGivenName(name)) << name;
  }
  EXPECT_FALSE(IsJapaneseSurname("smith"));
  EXPECT_FALSE(IsJapaneseGivenName("john"));
}

TEST(ArabicNames, LeadToTheirSpellingsAndBack) {
  EXPECT_THAT(SpellingsOfArabicName("محمد"), Contains("mohammed"));
  EXPECT_THAT(SpellingsOfArabicName("محمد"), Contains("muhammad"));
  EXPECT_THAT(SpellingsOfArabicName("الراشد"), Contains("alrashid"));
  EXPECT_THAT(SpellingsOfArabicName("فاطمه"), Contains("fatima"));
  EXPECT_THAT(ArabicNamesOf("youssef"), ElementsAre("يوسف"));
  EXPECT_EQ(ArabicNamesOf("hasan").front(), "حسن");
  EXPECT_THAT(ArabicNamesOf("smith"), IsEmpty());
}

TEST(HebrewNames, LeadToTheirSpellingsAndBack) {
  EXPECT_THAT(SpellingsOfHebrewName("יצחק"), Contains("yitzhak"));
  EXPECT_THAT(SpellingsOfHebrewName("כהן"), Contains("cohen"));
  EXPECT_THAT(HebrewNamesOf("moshe"), ElementsAre("משה"));
}

TEST(HindiNames, LeadToTheirSpellingsAndBack) {
  EXPECT_THAT(SpellingsOfHindiName("दीपक"), Contains("deepak"));
  EXPECT_THAT(SpellingsOfHindiName("शर्मा"), Contains("sharma"));
  EXPECT_THAT(HindiNamesOf("deepak"), ElementsAre("दीपक"));
}

// What a table of another script has under a key that no reader's folding makes, is never found.
TEST(Romanisation, FindsTheWordsThatFoldingMakes) {
  const auto fold = [](std::string_view word) { return text::FoldCase(text::Clean(word)); };
  EXPECT_THAT(SpellingsOfArabicName(fold("أَحْمَد")), Contains("ahmed"));
  EXPECT_THAT(SpellingsOfArabicName(fold("فؤاد")), Contains("fouad"));
  EXPECT_THAT(SpellingsOfArabicName(fold("إبراهيم")), Contains("ibrahim"));
  EXPECT_THAT(SpellingsOfHebrewName(fold("דָּוִד")), Contains("david"));
  EXPECT_THAT(SpellingsOfHebrewName(fold("שרון")), Contains("sharon"));
  EXPECT_THAT(SpellingsOfHindiName(fold("चोपड़ा")), Contains("chopra"));
  EXPECT_THAT(SpellingsOfHangulSurname(fold("최")), Contains("choi"));
  EXPECT_THAT(SpellingsOfHanSurname(fold("劉")), Contains("lau"));
  for (const std::string_view latin : WordList("mohammed fouad ahmed aisha saleh")) {
    for (const std::string_view word : ArabicNamesOf(latin)) EXPECT_EQ(fold(word), word);
  }
}

}  // namespace
}  // namespace namesake::names
