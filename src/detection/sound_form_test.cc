// SPDX-License-Identifier: Apache-2.0
#include "detection/sound_form.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "detection/look_form.h"

namespace namesake::detection {
namespace {

std::string Sound(std::string_view word) { return SoundForm(CoarseForm(LookForm(word))); }

TEST(SoundForm, ForgivesWhatSpellingsOfOneNameDifferIn) {
  EXPECT_EQ(Sound("Mueller"), Sound("Muller"));
  EXPECT_EQ(Sound("Dmitrii"), Sound("Dmitriy"));
  EXPECT_EQ(Sound("Stephen"), Sound("Steven"));
  EXPECT_EQ(Sound("Alexander"), Sound("Aleksander"));
  EXPECT_EQ(Sound("Sokolov"), Sound("Sokoloff"));
  EXPECT_EQ(Sound("Accounts"), Sound("Account"));
  EXPECT_EQ(Sound("J0hn"), Sound("John"));
}

TEST(SoundForm, TellsOtherNamesApart) {
  EXPECT_NE(Sound("John"), Sound("Jane"));
  EXPECT_NE(Sound("Miller"), Sound("Schmidt"));
}

TEST(SoundHash, IsThatOfTheSoundForm) {
  EXPECT_EQ(SoundHashOfWord("robert"), SoundHash(CoarseForm(LookForm("Robert"))));
  EXPECT_EQ(SoundHashOfWord("wilhelmine"), SoundHash(CoarseForm(LookForm("Wilhelmine"))));
  const std::string longest(500, 'a');
  EXPECT_EQ(SoundHash(longest), SoundHash("a"));
}

// Two words with one error between them meet.
bool Meet(std::string_view a, std::string_view b) {
  const auto sounds = [](std::string_view word) {
    const std::string coarse = CoarseForm(LookForm(word));
    std::set<std::uint64_t> found{SoundHash(coarse)};
    ForEachSoundWithError(coarse, [&](std::uint64_t sound) { found.insert(sound); });
    return found;
  };
  const auto of_b = sounds(b);
  for (const std::uint64_t sound : sounds(a)) {
    if (of_b.contains(sound)) return true;
  }
  return false;
}

TEST(ForEachSoundWithError, LetsEveryTypingErrorMeet) {
  for (const std::string_view word :
       {"Etelka", "Palmer", "Fernando", "Horowitz", "Tatsuya", "Wilhelmine", "Charikleia"}) {
    const std::string right(word);
    for (std::size_t i = 1; i < right.size(); ++i) {
      std::string dropped = right;
      dropped.erase(i, 1);
      EXPECT_TRUE(Meet(dropped, right)) << dropped;
      std::string inserted = right;
      inserted.insert(i, "x");
      EXPECT_TRUE(Meet(inserted, right)) << inserted;
      if (i + 1 < right.size()) {
        std::string swapped = right;
        std::swap(swapped[i], swapped[i + 1]);
        EXPECT_TRUE(Meet(swapped, right)) << swapped;
      }
    }
  }
}

}  // namespace
}  // namespace namesake::detection
