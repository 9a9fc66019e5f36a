// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: policies.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::AllowPolicy;
using registry::BlockedSender;
using registry::Change;
using registry::ChangeKind;
using registry::ChangePolicies;
using registry::Direction;
using registry::PatternType;
using registry::Policy;
using registry::PolicyKind;
using registry::PolicyOrder;
using registry::PolicyQuery;
using registry::TrustedDomain;
using registry::Write;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PolicyContract : public StoreContract {
 protected:
  // A policy made at At(number), its pattern an address of its own.
  template <typename Rule>
  Policy Make(std::int64_t number, Rule rule) {
    Policy policy;
    policy.account = mine_;
    policy.id = EntryId(number);
    policy.rule = rule;
    policy.pattern = fmt::format("sender{}@example.com", number);
    policy.created_at = At(number);
    policy.modified_at = At(number);
    return policy;
  }
  Policy Block(std::int64_t number) { return Make(number, BlockedSender{}); }

  Write Change(ChangePolicies change) {
    return {.account = mine_, .action = std::move(change), .replay = std::nullopt, .now = At(0)};
  }
  Write CreateAll(std::vector<Policy> policies) {
    ChangePolicies change;
    change.kind = policies.front().kind();
    change.creates = std::move(policies);
    return Change(std::move(change));
  }
  Write ReplaceBy(const Policy& policy, base::Time expected) {
    ChangePolicies change;
    change.kind = policy.kind();
    change.replaces = {{policy, expected}};
    return Change(std::move(change));
  }
  Write DeleteOf(PolicyKind kind, const base::Uuid& id) {
    ChangePolicies change;
    change.kind = kind;
    change.deletes = {id};
    return Change(std::move(change));
  }
  std::optional<ErrorCode> CodeOfCommit(const Write& write) {
    return CodeOf(store().CommitAndWait(write));
  }

  registry::PolicyPage ListPolicies(const PolicyQuery& query) {
    auto page = store().ListPolicies(mine_, query);
    EXPECT_TRUE(page) << page.error().message;
    return page ? std::move(*page) : registry::PolicyPage{};
  }
  std::vector<std::string> Patterns(const PolicyQuery& query) {
    std::vector<std::string> patterns;
    for (const Policy& policy : ListPolicies(query).policies) patterns.push_back(policy.pattern);
    return patterns;
  }
};

NAMESAKE_OVER_EVERY_STORE(PolicyContract);

PolicyQuery Blocks() {
  PolicyQuery query;
  query.kind = PolicyKind::kBlock;
  return query;
}

// ---- Single policies ----------------------------------------------------------------------------

TEST_P(PolicyContract, GivesBackEveryFieldOfEveryKind) {
  Policy allow = Make(1, AllowPolicy{.pattern_type = PatternType::kIp,
                                     .is_exempt_recipient = true,
                                     .is_acceptable_sender = true,
                                     .verify_sender = true});
  allow.comments = "";
  Policy trusted = Make(2, TrustedDomain{.is_similarity = true});
  trusted.pattern = "b[üu]cher\\.example";
  trusted.is_regex = true;
  Policy block = Make(3, BlockedSender{.pattern_type = PatternType::kUnknown});
  block.comments = std::string(4096, 'c');
  block.modified_at = At(99);
  for (const Policy& policy : {allow, trusted, block}) {
    MustCommit(CreateAll({policy}));
    EXPECT_EQ(store().GetPolicy(mine_, policy.kind(), policy.id), policy);
  }
}

TEST_P(PolicyContract, FindsAPolicyOnlyInItsListAndAccount) {
  MustCommit(CreateAll({Block(1)}));
  EXPECT_EQ(store().GetPolicy(mine_, PolicyKind::kAllow, EntryId(1)), std::nullopt);
  EXPECT_EQ(store().GetPolicy(other_, PolicyKind::kBlock, EntryId(1)), std::nullopt);
  EXPECT_EQ(store().GetPolicy(mine_, PolicyKind::kBlock, EntryId(2)), std::nullopt);
  EXPECT_EQ(CodeOfCommit(DeleteOf(PolicyKind::kAllow, EntryId(1))), ErrorCode::kNotFound);
  EXPECT_EQ(CodeOfCommit(ReplaceBy(Make(1, AllowPolicy{}), At(1))), ErrorCode::kNotFound);
}

TEST_P(PolicyContract, RefusesWhatCannotBeCreated) {
  MustCommit(CreateAll({Block(1)}));
  EXPECT_EQ(CodeOfCommit(CreateAll({Block(1)})), ErrorCode::kConflict);
  EXPECT_EQ(CodeOfCommit(CreateAll({Block(2), Block(2)})), ErrorCode::kConflict);

  Policy foreign = Block(3);
  foreign.account = other_;
  EXPECT_EQ(CodeOfCommit(CreateAll({foreign})), ErrorCode::kInvalidArgument);
  ChangePolicies mixed;
  mixed.kind = PolicyKind::kAllow;
  mixed.creates = {Block(4)};
  EXPECT_EQ(CodeOfCommit(Change(mixed)), ErrorCode::kInvalidArgument);

  Policy homeless = Block(5);
  homeless.account = AccountNumber(9);
  Write write = CreateAll({homeless});
  write.account = homeless.account;
  EXPECT_EQ(CodeOfCommit(write), ErrorCode::kNotFound);
  EXPECT_EQ(ListPolicies(Blocks()).total_count, 1U);
}

TEST_P(PolicyContract, ReplacesEveryField) {
  MustCommit(CreateAll({Make(1, AllowPolicy{})}));
  Policy changed =
      Make(1, AllowPolicy{.pattern_type = PatternType::kDomain, .is_trusted_sender = true});
  changed.pattern = "partner.example";
  changed.comments = "a partner";
  changed.modified_at = At(5);
  MustCommit(ReplaceBy(changed, At(1)));
  EXPECT_EQ(store().GetPolicy(mine_, PolicyKind::kAllow, changed.id), changed);
}

TEST_P(PolicyContract, RefusesToReplaceWhatWasChangedMeanwhile) {
  MustCommit(CreateAll({Block(1)}));
  EXPECT_EQ(CodeOfCommit(ReplaceBy(Block(1), At(7))), ErrorCode::kConflict);
  EXPECT_EQ(CodeOfCommit(ReplaceBy(Block(2), At(2))), ErrorCode::kNotFound);
}

TEST_P(PolicyContract, DeletesOnce) {
  MustCommit(CreateAll({Block(1)}));
  MustCommit(DeleteOf(PolicyKind::kBlock, EntryId(1)));
  EXPECT_EQ(store().GetPolicy(mine_, PolicyKind::kBlock, EntryId(1)), std::nullopt);
  EXPECT_EQ(CodeOfCommit(DeleteOf(PolicyKind::kBlock, EntryId(1))), ErrorCode::kNotFound);
}

// ---- Several at once ----------------------------------------------------------------------------

TEST_P(PolicyContract, CarriesOutABatchInOrder) {
  MustCommit(CreateAll({Block(1), Block(2)}));
  ChangePolicies batch;
  batch.kind = PolicyKind::kBlock;
  batch.deletes = {EntryId(1)};
  Policy once = Block(2);
  once.modified_at = At(10);
  Policy twice = Block(2);
  twice.pattern = "twice@example.com";
  twice.modified_at = At(11);
  batch.replaces = {{once, At(2)}, {twice, At(10)}};
  batch.creates = {Block(1), Block(3)};  // the id that was just freed
  MustCommit(Change(batch));
  EXPECT_THAT(Patterns(Blocks()),
              ElementsAre("sender1@example.com", "twice@example.com", "sender3@example.com"));
}

TEST_P(PolicyContract, DoesNothingOfABatchThatFails) {
  MustCommit(CreateAll({Block(1), Block(2)}));
  const std::uint64_t start = store().LastSequence().value();
  ChangePolicies batch;
  batch.kind = PolicyKind::kBlock;
  batch.deletes = {EntryId(1)};
  Policy changed = Block(2);
  changed.pattern = "changed@example.com";
  changed.modified_at = At(10);
  batch.replaces = {{changed, At(2)}};
  batch.creates = {Block(3), Block(2)};
  EXPECT_EQ(CodeOfCommit(Change(batch)), ErrorCode::kConflict);
  batch.creates.clear();
  batch.deletes = {EntryId(1), EntryId(1)};
  EXPECT_EQ(CodeOfCommit(Change(batch)), ErrorCode::kNotFound);
  EXPECT_THAT(Patterns(Blocks()), ElementsAre("sender1@example.com", "sender2@example.com"));
  EXPECT_EQ(store().LastSequence(), start);
  // The store is as good as before.
  MustCommit(CreateAll({Block(4)}));
  EXPECT_EQ(ListPolicies(Blocks()).total_count, 3U);
}

TEST_P(PolicyContract, HoldsNoMorePatternsThanEveryMessageCanBeTriedWith) {
  std::vector<Policy> many;
  for (std::size_t i = 0; i < registry::kMaxPatternPolicies; ++i) {
    Policy policy = Block(static_cast<std::int64_t>(i));
    policy.is_regex = true;
    many.push_back(policy);
  }
  MustCommit(CreateAll(many));
  Policy one_more = Make(5000, TrustedDomain{});
  one_more.is_regex = true;
  const auto refused = store().CommitAndWait(CreateAll({one_more}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(refused.error().message, registry::kTooManyPolicies);
  one_more.is_regex = false;
  MustCommit(CreateAll({one_more}));
  one_more.is_regex = true;
  one_more.modified_at = At(6000);
  EXPECT_EQ(CodeOfCommit(ReplaceBy(one_more, At(5000))), ErrorCode::kInvalidArgument);
  // What is deleted makes room.
  ChangePolicies batch;
  batch.kind = PolicyKind::kBlock;
  batch.deletes = {EntryId(0)};
  batch.creates = {Block(7000)};
  batch.creates.front().is_regex = true;
  MustCommit(Change(batch));
}

TEST_P(PolicyContract, HoldsNoMorePoliciesThanItCanIndex) {
  std::vector<Policy> many;
  for (std::size_t i = 0; i <= registry::kMaxPolicies; ++i) {
    many.push_back(Block(static_cast<std::int64_t>(i)));
  }
  EXPECT_EQ(CodeOfCommit(CreateAll(many)), ErrorCode::kInvalidArgument);
  many.pop_back();
  MustCommit(CreateAll(many));
  EXPECT_EQ(CodeOfCommit(CreateAll({Make(90'000, AllowPolicy{})})), ErrorCode::kInvalidArgument);
}

// ---- Lists --------------------------------------------------------------------------------------

TEST_P(PolicyContract, ListsOneKindOfOneAccount) {
  MustCommit(CreateAll({Block(1)}));
  MustCommit(CreateAll({Make(2, AllowPolicy{})}));
  Policy foreign = Block(3);
  foreign.account = other_;
  Write write = CreateAll({foreign});
  write.account = other_;
  MustCommit(write);
  EXPECT_THAT(Patterns(Blocks()), ElementsAre("sender1@example.com"));
  EXPECT_THAT(Patterns({}), ElementsAre("sender2@example.com"));
}

TEST_P(PolicyContract, PagesInEitherOrderAndDirection) {
  std::vector<Policy> policies;
  for (const std::string_view pattern : {"c", "a", "b", "a", "É"}) {
    Policy policy = Block(static_cast<std::int64_t>(policies.size()));
    policy.pattern = pattern;
    policies.push_back(policy);
  }
  MustCommit(CreateAll(policies));
  PolicyQuery query = Blocks();
  EXPECT_THAT(Patterns(query), ElementsAre("c", "a", "b", "a", "É"));
  query.direction = Direction::kDescending;
  EXPECT_THAT(Patterns(query), ElementsAre("É", "a", "b", "a", "c"));
  query.order = PolicyOrder::kPattern;
  EXPECT_THAT(Patterns(query), ElementsAre("É", "c", "b", "a", "a"));
  query.direction = Direction::kAscending;
  query.per_page = 2;
  std::vector<base::Uuid> ids;
  for (query.page = 1; query.page <= 3; ++query.page) {
    const auto page = ListPolicies(query);
    EXPECT_EQ(page.total_count, 5U);
    for (const Policy& policy : page.policies) ids.push_back(policy.id);
  }
  EXPECT_THAT(ids, ElementsAre(EntryId(1), EntryId(3), EntryId(2), EntryId(0), EntryId(4)));
  query.page = std::numeric_limits<std::uint64_t>::max();
  EXPECT_THAT(Patterns(query), IsEmpty());
}

TEST_P(PolicyContract, Filters) {
  Policy trusted = Make(1, AllowPolicy{.is_trusted_sender = true});
  Policy verified = Make(2, AllowPolicy{.pattern_type = PatternType::kDomain,
                                        .is_trusted_sender = true,
                                        .verify_sender = true});
  verified.pattern = "Partner.example";
  verified.comments = "Bücher und MEHR";
  Policy exempt = Make(3, AllowPolicy{.is_exempt_recipient = true});
  MustCommit(CreateAll({trusted, verified, exempt}));

  PolicyQuery query;
  query.with = registry::kTrustedSenderFlag;
  EXPECT_EQ(ListPolicies(query).total_count, 2U);
  query.without = registry::kVerifySenderFlag;
  EXPECT_THAT(Patterns(query), ElementsAre(trusted.pattern));

  query = {};
  query.pattern_type = PatternType::kDomain;
  EXPECT_THAT(Patterns(query), ElementsAre("Partner.example"));
  query = {};
  query.pattern = "Partner.example";
  EXPECT_EQ(ListPolicies(query).total_count, 1U);
  query.pattern = "Partner";
  EXPECT_EQ(ListPolicies(query).total_count, 0U);

  query = {};
  for (const std::string_view search : {"partner", "bücher", "mehr"}) {
    query.search = search;
    EXPECT_THAT(Patterns(query), ElementsAre("Partner.example")) << search;
  }
  query.search = "sender";
  EXPECT_EQ(ListPolicies(query).total_count, 2U);
}

TEST_P(PolicyContract, VisitsEveryKindInOrder) {
  MustCommit(CreateAll({Block(3)}));
  MustCommit(CreateAll({Make(1, AllowPolicy{})}));
  const std::uint64_t last = MustCommit(CreateAll({Make(2, TrustedDomain{})}));
  std::vector<base::Uuid> ids;
  EXPECT_EQ(store().VisitPolicies(mine_,
                                  [&](const Policy& policy) {
                                    ids.push_back(policy.id);
                                    return ids.size() < 3;
                                  }),
            last);
  EXPECT_THAT(ids, ElementsAre(EntryId(1), EntryId(2), EntryId(3)));
}

// ---- Feed and replay ----------------------------------------------------------------------------

TEST_P(PolicyContract, TellsOfEveryChange) {
  const std::uint64_t start = store().LastSequence().value();
  MustCommit(CreateAll({Block(1)}));
  MustCommit(Create(MakeEntry(mine_, 1)));  // the same id in another table
  Policy changed = Block(1);
  changed.modified_at = At(5);
  MustCommit(ReplaceBy(changed, At(1)));
  MustCommit(CreateAll({Block(2)}));
  MustCommit(DeleteOf(PolicyKind::kBlock, EntryId(2)));

  const auto changes = store().ReadChanges(start, 100);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 5U);
  EXPECT_EQ(changes->at(1).kind, ChangeKind::kEntryPut);
  EXPECT_TRUE(changes->at(1).entry);
  EXPECT_EQ(changes->at(1).policy, std::nullopt);
  for (const std::size_t i : {0, 2, 3, 4}) {
    EXPECT_EQ(changes->at(i).kind, ChangeKind::kPolicy);
    EXPECT_EQ(changes->at(i).account, mine_);
    EXPECT_EQ(changes->at(i).entry, std::nullopt);
    EXPECT_EQ(changes->at(i).policy_id, EntryId(i < 3 ? 1 : 2));
  }
  // Of what has changed again, or is gone meanwhile: as it was then, or as it is.
  EXPECT_THAT(changes->at(0).policy, AnyOf(Block(1), changed));
  EXPECT_EQ(changes->at(2).policy, changed);
  EXPECT_THAT(changes->at(3).policy, AnyOf(Block(2), std::nullopt));
  EXPECT_EQ(changes->at(4).policy, std::nullopt);
}

TEST_P(PolicyContract, ARepeatedRequestGetsItsFirstAnswer) {
  Write write = CreateAll({Block(1)});
  write.replay = registry::Replay{.kind = registry::ReplayKind::kRetryOfSdk,
                                  .key = base::HashSha256("key"),
                                  .body = base::HashSha256("body"),
                                  .attempt = 0,
                                  .answer = "first"};
  MustCommit(write);
  write.replay->attempt = 1;
  const auto again = store().CommitAndWait(write);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->replayed_answer, "first");
  EXPECT_EQ(ListPolicies(Blocks()).total_count, 1U);
}

}  // namespace
}  // namespace namesake::storage::testing
