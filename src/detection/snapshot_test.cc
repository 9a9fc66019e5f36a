// SPDX-License-Identifier: Apache-2.0
#include "detection/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "detection/identity_lookup.h"
#include "detection/name_match.h"
#include "registry/policy.h"
#include "registry/policy_set.h"

namespace namesake::detection {
namespace {

// Names without two alike, so that each is found by exactly one search.
std::string NameOf(std::size_t number) {
  std::string surname;
  for (std::size_t rest = number + std::size_t{26} * 26; rest > 0; rest /= 26) {
    surname.push_back(static_cast<char>('a' + rest % 26));
  }
  return "Person" + surname + " Family" + surname;
}

IdentityChange Put(const base::Uuid& id, const std::string& name) {
  return {id, Identity{.id = id, .name = name, .email = "p@example.com"}};
}

IdentityChange Remove(const base::Uuid& id) { return {id, std::nullopt}; }

std::vector<base::Uuid> Find(const Snapshot& snapshot, const std::string& name) {
  std::vector<base::Uuid> ids;
  for (const ShownIdentity& shown : FindShownIdentities(snapshot, name)) {
    if (shown.match.layer != Layer::kExact) continue;  // made-up names resemble each other
    ids.push_back(shown.identity->identity.id.value());
  }
  std::ranges::sort(ids);
  return ids;
}

Snapshot MergeAll(Snapshot snapshot) {
  while (const auto plan = snapshot.PlanMerge()) {
    snapshot = snapshot.WithMerged(*plan, Snapshot::Merge(*plan));
  }
  return snapshot;
}

TEST(Snapshot, FindsWhatWasPut) {
  const base::Uuid id = base::MakeUuidV7({});
  const Snapshot snapshot = Snapshot().With({Put(id, "John Doe")});
  EXPECT_EQ(snapshot.size(), 1U);
  EXPECT_EQ(Find(snapshot, "John Doe"), std::vector{id});
}

TEST(Snapshot, LeavesTheOldOneAsItWas) {
  const base::Uuid id = base::MakeUuidV7({});
  const Snapshot before = Snapshot().With({Put(id, "John Doe")});
  const Snapshot after = before.With({Remove(id)});
  EXPECT_EQ(Find(before, "John Doe"), std::vector{id});
  EXPECT_TRUE(Find(after, "John Doe").empty());
}

TEST(Snapshot, FindsARenamedIdentityUnderItsNewNameOnly) {
  const base::Uuid id = base::MakeUuidV7({});
  const Snapshot snapshot = Snapshot().With({Put(id, "John Doe")}).With({Put(id, "Jane Roe")});
  EXPECT_EQ(snapshot.size(), 1U);
  EXPECT_TRUE(Find(snapshot, "John Doe").empty());
  EXPECT_EQ(Find(snapshot, "Jane Roe"), std::vector{id});
}

TEST(Snapshot, TakesTheLastOfSeveralChangesOfOneId) {
  const base::Uuid id = base::MakeUuidV7({});
  const Snapshot snapshot = Snapshot().With({Put(id, "John Doe"), Remove(id), Put(id, "Jane Roe")});
  EXPECT_EQ(snapshot.size(), 1U);
  EXPECT_TRUE(Find(snapshot, "John Doe").empty());
  EXPECT_EQ(Find(snapshot, "Jane Roe"), std::vector{id});
}

TEST(Snapshot, IgnoresTheRemovalOfWhatItDoesNotHave) {
  EXPECT_EQ(Snapshot().With({Remove(base::MakeUuidV7({}))}).size(), 0U);
}

TEST(Snapshot, KeepsItsContentInAFewSegmentsHoweverItCameThere) {
  std::vector<IdentityChange> changes;
  Snapshot snapshot;
  for (std::size_t i = 0; i < 3000; ++i) {
    snapshot = snapshot.With({Put(base::MakeUuidV7({}), NameOf(i))});
  }
  EXPECT_EQ(snapshot.size(), 3000U);
  EXPECT_LT(snapshot.segments().size(), 12U);
  for (std::size_t i = 0; i < 3000; i += 97) EXPECT_EQ(Find(snapshot, NameOf(i)).size(), 1U);
}

TEST(Snapshot, MergesLargeSegmentsWhileNewChangesArrive) {
  std::vector<IdentityChange> first;
  std::vector<IdentityChange> second;
  for (std::size_t i = 0; i < 10'000; ++i) {
    first.push_back(Put(base::MakeUuidV7({}), NameOf(i)));
    second.push_back(Put(base::MakeUuidV7({}), NameOf(10'000 + i)));
  }
  const base::Uuid gone = first[5].id;
  Snapshot snapshot = Snapshot().With(std::move(first)).With(std::move(second));
  const auto plan = snapshot.PlanMerge();
  ASSERT_TRUE(plan.has_value());
  const auto merged = Snapshot::Merge(*plan);
  snapshot = snapshot.With({Remove(gone)});  // while the merge was under way
  const Snapshot after = snapshot.WithMerged(*plan, merged);
  EXPECT_LT(after.segments().size(), snapshot.segments().size());
  EXPECT_EQ(after.size(), 19'999U);
  EXPECT_TRUE(Find(after, NameOf(5)).empty());
  EXPECT_EQ(Find(after, NameOf(12'345)).size(), 1U);
}

TEST(Snapshot, ForgetsAPlanThatNoLongerFits) {
  std::vector<IdentityChange> first;
  std::vector<IdentityChange> second;
  for (std::size_t i = 0; i < 9'000; ++i) {
    first.push_back(Put(base::MakeUuidV7({}), NameOf(i)));
    second.push_back(Put(base::MakeUuidV7({}), NameOf(9'000 + i)));
  }
  const Snapshot snapshot = Snapshot().With(std::move(first)).With(std::move(second));
  const auto plan = snapshot.PlanMerge();
  ASSERT_TRUE(plan.has_value());
  const Snapshot merged = MergeAll(snapshot);
  EXPECT_EQ(merged.WithMerged(*plan, Snapshot::Merge(*plan)).segments(), merged.segments());
}

// Against a plain map, through any order of changes and merges.
TEST(Snapshot, AgreesWithAMapAfterAnyChanges) {
  std::mt19937 random(20261124);  // NOLINT(*-msc51-cpp): the same changes every time
  std::vector<base::Uuid> ids;
  for (std::size_t i = 0; i < 200; ++i) ids.push_back(base::MakeUuidV7({}));
  std::map<base::Uuid, std::string> expected;
  Snapshot snapshot;
  for (int round = 0; round < 500; ++round) {
    std::vector<IdentityChange> changes;
    for (std::size_t i = 0; i < 1 + random() % 8; ++i) {
      const base::Uuid id = ids[random() % ids.size()];
      if (random() % 3 == 0) {
        changes.push_back(Remove(id));
        expected.erase(id);
      } else {
        const std::string name = NameOf(random() % 50);
        changes.push_back(Put(id, name));
        expected[id] = name;
      }
    }
    snapshot = snapshot.With(std::move(changes));
    if (round % 50 == 0) snapshot = MergeAll(std::move(snapshot));
    ASSERT_EQ(snapshot.size(), expected.size());
  }
  for (std::size_t i = 0; i < 50; ++i) {
    std::vector<base::Uuid> bearers;
    for (const auto& [id, name] : expected) {
      if (name == NameOf(i)) bearers.push_back(id);
    }
    EXPECT_EQ(Find(snapshot, NameOf(i)), bearers);
  }
}

TEST(Snapshot, KeepsItsPoliciesThroughOtherChanges) {
  EXPECT_TRUE(Snapshot().policies().empty());
  registry::Policy policy;
  policy.id = base::MakeUuidV7({});
  policy.rule = registry::BlockedSender{.pattern_type = registry::PatternType::kDomain};
  policy.pattern = "evil.example";
  const auto policies =
      std::make_shared<const registry::PolicySet>(std::vector<registry::Policy>{policy});
  const Snapshot before;
  const Snapshot snapshot = before.WithPolicies(policies)
                                .With({Put(base::MakeUuidV7({}), "John Doe")})
                                .WithDomains({"example.com"});
  EXPECT_EQ(&snapshot.policies(), policies.get());
  EXPECT_TRUE(before.policies().empty());
}

}  // namespace
}  // namespace namesake::detection
