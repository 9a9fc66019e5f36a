// SPDX-License-Identifier: Apache-2.0
#include "storage/recent_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage {
namespace {

using registry::Change;
using ::testing::ElementsAre;
using ::testing::Optional;

constexpr std::size_t kAll = 1000;

Change Numbered(std::uint64_t sequence) {
  Change change;
  change.sequence = sequence;
  return change;
}

std::vector<Change> From(std::uint64_t first, std::uint64_t last) {
  std::vector<Change> changes;
  for (std::uint64_t i = first; i <= last; ++i) changes.push_back(Numbered(i));
  return changes;
}

std::optional<std::vector<std::uint64_t>> After(const RecentChanges& recent, std::uint64_t after,
                                                std::size_t limit = kAll) {
  const auto changes = recent.After(after, limit);
  if (!changes) return std::nullopt;
  std::vector<std::uint64_t> sequences;
  for (const Change& change : *changes) sequences.push_back(change.sequence);
  return sequences;
}

TEST(RecentChanges, AnswersFromWithinWhatItHas) {
  RecentChanges recent(100);
  recent.Append(recent.era(), From(5, 6));
  recent.Append(recent.era(), From(7, 8));
  EXPECT_THAT(After(recent, 4), Optional(ElementsAre(5, 6, 7, 8)));
  EXPECT_THAT(After(recent, 6), Optional(ElementsAre(7, 8)));
  EXPECT_THAT(After(recent, 7), Optional(ElementsAre(8)));
  EXPECT_THAT(After(recent, 4, 3), Optional(ElementsAre(5, 6, 7)));
}

TEST(RecentChanges, LeavesToTheDatabaseWhatLiesOutside) {
  RecentChanges recent(100);
  EXPECT_EQ(After(recent, 0), std::nullopt);
  recent.Append(recent.era(), From(5, 8));
  EXPECT_EQ(After(recent, 3), std::nullopt);
  EXPECT_EQ(After(recent, 8), std::nullopt);  // another process may have written
  EXPECT_EQ(After(recent, 9), std::nullopt);
}

TEST(RecentChanges, ForgetsWhatIsBeforeTheChangesOfAnotherProcess) {
  RecentChanges recent(100);
  recent.Append(recent.era(), From(1, 4));
  recent.Append(recent.era(), From(6, 7));
  EXPECT_EQ(After(recent, 3), std::nullopt);
  EXPECT_EQ(After(recent, 4), std::nullopt);
  EXPECT_THAT(After(recent, 5), Optional(ElementsAre(6, 7)));
  // A database that an older copy was put in place of counts from further back.
  recent.Append(recent.era(), From(3, 3));
  EXPECT_EQ(After(recent, 5), std::nullopt);
  EXPECT_THAT(After(recent, 2), Optional(ElementsAre(3)));
}

TEST(RecentChanges, KeepsNoMoreThanItsCapacity) {
  RecentChanges recent(3);
  recent.Append(recent.era(), From(1, 2));
  recent.Append(recent.era(), From(3, 4));
  EXPECT_EQ(After(recent, 0), std::nullopt);
  EXPECT_THAT(After(recent, 1), Optional(ElementsAre(2, 3, 4)));
  recent.Append(recent.era(), From(5, 9));
  EXPECT_EQ(After(recent, 5), std::nullopt);
  EXPECT_THAT(After(recent, 6), Optional(ElementsAre(7, 8, 9)));
}

TEST(RecentChanges, DoesNotLetLargeEntriesAddUp) {
  RecentChanges recent(100'000);
  for (std::uint64_t i = 1; i <= 2000; ++i) {
    Change change = Numbered(i);
    change.entry.emplace().email = std::string(registry::kMaxEmailBytes, 'x');
    recent.Append(recent.era(), {change});
  }
  EXPECT_EQ(After(recent, 1000), std::nullopt);
  EXPECT_EQ(After(recent, 1900).value_or(std::vector<std::uint64_t>{}).size(), 100U);
}

TEST(RecentChanges, TellsNothingOfADatabaseThatIsGone) {
  RecentChanges recent(100);
  const auto before = recent.era();
  recent.Append(before, From(1, 4));
  recent.Clear();
  EXPECT_EQ(After(recent, 2), std::nullopt);
  recent.Append(before, From(5, 6));  // the commit was under way to the file that is gone
  EXPECT_EQ(After(recent, 4), std::nullopt);
  recent.Append(recent.era(), From(5, 6));
  EXPECT_THAT(After(recent, 4), Optional(ElementsAre(5, 6)));
}

}  // namespace
}  // namespace namesake::storage
