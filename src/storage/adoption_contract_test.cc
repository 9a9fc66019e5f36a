// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: taking over accounts of another store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::Account;
using registry::Adoption;
using registry::AuditRecord;
using registry::ChangeKind;
using registry::Credential;
using registry::Domain;
using registry::Entry;
using registry::Policy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AdoptionContract : public StoreContract {
 protected:
  [[nodiscard]] Account MakeAccount() const {
    return {.id = third_,
            .name = "Adopted",
            .created_at = At(-50),
            .settings = {{"record.days", "90"}, {"webhook.secret", "s3cret"}}};
  }
  [[nodiscard]] Domain MakeDomain(std::string name) const {
    return {.account = third_, .name = std::move(name), .created_at = At(3)};
  }
  [[nodiscard]] Credential MakeCredential(std::string id) const {
    Credential credential;
    credential.id = std::move(id);
    credential.account = third_;
    credential.name = "for tests";
    credential.hash = base::HashSha256(credential.id);
    credential.created_at = At(7);
    return credential;
  }
  [[nodiscard]] Policy MakePolicy(std::int64_t number, std::string pattern) const {
    Policy policy;
    policy.account = third_;
    policy.id = EntryId(number);
    policy.rule = registry::BlockedSender{.pattern_type = registry::PatternType::kDomain};
    policy.pattern = std::move(pattern);
    policy.created_at = policy.modified_at = At(number);
    return policy;
  }
  [[nodiscard]] AuditRecord MakeRecord(std::string subject, std::int64_t at) const {
    return {.number = 1,  // of the other store
            .account = third_,
            .at = At(at),
            .actor = "somebody",
            .action = "entry.create",
            .subject = std::move(subject),
            .before = "",
            .after = "{}"};
  }
  void MustAdopt(const Adoption& adoption) {
    const auto adopted = store().Adopt(adoption);
    ASSERT_TRUE(adopted) << adopted.error().message;
  }
  [[nodiscard]] std::vector<Entry> Entries() {
    std::vector<Entry> entries;
    EXPECT_TRUE(store().VisitEntries(third_, [&](Entry entry) {
      entries.push_back(std::move(entry));
      return true;
    }));
    return entries;
  }
  [[nodiscard]] std::vector<ChangeKind> KindsAfter(std::uint64_t sequence) {
    std::vector<ChangeKind> kinds;
    const auto changes = store().ReadChanges(sequence, 100);
    if (!changes) return kinds;
    for (const registry::Change& change : *changes) {
      EXPECT_EQ(change.account, third_);
      kinds.push_back(change.kind);
    }
    return kinds;
  }

  const registry::AccountId third_ = AccountNumber(3);
};

// Memory takes over nothing.
std::vector<Implementation> AdoptingImplementations() {
  std::vector<Implementation> all = Implementations();
  std::erase_if(all, [](const Implementation& each) { return each.name == "memory"; });
  return all;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(AdoptionContract);  // without PostgreSQL
INSTANTIATE_TEST_SUITE_P(Over, AdoptionContract, ::testing::ValuesIn(AdoptingImplementations()),
                         NameOf);

TEST_P(AdoptionContract, TakesAnAccountAsItIs) {
  Credential revoked = MakeCredential("c2");
  revoked.kind = registry::CredentialKind::kApiKey;
  revoked.email = "ann@example.com";
  revoked.permission = registry::Permission::kWrite;
  revoked.expires_at = At(100);
  revoked.revoked_at = At(50);
  Entry entry = MakeEntry(third_, 2);
  entry.modified_at = At(77);
  entry.comments = "a comment";
  entry.directory_id = 5;
  entry.provenance = registry::Provenance::kOffice365;
  MustAdopt({.account = MakeAccount(),
             .domains = {{MakeDomain("b.example"), MakeDomain("a.example")}},
             .credentials = {{MakeCredential("c1"), revoked}},
             .policies = {{MakePolicy(1, "evil.example")}},
             .entries = Adoption::Range{.entries = {MakeEntry(third_, 1), entry}},
             .audit = {MakeRecord("x", 1), MakeRecord("y", 2)}});
  EXPECT_EQ(store().GetAccount(third_), MakeAccount());
  EXPECT_THAT(*store().ListDomains(),
              ElementsAre(MakeDomain("a.example"), MakeDomain("b.example")));
  EXPECT_THAT(*store().ListCredentials(), ElementsAre(MakeCredential("c1"), revoked));
  EXPECT_EQ(store().GetPolicy(third_, registry::PolicyKind::kBlock, EntryId(1)),
            MakePolicy(1, "evil.example"));
  EXPECT_THAT(Entries(), ElementsAre(MakeEntry(third_, 1), entry));
  EXPECT_EQ(store().ListEntries(third_, {})->total_count, 2U);
  EXPECT_EQ(store().ListEntries(third_, {.search = "2"})->total_count, 1U);
}

TEST_P(AdoptionContract, ContinuesTheAuditLogOfTheAccount) {
  MustAdopt({.account = MakeAccount(), .audit = {MakeRecord("first", 5), MakeRecord("second", 4)}});
  MustAdopt({.account = MakeAccount(), .audit = {MakeRecord("third", 3)}});
  ASSERT_TRUE(store().AddDomain(MakeDomain("a.example")));
  MustCommit(Create(MakeEntry(third_, 9)));
  const auto log = store().ListAudit(third_, {.oldest_first = true});
  ASSERT_TRUE(log);
  std::vector<std::string> told;
  std::uint64_t number = 0;
  for (const AuditRecord& record : *log) {
    EXPECT_GT(record.number, number);
    number = record.number;
    told.push_back(record.subject);
  }
  EXPECT_THAT(told,
              ElementsAre("first", "second", "third", "a.example", base::FormatUuid(EntryId(9))));
  AuditRecord second = log->at(1);
  second.number = 1;
  EXPECT_EQ(second, MakeRecord("second", 4));
}

TEST_P(AdoptionContract, TellsTheFeedWhatHasChanged) {
  std::uint64_t start = *store().LastSequence();
  MustAdopt({.account = MakeAccount()});
  EXPECT_THAT(KindsAfter(start), ElementsAre(ChangeKind::kAccount));
  start = *store().LastSequence();
  const Adoption adoption{.account = MakeAccount(),
                          .domains = {{MakeDomain("a.example")}},
                          .credentials = {{MakeCredential("c1")}},
                          .policies = {{MakePolicy(1, "evil.example")}},
                          .entries = Adoption::Range{.entries = {MakeEntry(third_, 1)}}};
  MustAdopt(adoption);
  EXPECT_THAT(KindsAfter(start), UnorderedElementsAre(ChangeKind::kDomain, ChangeKind::kCredential,
                                                      ChangeKind::kPolicy, ChangeKind::kEntryPut));
  start = *store().LastSequence();
  MustAdopt(adoption);
  EXPECT_THAT(KindsAfter(start), IsEmpty());
  // Whoever follows is not stopped by numbers that the audit log took.
  MustAdopt({.account = MakeAccount(), .audit = {MakeRecord("x", 1), MakeRecord("y", 2)}});
  MustCommit(Create(MakeEntry(third_, 2)));
  const auto kinds = KindsAfter(start);
  ASSERT_FALSE(kinds.empty());
  EXPECT_EQ(kinds.back(), ChangeKind::kEntryPut);
}

TEST_P(AdoptionContract, MakesTheEntriesOfARangeThose) {
  std::vector<Entry> entries;
  for (int i = 1; i <= 6; ++i) entries.push_back(MakeEntry(third_, i));
  MustAdopt({.account = MakeAccount(), .entries = Adoption::Range{.entries = entries}});
  const std::uint64_t start = *store().LastSequence();
  entries[3].name = "Changed";
  MustAdopt({.account = MakeAccount(),
             .entries = Adoption::Range{
                 .after = EntryId(1), .up_to = EntryId(4), .entries = {entries[1], entries[3]}}});
  EXPECT_THAT(Entries(), ElementsAre(entries[0], entries[1], entries[3], entries[4], entries[5]));
  EXPECT_THAT(KindsAfter(start),
              UnorderedElementsAre(ChangeKind::kEntryPut, ChangeKind::kEntryDeleted));
  MustAdopt({.account = MakeAccount(), .entries = Adoption::Range{.after = EntryId(4)}});
  EXPECT_THAT(Entries(), ElementsAre(entries[0], entries[1], entries[3]));
  MustAdopt({.account = MakeAccount(), .entries = Adoption::Range{.up_to = EntryId(1)}});
  EXPECT_THAT(Entries(), ElementsAre(entries[1], entries[3]));
  EXPECT_EQ(store().ListEntries(third_, {})->total_count, 2U);
}

TEST_P(AdoptionContract, ReplacesWhatTheAccountHasOfAKindAndLeavesTheRest) {
  MustAdopt({.account = MakeAccount(),
             .domains = {{MakeDomain("a.example"), MakeDomain("b.example")}},
             .credentials = {{MakeCredential("c1"), MakeCredential("c2")}},
             .policies = {{MakePolicy(1, "one.example"), MakePolicy(2, "two.example")}},
             .entries = Adoption::Range{.entries = {MakeEntry(third_, 1)}}});
  Account renamed = MakeAccount();
  renamed.name = "Renamed";
  renamed.settings = {{"record.days", "7"}};
  Credential revoked = MakeCredential("c2");
  revoked.revoked_at = At(9);
  Policy changed = MakePolicy(2, "two.example");
  changed.rule = registry::TrustedDomain{.is_recent = true};
  MustAdopt({.account = renamed,
             .domains = {{MakeDomain("b.example")}},
             .credentials = {{revoked}},
             .policies = {{changed}}});
  EXPECT_EQ(store().GetAccount(third_), renamed);
  EXPECT_THAT(*store().ListDomains(), ElementsAre(MakeDomain("b.example")));
  EXPECT_THAT(*store().ListCredentials(), ElementsAre(revoked));
  EXPECT_EQ(store().GetPolicy(third_, registry::PolicyKind::kTrustedDomain, EntryId(2)), changed);
  EXPECT_EQ(store().GetPolicy(third_, registry::PolicyKind::kBlock, EntryId(1)), std::nullopt);
  EXPECT_EQ(Entries().size(), 1U);
}

TEST_P(AdoptionContract, TakesAllOrNothing) {
  ASSERT_TRUE(store().AddDomain({.account = mine_, .name = "mine.example", .created_at = At(0)}));
  Credential mine = MakeCredential("c9");
  mine.account = mine_;
  ASSERT_TRUE(store().AddCredential(mine));
  const std::uint64_t start = *store().LastSequence();
  Credential same_hash = MakeCredential("c1");
  same_hash.hash = mine.hash;
  const Adoption::Range range{.entries = {MakeEntry(third_, 1)}};
  const Adoption clashing[] = {
      {.account = MakeAccount(), .domains = {{MakeDomain("mine.example")}}, .entries = range},
      {.account = MakeAccount(), .credentials = {{MakeCredential("c9")}}, .entries = range},
      {.account = MakeAccount(), .credentials = {{same_hash}}, .entries = range}};
  for (const Adoption& adoption : clashing) {
    EXPECT_EQ(CodeOf(store().Adopt(adoption)), ErrorCode::kConflict);
  }
  const Adoption senseless[] = {
      {.account = MakeAccount(), .entries = Adoption::Range{.entries = {MakeEntry(mine_, 1)}}},
      {.account = MakeAccount(),
       .entries = Adoption::Range{.after = EntryId(1), .entries = {MakeEntry(third_, 1)}}},
      {.account = MakeAccount(),
       .entries = Adoption::Range{.up_to = EntryId(1), .entries = {MakeEntry(third_, 2)}}}};
  for (const Adoption& adoption : senseless) {
    EXPECT_EQ(CodeOf(store().Adopt(adoption)), ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(store().GetAccount(third_), std::nullopt);
  EXPECT_EQ(store().LastSequence(), start);
}

}  // namespace
}  // namespace namesake::storage::testing
