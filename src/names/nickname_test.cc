// SPDX-License-Identifier: Apache-2.0
#include "names/nickname.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "names/given_name.h"
#include "names/nickname_rows.h"
#include "names/word_list.h"
#include "text/fold.h"
#include "text/skeleton.h"

namespace namesake::names {
namespace {

std::optional<RelatedName> Find(std::string_view name, std::string_view other) {
  for (const RelatedName& related : RelatedGivenNames(name)) {
    if (related.name() == other) return related;
  }
  return std::nullopt;
}

struct Pair {
  std::string_view short_form;
  std::string_view full_name;
};

class Nicknames : public testing::TestWithParam<Pair> {};

TEST_P(Nicknames, LeadToTheFullNameAndBack) {
  const auto [short_form, full_name] = GetParam();
  const auto full = Find(short_form, full_name);
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(full->relation(), Relation::kFullForm);
  const auto back = Find(full_name, short_form);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->relation(), Relation::kShortForm);
  EXPECT_EQ(full->weight(), back->weight());
}

INSTANTIATE_TEST_SUITE_P(
    Cultures, Nicknames,
    testing::Values(Pair{"bob", "robert"}, Pair{"bill", "william"}, Pair{"peggy", "margaret"},
                    Pair{"pepe", "jose"}, Pair{"paco", "francisco"}, Pair{"lola", "dolores"},
                    Pair{"sepp", "josef"}, Pair{"uli", "ulrich"}, Pair{"manu", "emmanuel"},
                    Pair{"beppe", "giuseppe"}, Pair{"gigi", "luigi"}, Pair{"ze", "jose"},
                    Pair{"chico", "francisco"}, Pair{"dima", "dmitri"}, Pair{"zhenya", "evgeny"},
                    Pair{"gosia", "malgorzata"}, Pair{"pista", "istvan"}, Pair{"honza", "jan"},
                    Pair{"henk", "hendrik"}, Pair{"lasse", "lars"}, Pair{"yannis", "ioannis"},
                    Pair{"memo", "mehmet"}, Pair{"yossi", "yosef"},
                    Pair{"\u0441\u0430\u0448\u0430",
                         "\u0430\u043B\u0435\u043A\u0441\u0430\u043D\u0434\u0440"}));

TEST(RelatedGivenNames, WeighsWhatCanBeMeant) {
  EXPECT_EQ(Find("bob", "robert")->weight(), 1.0F);
  EXPECT_LT(Find("alex", "alexandra")->weight(), 1.0F);
  EXPECT_TRUE(Find("sasha", "alexander").has_value());
  EXPECT_TRUE(Find("sasha", "alexandra").has_value());
}

TEST(RelatedGivenNames, JoinsSpellingsOfOneName) {
  for (const auto& [name, other] :
       {Pair{"stephen", "steven"}, Pair{"catherine", "kathryn"}, Pair{"mohammed", "muhammad"},
        Pair{"dmitry", "dmitrii"}, Pair{"evgeny", "yevgeny"}, Pair{"geoffrey", "jeffrey"}}) {
    const auto found = Find(name, other);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_EQ(found->relation(), Relation::kSpelling);
    EXPECT_TRUE(Find(other, name).has_value()) << other;
  }
  EXPECT_FALSE(Find("mohammed", "mehmet").has_value());
}

TEST(RelatedGivenNames, GoesOverASpellingToTheShortForm) {
  const auto found = Find("kathryn", "cathy");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->relation(), Relation::kShortForm);
}

TEST(RelatedGivenNames, NamesOtherShortFormsOfTheSameNameLast) {
  const auto found = Find("bob", "rob");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->relation(), Relation::kSameFullForm);
  EXPECT_LT(found->weight(), Find("bob", "robert")->weight());
}

TEST(RelatedGivenNames, DoesNotTakeTwoNamesForOneBecauseTheyShareAShortForm) {
  EXPECT_FALSE(Find("alexander", "alexandra").has_value());
  EXPECT_FALSE(Find("daniel", "daniela").has_value());
  EXPECT_FALSE(Find("john", "jonathan").has_value());
}

TEST(RelatedGivenNames, KnowsNothingOfOtherWords) {
  for (const std::string_view word : {"", "Bob", "finance", "xqzt"}) {
    EXPECT_TRUE(RelatedGivenNames(word).empty()) << word;
  }
}

TEST(RelatedGivenNames, KeepsItsPromisesForEveryName) {
  std::set<std::string_view> names;
  for (const auto& rows : kNicknameRows) {
    for (const NicknameRow& row : rows) names.insert(row.full_name);
  }
  for (const std::string_view group : kSpellingGroups) {
    for (const std::string_view name : WordList(group)) names.insert(name);
  }
  ASSERT_GT(names.size(), 1000U);
  for (const std::string_view name : names) {
    const auto related = RelatedGivenNames(name);
    EXPECT_FALSE(related.empty()) << name;
    EXPECT_LE(related.size(), kMaxRelatedNames) << name;
    std::set<std::string_view> seen = {name};
    float before = 1.0F;
    for (const RelatedName& other : related) {
      EXPECT_TRUE(seen.insert(other.name()).second) << name << ' ' << other.name();
      EXPECT_LE(other.weight(), before) << name << ' ' << other.name();
      EXPECT_GT(other.weight(), 0.0F) << name << ' ' << other.name();
      before = other.weight();
    }
  }
}

TEST(NicknameRows, AreSortedWithinTheirLanguage) {
  for (const auto& rows : kNicknameRows) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      EXPECT_LT(rows[i - 1].full_name, rows[i].full_name);
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(kSpellingGroups));
}

TEST(NicknameRows, HaveEachNameInOneGroupOfSpellings) {
  std::set<std::string_view> seen;
  for (const std::string_view group : kSpellingGroups) {
    for (const std::string_view name : WordList(group))
      EXPECT_TRUE(seen.insert(name).second) << name;
  }
}

TEST(NicknameRows, AreFoldedAsTheirReadersFold) {
  const auto expect_folded = [](std::string_view name) {
    EXPECT_EQ(text::FoldCase(text::Clean(name)), name);
  };
  for (const auto& rows : kNicknameRows) {
    for (const NicknameRow& row : rows) {
      expect_folded(row.full_name);
      for (const std::string_view item : WordList(row.short_forms)) {
        const std::string_view digits = item.substr(std::min(item.find(':'), item.size()));
        expect_folded(item.substr(0, item.size() - digits.size()));
        if (digits.empty()) continue;
        const int percent = std::stoi(std::string(digits.substr(1)));
        EXPECT_TRUE(percent >= 10 && percent < 100) << row.full_name << ' ' << item;
      }
    }
  }
}

TEST(NicknameRows, HaveGivenNamesOnlyWhereTheyAreLatin) {
  for (const auto& rows : kNicknameRows) {
    for (const NicknameRow& row : rows) {
      if (static_cast<unsigned char>(row.full_name.front()) < 0x80) {
        EXPECT_TRUE(IsGivenName(row.full_name)) << row.full_name;
      }
    }
  }
}

}  // namespace
}  // namespace namesake::names
