// SPDX-License-Identifier: Apache-2.0
#include "live/snapshot_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "detection/snapshot.h"
#include "registry/account.h"

namespace namesake::live {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

registry::AccountId AccountNumber(std::uint8_t number) {
  registry::AccountId id;
  id.bytes.back() = number;
  return id;
}

// A snapshot of so many identities, all of the same size.
SnapshotPointer SnapshotOf(std::size_t identities) {
  std::vector<detection::Identity> people;
  for (std::size_t i = 0; i < identities; ++i) {
    people.push_back({.id = base::MakeUuidV7({}), .name = "Jane Smith", .email = "j@example.com"});
  }
  return std::make_shared<const detection::Snapshot>(std::move(people), std::vector<std::string>{});
}

Loaded LoadedOf(std::size_t identities) { return {.snapshot = SnapshotOf(identities)}; }

const std::size_t kSize = SnapshotOf(100)->memory_bytes();

TEST(SnapshotCache, KeepsEverythingWithoutABudget) {
  SnapshotCache cache(0);
  for (std::uint8_t i = 1; i <= 50; ++i) cache.Put(AccountNumber(i), LoadedOf(100));
  EXPECT_EQ(cache.figures().accounts, 50U);
  EXPECT_EQ(cache.figures().bytes, 50 * kSize);
  EXPECT_EQ(cache.figures().evicted, 0U);
}

TEST(SnapshotCache, LetsThoseGoThatNobodyHasAskedForTheLongest) {
  SnapshotCache cache(3 * kSize);
  for (std::uint8_t i = 1; i <= 3; ++i) cache.Put(AccountNumber(i), LoadedOf(100));
  EXPECT_NE(cache.Find(AccountNumber(1)), nullptr);
  cache.Put(AccountNumber(4), LoadedOf(100));
  EXPECT_THAT(cache.Accounts(), ElementsAre(AccountNumber(4), AccountNumber(1), AccountNumber(3)));
  EXPECT_EQ(cache.Find(AccountNumber(2)), nullptr);
  EXPECT_EQ(cache.figures().bytes, 3 * kSize);
  EXPECT_EQ(cache.figures().evicted, 1U);
}

TEST(SnapshotCache, LookingIsNotAsking) {
  SnapshotCache cache(2 * kSize);
  cache.Put(AccountNumber(1), LoadedOf(100));
  cache.Put(AccountNumber(2), LoadedOf(100));
  EXPECT_TRUE(cache.Peek(AccountNumber(1)));
  cache.Put(AccountNumber(3), LoadedOf(100));
  EXPECT_THAT(cache.Accounts(), ElementsAre(AccountNumber(3), AccountNumber(2)));
}

TEST(SnapshotCache, KeepsTheOneAskedForLastWhateverItsSize) {
  SnapshotCache cache(kSize);
  cache.Put(AccountNumber(1), LoadedOf(100));
  cache.Put(AccountNumber(2), LoadedOf(1000));
  EXPECT_THAT(cache.Accounts(), ElementsAre(AccountNumber(2)));
  cache.Put(AccountNumber(3), LoadedOf(100));
  EXPECT_THAT(cache.Accounts(), ElementsAre(AccountNumber(3)));
}

TEST(SnapshotCache, MakesRoomForASnapshotThatGrows) {
  SnapshotCache cache(3 * kSize);
  for (std::uint8_t i = 1; i <= 3; ++i) cache.Put(AccountNumber(i), LoadedOf(100));
  const SnapshotPointer grown = SnapshotOf(200);
  cache.Replace(AccountNumber(2), grown);
  EXPECT_THAT(cache.Accounts(), ElementsAre(AccountNumber(3), AccountNumber(2)));
  EXPECT_EQ(cache.Find(AccountNumber(2)), grown);
  EXPECT_EQ(cache.figures().bytes, kSize + grown->memory_bytes());
}

TEST(SnapshotCache, BringsNobodyBackWhoHasGone) {
  SnapshotCache cache(kSize);
  cache.Put(AccountNumber(1), LoadedOf(100));
  cache.Put(AccountNumber(2), LoadedOf(100));
  cache.Replace(AccountNumber(1), SnapshotOf(100));
  EXPECT_EQ(cache.Find(AccountNumber(1)), nullptr);
}

TEST(SnapshotCache, WhoHoldsASnapshotThatWentKeepsIt) {
  SnapshotCache cache(kSize);
  cache.Put(AccountNumber(1), LoadedOf(100));
  const SnapshotPointer held = cache.Find(AccountNumber(1));
  cache.Put(AccountNumber(2), LoadedOf(100));
  EXPECT_EQ(held->size(), 100U);
}

TEST(SnapshotCache, RemembersHowFarASnapshotGoes) {
  SnapshotCache cache(0);
  cache.Put(AccountNumber(1), {.snapshot = SnapshotOf(1), .sequence = 7, .policy_sequence = 8});
  cache.Replace(AccountNumber(1), SnapshotOf(2));
  const auto loaded = cache.Peek(AccountNumber(1));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->sequence, 7U);
  EXPECT_EQ(loaded->policy_sequence, 8U);
  EXPECT_THAT(SnapshotCache(0).Accounts(), IsEmpty());
}

}  // namespace
}  // namespace namesake::live
