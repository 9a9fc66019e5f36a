// SPDX-License-Identifier: Apache-2.0
#include "live/live_registry.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "detection/identity_lookup.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/memory_store.h"
#include "registry/policy.h"
#include "registry/policy_set.h"
#include "registry/store.h"

namespace namesake::live {
namespace {

using base::ErrorCode;
using base::Expected;
using registry::AccountId;
using registry::Entry;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

// Longer than any machine needs.
constexpr auto kLong = 30s;

// A store in memory with the troubles that a real one has: it can be away, forget its feed, be
// replaced by another, and be slow to visit.
class TroubledStore final : public registry::Store {
 public:
  TroubledStore() : store_(std::make_shared<registry::MemoryStore>()) {}

  void SetAway(bool away) { away_ = away; }
  void ForgetFeed() { forgotten_ = true; }
  void ReplaceBy(std::shared_ptr<registry::MemoryStore> other) {
    const std::lock_guard lock(mutex_);
    store_ = std::move(other);
  }
  // Called once, in the middle of the next visit.
  void DuringNextVisit(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    during_visit_ = std::move(action);
  }
  // Called before each reading of the feed with where it begins.
  void BeforeReading(std::function<void(std::uint64_t)> action) {
    const std::lock_guard lock(mutex_);
    before_reading_ = std::move(action);
  }
  // The same, in a visit of policies.
  void DuringNextVisitOfPolicies(std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    during_policies_ = std::move(action);
  }

  Expected<std::optional<Entry>> GetEntry(const AccountId& account, const base::Uuid& id) override {
    return Try([&](auto& store) { return store.GetEntry(account, id); });
  }
  Expected<registry::EntryPage> ListEntries(const AccountId& account,
                                            const registry::ListQuery& query) override {
    return Try([&](auto& store) { return store.ListEntries(account, query); });
  }
  Expected<std::uint64_t> VisitEntries(const AccountId& account,
                                       const std::function<bool(Entry)>& visit) override {
    auto visited = Try([&](auto& store) { return store.VisitEntries(account, visit); });
    std::function<void()> action;
    {
      const std::lock_guard lock(mutex_);
      std::swap(action, during_visit_);
    }
    if (action) action();
    return visited;
  }
  Expected<std::optional<registry::Policy>> GetPolicy(const AccountId& account,
                                                      registry::PolicyKind kind,
                                                      const base::Uuid& id) override {
    return Try([&](auto& store) { return store.GetPolicy(account, kind, id); });
  }
  Expected<registry::PolicyPage> ListPolicies(const AccountId& account,
                                              const registry::PolicyQuery& query) override {
    return Try([&](auto& store) { return store.ListPolicies(account, query); });
  }
  Expected<std::uint64_t> VisitPolicies(
      const AccountId& account, const std::function<bool(registry::Policy)>& visit) override {
    auto visited = Try([&](auto& store) { return store.VisitPolicies(account, visit); });
    std::function<void()> action;
    {
      const std::lock_guard lock(mutex_);
      std::swap(action, during_policies_);
    }
    if (action) action();
    return visited;
  }
  void Commit(registry::Write write, registry::CommitCallback done) override {
    if (away_) return done(base::Fail(ErrorCode::kUnavailable, "away"));
    Current()->Commit(std::move(write), std::move(done));
  }
  Expected<std::vector<registry::Change>> ReadChanges(std::uint64_t after,
                                                      std::size_t limit) override {
    if (!away_ && forgotten_.exchange(false)) return base::Fail(ErrorCode::kNotFound, "forgotten");
    std::function<void(std::uint64_t)> action;
    {
      const std::lock_guard lock(mutex_);
      action = before_reading_;
    }
    if (action) action(after);
    return Try([&](auto& store) { return store.ReadChanges(after, limit); });
  }
  Expected<std::uint64_t> LastSequence() override {
    return Try([](auto& store) { return store.LastSequence(); });
  }
  void WaitForChanges(std::uint64_t after, std::chrono::milliseconds timeout) override {
    Current()->WaitForChanges(after, std::min<std::chrono::milliseconds>(timeout, 20ms));
  }
  void Interrupt() override { Current()->Interrupt(); }
  base::Status AddAccount(const registry::Account& account) override {
    return Try([&](auto& store) { return store.AddAccount(account); });
  }
  Expected<std::vector<registry::Account>> ListAccounts() override {
    return Try([](auto& store) { return store.ListAccounts(); });
  }
  Expected<std::optional<registry::Account>> GetAccount(const AccountId& id) override {
    return Try([&](auto& store) { return store.GetAccount(id); });
  }
  Expected<std::vector<registry::AuditRecord>> ListAudit(
      const AccountId& account, const registry::AuditQuery& query) override {
    return Try([&](auto& store) { return store.ListAudit(account, query); });
  }
  base::Status ChangeAccountSettings(const AccountId& account,
                                     const registry::AccountSettingChanges& changes) override {
    return Try([&](auto& store) { return store.ChangeAccountSettings(account, changes); });
  }
  base::Status AddDomain(const registry::Domain& domain) override {
    return Try([&](auto& store) { return store.AddDomain(domain); });
  }
  base::Status RemoveDomain(const AccountId& account, std::string_view name) override {
    return Try([&](auto& store) { return store.RemoveDomain(account, name); });
  }
  Expected<std::vector<registry::Domain>> ListDomains() override {
    return Try([](auto& store) { return store.ListDomains(); });
  }
  using Store::AddCredential;
  base::Status AddCredential(const registry::Credential& credential,
                             std::string_view actor) override {
    return Try([&](auto& store) { return store.AddCredential(credential, actor); });
  }
  using Store::RevokeCredential;
  base::Status RevokeCredential(std::string_view id, base::Time now,
                                std::string_view actor) override {
    return Try([&](auto& store) { return store.RevokeCredential(id, now, actor); });
  }
  Expected<std::vector<registry::Credential>> ListCredentials() override {
    if (credentials_unreadable_ > 0) {
      --credentials_unreadable_;
      return base::Fail(ErrorCode::kUnavailable, "unreadable");
    }
    return Try([](auto& store) { return store.ListCredentials(); });
  }
  base::Status Ping() override {
    return Try([](auto& store) { return store.Ping(); });
  }

  std::atomic<int> credentials_unreadable_ = 0;  // that many times

 private:
  std::shared_ptr<registry::MemoryStore> Current() {
    const std::lock_guard lock(mutex_);
    return store_;
  }
  template <typename Call>
  auto Try(Call call) -> decltype(call(std::declval<registry::MemoryStore&>())) {
    if (away_) return base::Fail(ErrorCode::kUnavailable, "away");
    return call(*Current());
  }

  std::atomic<bool> away_ = false;
  std::atomic<bool> forgotten_ = false;
  std::mutex mutex_;
  std::shared_ptr<registry::MemoryStore> store_;
  std::function<void()> during_visit_;
  std::function<void()> during_policies_;
  std::function<void(std::uint64_t)> before_reading_;
};

base::Time At(std::int64_t microseconds) {
  return base::Time(std::chrono::microseconds(microseconds));
}

AccountId AccountNumber(std::uint8_t number) {
  AccountId id;
  id.bytes.back() = number;
  return id;
}

std::string AddressOf(std::int64_t number) { return fmt::format("person{}@example.com", number); }

Entry MakeEntry(const AccountId& account, std::int64_t number) {
  Entry entry;
  entry.account = account;
  entry.id = base::MakeUuidV7(At(number));
  entry.name = fmt::format("Name {}", number);
  entry.email = AddressOf(number);
  entry.created_at = At(number);
  entry.modified_at = At(number);
  return entry;
}

registry::Policy MakeBlock(const AccountId& account, std::int64_t number) {
  registry::Policy policy;
  policy.account = account;
  policy.id = base::MakeUuidV7(At(number));
  policy.rule = registry::BlockedSender{};
  policy.pattern = AddressOf(number);
  policy.created_at = At(number);
  policy.modified_at = At(number);
  return policy;
}

registry::ChangePolicies CreateBlocks(std::vector<registry::Policy> policies) {
  registry::ChangePolicies change;
  change.kind = registry::PolicyKind::kBlock;
  change.creates = std::move(policies);
  return change;
}

template <typename Action>
registry::Write MakeWrite(const AccountId& account, Action action) {
  return {.account = account, .action = std::move(action), .replay = std::nullopt, .now = At(0)};
}

// Asks again and again until it is so.
template <typename Condition>
bool Eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

class LiveRegistryTest : public ::testing::Test {
 protected:
  LiveRegistryTest() {
    EXPECT_TRUE(store_.AddAccount({.id = mine_, .name = "mine", .created_at = At(0)}));
  }

  void Start() {
    auto live = LiveRegistry::Start(store_);
    ASSERT_TRUE(live) << live.error().message;
    live_ = std::move(*live);
  }
  std::uint64_t Create(std::vector<Entry> entries) {
    const AccountId account = entries.front().account;
    return Commit(MakeWrite(account, registry::CreateEntries{std::move(entries)}));
  }
  std::uint64_t Commit(registry::Write write) {
    const auto committed = store_.CommitAndWait(std::move(write));
    EXPECT_TRUE(committed) << committed.error().message;
    return committed ? committed->sequence : 0;
  }
  // Whether everything up to `sequence` becomes visible.
  bool BecomesVisible(std::uint64_t sequence) {
    const auto seen = std::make_shared<std::promise<void>>();
    auto future = seen->get_future();
    live_->WhenVisible(sequence, [seen] { seen->set_value(); });
    return future.wait_for(kLong) == std::future_status::ready;
  }
  bool EverythingBecomesVisible() { return BecomesVisible(store_.LastSequence().value()); }

  std::shared_ptr<const detection::Snapshot> Snapshot(const AccountId& account) {
    auto snapshot = live_->SnapshotOf(account);
    EXPECT_TRUE(snapshot) << snapshot.error().message;
    return snapshot ? *snapshot : std::make_shared<const detection::Snapshot>();
  }
  // Names of the identities with that address.
  std::vector<std::string> Find(const std::string& address) {
    std::vector<std::string> names;
    const auto snapshot = Snapshot(mine_);
    for (const auto& identity : detection::FindByAddress(*snapshot, address)) {
      names.push_back(identity->identity.name);
    }
    return names;
  }

  // The pattern of the policy that blocks the sender; "" without one.
  std::string BlockOf(const std::string& address) {
    const auto snapshot = Snapshot(mine_);
    registry::PolicySubject subject;
    subject.envelope_sender = address;
    const registry::Policy* const block = snapshot->policies().Match(subject).blocked_sender;
    return block == nullptr ? "" : block->pattern;
  }

  const AccountId mine_ = AccountNumber(1);
  TroubledStore store_;
  std::unique_ptr<LiveRegistry> live_;
};

// ---- Snapshots ----------------------------------------------------------------------------------

TEST_F(LiveRegistryTest, LoadsAnAccountWhenItIsFirstAskedFor) {
  Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2)});
  Start();
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));
  EXPECT_EQ(Snapshot(mine_)->size(), 2U);
  EXPECT_EQ(Snapshot(mine_), Snapshot(mine_));  // the same one, as long as nothing changes
}

TEST_F(LiveRegistryTest, ReadsAnAccountAgainThatHadToMakeRoom) {
  const AccountId other = AccountNumber(2);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  Create({MakeEntry(mine_, 1)});
  auto live = LiveRegistry::Start(store_, {.snapshot_bytes = 1});
  ASSERT_TRUE(live);
  live_ = std::move(*live);
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));
  EXPECT_EQ(Snapshot(other)->size(), 0U);
  EXPECT_EQ(live_->LoadedSnapshotOf(mine_), nullptr);
  EXPECT_EQ(live_->status().snapshots.accounts, 1U);
  EXPECT_EQ(live_->status().snapshots.evicted, 1U);

  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 2)})));
  EXPECT_EQ(live_->LoadedSnapshotOf(mine_), nullptr);  // a change brings nobody back
  EXPECT_THAT(Find(AddressOf(2)), ElementsAre("Name 2"));
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 3)})));
  EXPECT_EQ(Snapshot(mine_)->size(), 3U);
}

TEST_F(LiveRegistryTest, NobodyWaitsForTheReadingOfAnotherAccount) {
  const AccountId other = AccountNumber(2);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  Create({MakeEntry(mine_, 1)});
  Start();
  std::size_t seen = 1;
  store_.DuringNextVisit([&] { seen = Snapshot(other)->size(); });  // in the middle of reading mine
  EXPECT_EQ(Snapshot(mine_)->size(), 1U);
  EXPECT_EQ(seen, 0U);
}

TEST_F(LiveRegistryTest, KnowsNoAccountThatIsNotThere) {
  Start();
  const auto snapshot = live_->SnapshotOf(AccountNumber(9));
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kNotFound);
}

TEST_F(LiveRegistryTest, FollowsEveryKindOfWrite) {
  Start();
  EXPECT_THAT(Find(AddressOf(1)), IsEmpty());
  Entry entry = MakeEntry(mine_, 1);
  ASSERT_TRUE(BecomesVisible(Create({entry})));
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));

  entry.name = "Another Name";
  entry.modified_at = At(2);
  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, registry::ReplaceEntry{entry, At(1)}))));
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Another Name"));

  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, registry::DeleteEntry{entry.id}))));
  EXPECT_THAT(Find(AddressOf(1)), IsEmpty());
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
}

TEST_F(LiveRegistryTest, AMessageKeepsTheSnapshotItStartedWith) {
  Start();
  const auto before = Snapshot(mine_);
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 1)})));
  EXPECT_EQ(before->size(), 0U);
  EXPECT_EQ(Snapshot(mine_)->size(), 1U);
}

TEST_F(LiveRegistryTest, KeepsAccountsApart) {
  const AccountId other = AccountNumber(2);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  Start();
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
  EXPECT_EQ(Snapshot(other)->size(), 0U);
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(other, 1)})));
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
  EXPECT_EQ(Snapshot(other)->size(), 1U);
}

TEST_F(LiveRegistryTest, MissesNothingThatChangesWhileAnAccountIsRead) {
  Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2)});
  Start();
  const base::Uuid second = store_.ListEntries(mine_, {})->entries.at(1).id;
  store_.DuringNextVisit([&] {
    Create({MakeEntry(mine_, 3)});
    EXPECT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, registry::DeleteEntry{second}))));
  });
  EXPECT_EQ(Snapshot(mine_)->size(), 2U);
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));
  EXPECT_THAT(Find(AddressOf(2)), IsEmpty());
  EXPECT_THAT(Find(AddressOf(3)), ElementsAre("Name 3"));
}

TEST_F(LiveRegistryTest, SeesADomainThatIsAddedWhileAnAccountIsRead) {
  Start();
  store_.DuringNextVisit([&] {
    EXPECT_TRUE(store_.AddDomain({.account = mine_, .name = "a.example", .created_at = At(0)}));
    EXPECT_TRUE(EverythingBecomesVisible());
  });
  EXPECT_THAT(Snapshot(mine_)->domains(), ElementsAre("a.example"));
}

TEST_F(LiveRegistryTest, ReadsAnAccountOnceForAllWhoAskAtOnce) {
  Create({MakeEntry(mine_, 1)});
  Start();
  std::vector<std::future<std::shared_ptr<const detection::Snapshot>>> asked;
  for (int i = 0; i < 4; ++i) {
    asked.push_back(std::async(std::launch::async, [this] { return Snapshot(mine_); }));
  }
  const auto first = asked[0].get();
  for (int i = 1; i < 4; ++i) EXPECT_EQ(asked[static_cast<std::size_t>(i)].get(), first);
}

TEST_F(LiveRegistryTest, MergesLargePartsInTheBackground) {
  constexpr std::int64_t kMany = 6'600;  // twice that is too much for the thread that follows
  std::vector<Entry> first;
  std::vector<Entry> second;
  for (std::int64_t i = 0; i < kMany; ++i) {
    first.push_back(MakeEntry(mine_, i));
    second.push_back(MakeEntry(mine_, kMany + i));
  }
  Create(std::move(first));
  Start();
  ASSERT_EQ(Snapshot(mine_)->segments().size(), 1U);
  // In the pieces in which a follower reads: the parts grow step by step.
  ASSERT_TRUE(BecomesVisible(Create(std::move(second))));
  EXPECT_EQ(Snapshot(mine_)->size(), static_cast<std::size_t>(2 * kMany));
  EXPECT_TRUE(Eventually([this] { return !Snapshot(mine_)->PlanMerge().has_value(); }));
  EXPECT_EQ(Snapshot(mine_)->size(), static_cast<std::size_t>(2 * kMany));
  EXPECT_THAT(Find(AddressOf(0)), ElementsAre("Name 0"));
  EXPECT_THAT(Find(AddressOf(2 * kMany - 1)), ElementsAre(fmt::format("Name {}", 2 * kMany - 1)));
}

TEST_F(LiveRegistryTest, EverythingIsVisibleThatIsAcknowledgedAmongManyWriters) {
  constexpr int kThreads = 4;
  constexpr int kWrites = 40;
  Start();
  Snapshot(mine_);
  {
    std::vector<std::jthread> writers;
    writers.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      writers.emplace_back([this, thread] {
        for (int i = 0; i < kWrites; ++i) {
          const std::int64_t number = 1000 * thread + i;
          ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, number)})));
          EXPECT_EQ(Find(AddressOf(number)).size(), 1U) << number;
        }
      });
    }
  }
  EXPECT_EQ(Snapshot(mine_)->size(), static_cast<std::size_t>(kThreads * kWrites));
}

// ---- Policies -----------------------------------------------------------------------------------

TEST_F(LiveRegistryTest, LoadsAndFollowsPolicies) {
  registry::Policy policy = MakeBlock(mine_, 1);
  Commit(MakeWrite(mine_, CreateBlocks({policy})));
  Start();
  EXPECT_EQ(BlockOf(AddressOf(1)), AddressOf(1));

  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, CreateBlocks({MakeBlock(mine_, 2)})))));
  EXPECT_EQ(BlockOf(AddressOf(2)), AddressOf(2));

  policy.pattern = AddressOf(3);
  policy.modified_at = At(9);
  registry::ChangePolicies replace = CreateBlocks({});
  replace.replaces = {{policy, At(1)}};
  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, replace))));
  EXPECT_EQ(BlockOf(AddressOf(1)), "");
  EXPECT_EQ(BlockOf(AddressOf(3)), AddressOf(3));

  registry::ChangePolicies remove = CreateBlocks({});
  remove.deletes = {policy.id};
  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, remove))));
  EXPECT_EQ(BlockOf(AddressOf(3)), "");
  EXPECT_EQ(Snapshot(mine_)->policies().size(), 1U);
}

TEST_F(LiveRegistryTest, KeepsPoliciesAndEntriesThroughEachOthersChanges) {
  Start();
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
  ASSERT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, CreateBlocks({MakeBlock(mine_, 1)})))));
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 2)})));
  EXPECT_EQ(BlockOf(AddressOf(1)), AddressOf(1));
  EXPECT_THAT(Find(AddressOf(2)), ElementsAre("Name 2"));
}

TEST_F(LiveRegistryTest, MissesNoPolicyThatChangesWhileAnAccountIsRead) {
  const registry::Policy second = MakeBlock(mine_, 2);
  Commit(MakeWrite(mine_, CreateBlocks({MakeBlock(mine_, 1), second})));
  Start();
  store_.DuringNextVisit([&] {  // of entries, which comes first
    EXPECT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, CreateBlocks({MakeBlock(mine_, 3)})))));
  });
  store_.DuringNextVisitOfPolicies([&] {
    registry::ChangePolicies change = CreateBlocks({MakeBlock(mine_, 4)});
    change.deletes = {second.id};
    EXPECT_TRUE(BecomesVisible(Commit(MakeWrite(mine_, change))));
  });
  EXPECT_EQ(Snapshot(mine_)->policies().size(), 3U);
  EXPECT_EQ(BlockOf(AddressOf(2)), "");
  for (const std::int64_t number : {1, 3, 4})
    EXPECT_EQ(BlockOf(AddressOf(number)), AddressOf(number));
}

TEST_F(LiveRegistryTest, ReadsPoliciesAnewWhenTheFeedIsLost) {
  Start();
  EXPECT_EQ(Snapshot(mine_)->policies().size(), 0U);
  store_.ForgetFeed();
  Commit(MakeWrite(mine_, CreateBlocks({MakeBlock(mine_, 1)})));
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_EQ(BlockOf(AddressOf(1)), AddressOf(1));
}

// ---- The directory ------------------------------------------------------------------------------

TEST_F(LiveRegistryTest, FollowsAccounts) {
  Start();
  EXPECT_EQ(live_->OnlyAccount(), mine_);
  const AccountId other = AccountNumber(2);
  EXPECT_EQ(live_->FindAccount(other), std::nullopt);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_EQ(live_->FindAccount(other)->name, "other");
  EXPECT_EQ(live_->OnlyAccount(), std::nullopt);
  EXPECT_EQ(Snapshot(other)->size(), 0U);
}

TEST_F(LiveRegistryTest, FollowsDomainsIntoTheSnapshots) {
  Start();
  EXPECT_THAT(Snapshot(mine_)->domains(), IsEmpty());
  for (const std::string name : {"b.example", "a.example"}) {
    ASSERT_TRUE(store_.AddDomain({.account = mine_, .name = name, .created_at = At(0)}));
  }
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_THAT(Snapshot(mine_)->domains(), ElementsAre("a.example", "b.example"));
  ASSERT_TRUE(store_.RemoveDomain(mine_, "a.example"));
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_THAT(Snapshot(mine_)->domains(), ElementsAre("b.example"));
}

TEST_F(LiveRegistryTest, FollowsSettingsOfAccountsIntoTheSnapshots) {
  Start();
  EXPECT_TRUE(Snapshot(mine_)->off().empty());
  ASSERT_TRUE(store_.ChangeAccountSettings(mine_, {{"detection.off", "display_name_near"}}));
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_TRUE(Snapshot(mine_)->off().Contains(detection::Reason::kDisplayNameNear));
  ASSERT_TRUE(store_.ChangeAccountSettings(mine_, {{"detection.off", std::nullopt}}));
  ASSERT_TRUE(EverythingBecomesVisible());
  EXPECT_TRUE(Snapshot(mine_)->off().empty());
}

struct DomainCase {
  std::string domain;
  std::optional<AccountId> account;
};

TEST_F(LiveRegistryTest, FindsTheAccountOfADomainOrOfOneAboveIt) {
  const AccountId other = AccountNumber(2);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  ASSERT_TRUE(store_.AddDomain({.account = mine_, .name = "example.com", .created_at = At(0)}));
  ASSERT_TRUE(store_.AddDomain({.account = other, .name = "hr.example.com", .created_at = At(0)}));
  Start();
  for (const DomainCase& wanted :
       {DomainCase{"example.com", mine_}, DomainCase{"mail.example.com", mine_},
        DomainCase{"hr.example.com", other}, DomainCase{"x.y.hr.example.com", other},
        DomainCase{"notexample.com", std::nullopt}, DomainCase{"com", std::nullopt},
        DomainCase{"", std::nullopt}}) {
    EXPECT_EQ(live_->AccountOfDomain(wanted.domain), wanted.account) << wanted.domain;
  }
}

registry::Credential MakeCredential(const AccountId& account, const std::string& secret) {
  registry::Credential credential;
  credential.id = "id of " + secret;
  credential.account = account;
  credential.hash = base::HashSha256(secret);
  return credential;
}

TEST_F(LiveRegistryTest, FollowsCredentials) {
  const registry::Credential first = MakeCredential(mine_, "first");
  const registry::Credential second = MakeCredential(mine_, "second");
  ASSERT_TRUE(store_.AddCredential(first));
  Start();
  EXPECT_EQ(live_->FindCredential(second.hash), nullptr);
  ASSERT_TRUE(store_.AddCredential(second));
  ASSERT_TRUE(store_.RevokeCredential(first.id, At(5)));
  ASSERT_TRUE(EverythingBecomesVisible());
  ASSERT_NE(live_->FindCredential(second.hash), nullptr);
  EXPECT_EQ(*live_->FindCredential(second.hash), second);
  EXPECT_EQ(live_->FindCredential(first.hash)->revoked_at, At(5));
}

TEST_F(LiveRegistryTest, FollowsADomainFromOneAccountToAnother) {
  const AccountId other = AccountNumber(2);
  ASSERT_TRUE(store_.AddAccount({.id = other, .name = "other", .created_at = At(0)}));
  ASSERT_TRUE(store_.AddDomain({.account = mine_, .name = "example.com", .created_at = At(1)}));
  Start();
  EXPECT_EQ(live_->AccountOfDomain("mail.example.com"), mine_);
  for (const auto& [from, to] : {std::pair{mine_, other}, std::pair{other, mine_}}) {
    ASSERT_TRUE(store_.RemoveDomain(from, "example.com"));
    ASSERT_TRUE(store_.AddDomain({.account = to, .name = "example.com", .created_at = At(2)}));
    ASSERT_TRUE(EverythingBecomesVisible());
    EXPECT_EQ(live_->AccountOfDomain("mail.example.com"), to);
    EXPECT_THAT(Snapshot(to)->domains(), ElementsAre("example.com"));
    EXPECT_THAT(Snapshot(from)->domains(), IsEmpty());
  }
}

TEST_F(LiveRegistryTest, NeverStepsOverARevocationThatCouldNotBeRead) {
  const registry::Credential credential = MakeCredential(mine_, "secret");
  ASSERT_TRUE(store_.AddCredential(credential));
  Start();
  store_.credentials_unreadable_ = 3;
  ASSERT_TRUE(store_.RevokeCredential(credential.id, At(5)));
  EXPECT_TRUE(
      Eventually([&] { return live_->FindCredential(credential.hash)->revoked_at == At(5); }));
  EXPECT_EQ(store_.credentials_unreadable_, 0);
}

// ---- When the store is away ---------------------------------------------------------------------

TEST_F(LiveRegistryTest, DoesNotStartWithoutAStore) {
  store_.SetAway(true);
  const auto live = LiveRegistry::Start(store_);
  ASSERT_FALSE(live);
  EXPECT_EQ(live.error().code, ErrorCode::kUnavailable);
}

TEST_F(LiveRegistryTest, GoesOnWithWhatItHasAndSaysSo) {
  Create({MakeEntry(mine_, 1)});
  const registry::Credential credential = MakeCredential(mine_, "secret");
  ASSERT_TRUE(store_.AddCredential(credential));
  Start();
  Snapshot(mine_);
  EXPECT_TRUE(live_->status().store_reachable);
  EXPECT_EQ(live_->status().behind, 0ms);

  store_.SetAway(true);
  ASSERT_TRUE(Eventually([this] { return !live_->status().store_reachable; }));
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));
  EXPECT_NE(live_->FindCredential(credential.hash), nullptr);
  EXPECT_TRUE(Eventually([this] { return live_->status().behind > 0ms; }));

  store_.SetAway(false);
  EXPECT_TRUE(Eventually([this] { return live_->status().store_reachable; }));
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 2)})));
  EXPECT_THAT(Find(AddressOf(2)), ElementsAre("Name 2"));
}

TEST_F(LiveRegistryTest, CannotLoadAnAccountWhileTheStoreIsAwayButAfterwards) {
  Create({MakeEntry(mine_, 1)});
  Start();
  store_.SetAway(true);
  const auto snapshot = live_->SnapshotOf(mine_);
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, ErrorCode::kUnavailable);
  store_.SetAway(false);
  EXPECT_THAT(Find(AddressOf(1)), ElementsAre("Name 1"));
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 2)})));
  EXPECT_EQ(Snapshot(mine_)->size(), 2U);
}

TEST_F(LiveRegistryTest, KnowsThatItIsBehindWhenThereIsMuchToRead) {
  Start();
  Snapshot(mine_);
  std::vector<Entry> many;
  for (int i = 0; i < 5000; ++i) many.push_back(MakeEntry(mine_, i));
  const std::uint64_t begin = store_.LastSequence().value();
  std::promise<void> first_part_read;
  std::promise<void> looked;
  std::atomic<bool> halted{false};
  store_.BeforeReading([&](std::uint64_t after) {
    if (after == begin || halted.exchange(true)) return;
    first_part_read.set_value();
    looked.get_future().wait();
  });
  const std::uint64_t end = Create(std::move(many));
  ASSERT_EQ(first_part_read.get_future().wait_for(kLong), std::future_status::ready);
  EXPECT_TRUE(live_->status().store_reachable);
  EXPECT_TRUE(Eventually([this] { return live_->status().behind > 0ms; }));
  looked.set_value();
  ASSERT_TRUE(BecomesVisible(end));
  EXPECT_TRUE(Eventually([this] { return live_->status().behind == 0ms; }));
  EXPECT_EQ(Snapshot(mine_)->size(), 5000U);
  live_.reset();  // before what it calls
}

TEST_F(LiveRegistryTest, NobodyWaitsForAStoreThatIsAway) {
  Start();
  constexpr std::uint64_t kNeverReached = 1'000'000;
  std::promise<void> before;
  live_->WhenVisible(kNeverReached, [&] { before.set_value(); });
  store_.SetAway(true);
  EXPECT_EQ(before.get_future().wait_for(kLong), std::future_status::ready);
  EXPECT_TRUE(BecomesVisible(kNeverReached));  // asked for while it is away
}

TEST_F(LiveRegistryTest, NobodyWaitsForALiveRegistryThatEnds) {
  Start();
  int called = 0;
  live_->WhenVisible(1'000'000, [&] { ++called; });
  EXPECT_EQ(called, 0);
  live_.reset();
  EXPECT_EQ(called, 1);
}

TEST_F(LiveRegistryTest, CatchesUpAfterTheStoreWasAway) {
  Start();
  Snapshot(mine_);
  store_.SetAway(true);
  ASSERT_TRUE(Eventually([this] { return !live_->status().store_reachable; }));
  store_.SetAway(false);
  Create({MakeEntry(mine_, 1)});
  EXPECT_TRUE(Eventually([this] { return !Find(AddressOf(1)).empty(); }));
}

TEST_F(LiveRegistryTest, LoadsEverythingAnewWhenTheFeedNoLongerReachesBack) {
  const registry::Credential credential = MakeCredential(mine_, "secret");
  Start();
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
  store_.SetAway(true);
  ASSERT_TRUE(Eventually([this] { return !live_->status().store_reachable; }));
  store_.ForgetFeed();
  store_.SetAway(false);
  ASSERT_TRUE(store_.AddCredential(credential));
  Create({MakeEntry(mine_, 1)});
  EXPECT_TRUE(Eventually([this] { return !Find(AddressOf(1)).empty(); }));
  EXPECT_NE(live_->FindCredential(credential.hash), nullptr);
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 2)})));
  EXPECT_EQ(Snapshot(mine_)->size(), 2U);
}

TEST_F(LiveRegistryTest, FollowsAnotherDatabaseThatWasPutInPlace) {
  for (int i = 1; i <= 5; ++i) Create({MakeEntry(mine_, i)});
  Start();
  EXPECT_EQ(Snapshot(mine_)->size(), 5U);
  std::promise<void> released;
  live_->WhenVisible(1'000'000, [&] { released.set_value(); });

  auto other = std::make_shared<registry::MemoryStore>();
  ASSERT_TRUE(other->AddAccount({.id = mine_, .name = "restored", .created_at = At(0)}));
  store_.ReplaceBy(other);
  EXPECT_EQ(released.get_future().wait_for(kLong), std::future_status::ready);
  EXPECT_EQ(Snapshot(mine_)->size(), 0U);
  EXPECT_EQ(live_->FindAccount(mine_)->name, "restored");
  ASSERT_TRUE(BecomesVisible(Create({MakeEntry(mine_, 7)})));
  EXPECT_THAT(Find(AddressOf(7)), ElementsAre("Name 7"));
}

TEST_F(LiveRegistryTest, TwoFollowersOfOneStoreEndOnTheirOwn) {
  Start();
  auto second = LiveRegistry::Start(store_).value();
  live_.reset();
  const std::uint64_t sequence = Create({MakeEntry(mine_, 1)});
  std::promise<void> seen;
  second->WhenVisible(sequence, [&] { seen.set_value(); });
  EXPECT_EQ(seen.get_future().wait_for(kLong), std::future_status::ready);
}

}  // namespace
}  // namespace namesake::live
