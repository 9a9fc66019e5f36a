// SPDX-License-Identifier: Apache-2.0
#include "detection/transformation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "detection/name_match.h"
#include "detection/person_name.h"

namespace namesake::detection {
namespace {

using testing::Contains;

std::vector<std::string> Steps(std::string_view shown, std::string_view registered) {
  const RegisteredName name{.name = PrepareName(registered, NameRole::kRegistered), .readings = {}};
  const auto match = MatchName(PrepareName(shown, NameRole::kShown), name);
  std::vector<std::string> steps;
  if (!match) return {"no match"};
  for (const Transformation& step : TransformationsOf(shown, registered, *match)) {
    steps.emplace_back(StepName(step.step));
  }
  return steps;
}

TEST(Transformations, AreNoneForTheSameName) {
  EXPECT_EQ(Steps("John Doe", "John Doe"), std::vector<std::string>());
}

TEST(Transformations, TellHowPlainNamesDiffer) {
  EXPECT_THAT(Steps("JOHN DOE", "John Doe"), Contains("case"));
  EXPECT_THAT(Steps("Doe, John", "John Doe"), Contains("word_order"));
  EXPECT_THAT(Steps("John.Doe", "John Doe"), Contains("spacing"));
  EXPECT_THAT(Steps("J o h n  D o e", "John Doe"), Contains("spacing"));
}

TEST(Transformations, NameTheOddCharacters) {
  const RegisteredName name{.name = PrepareName("John Doe", NameRole::kRegistered), .readings = {}};
  const std::string shown = "J\u043Ehn D\u200Boe";
  const auto match = MatchName(PrepareName(shown, NameRole::kShown), name);
  ASSERT_TRUE(match.has_value());
  const auto steps = TransformationsOf(shown, "John Doe", *match);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].step, Step::kConfusable);
  EXPECT_EQ(steps[0].code_points, U"\u043E");
  EXPECT_EQ(steps[0].registered, "o");
  EXPECT_EQ(steps[1].step, Step::kInvisible);
  EXPECT_EQ(steps[1].code_points, U"\u200B");
}

TEST(Transformations, TellTheDeeperForms) {
  EXPECT_THAT(Steps("Jóhn Doe", "John Doe"), Contains("mark"));
  EXPECT_THAT(Steps("Jorg Muller", "Jörg Müller"), Contains("mark"));
  EXPECT_THAT(Steps("𝐉𝐨𝐡𝐧 Doe", "John Doe"), Contains("letter_style"));
  EXPECT_THAT(Steps("Dr. John Doe", "John Doe"), Contains("added_word"));
  EXPECT_THAT(Steps("Bob Miller", "Robert Miller"), Contains("nickname"));
  EXPECT_THAT(Steps("Robert Milelr", "Robert Miller"), Contains("typing_error"));
  EXPECT_THAT(Steps("Joerg Mueller", "Jörg Müller"), Contains("written_out"));
  EXPECT_THAT(Steps("José García", "José García López"), Contains("missing_word"));
  EXPECT_THAT(Steps("J. Doe", "John Doe"), Contains("initial"));
  EXPECT_THAT(Steps("Dmitrii Sokolov", "Дмитрий Соколов"), Contains("transliteration"));
}

TEST(Transformations, StayFewForAHostileName) {
  std::string shown = "John Doe";
  for (char32_t c = 0x300; c < 0x36F; ++c)
    shown += std::string("\xCC") + static_cast<char>(c & 0x3F);
  EXPECT_LT(Steps(shown, "John Doe").size(), 20U);
}

}  // namespace
}  // namespace namesake::detection
