// SPDX-License-Identifier: Apache-2.0
#include "storage/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/testing/copy_ends.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage {
namespace {

using base::ErrorCode;
using record::Hold;
using record::RecordedAction;
using record::RecordedMessage;
using registry::AuditRecord;
using registry::Entry;
using ::testing::HasSubstr;
using namespace namesake::storage::testing;

// Both halves of a store, open.
struct End {
  explicit End(const std::string& uri) {
    auto opened = OpenStore(uri, OpenMode::kCreate);
    if (!opened) throw std::runtime_error(opened.error().message);
    registry = std::move(*opened);
    registry->ActAs("cli:test");
    auto opened_records = OpenRecordStore(uri);
    if (!opened_records) throw std::runtime_error(opened_records.error().message);
    records = std::move(*opened_records);
  }
  [[nodiscard]] StoreHalves halves() const { return {*registry, *records}; }

  std::unique_ptr<registry::Store> registry;
  std::unique_ptr<record::RecordStore> records;
};

class Copies : public ::testing::TestWithParam<CopyEnds> {
 protected:
  Copies() : from_(GetParam().from(folder_.path())), to_(GetParam().to(folder_.path())) {}

  auto Copy() {
    return CopyStore(from_.halves(), to_.halves(), [this](std::uint64_t rows) {
      read_ = rows;
      if (rows == stop_at_) throw Stopped();
    });
  }
  void MustCopy() {
    auto copied = Copy();
    ASSERT_TRUE(copied) << copied.error().message;
    copied_ = std::move(*copied);
  }
  struct Stopped {};

  // Two accounts with something of everything, the first with that many entries.
  void Fill(int entries) {
    for (const auto& account : {mine_, other_}) {
      ASSERT_TRUE(from_.registry->AddAccount({.id = account, .name = "One", .created_at = At(1)}));
    }
    ASSERT_TRUE(from_.registry->ChangeAccountSettings(mine_, {{"record.days", "90"}}));
    AddEntries(0, entries);
    registry::Policy policy;
    policy.account = mine_;
    policy.id = EntryId(3);
    policy.rule = registry::AllowPolicy{.is_trusted_sender = true};
    policy.pattern = "ann@example.com";
    policy.created_at = policy.modified_at = At(3);
    registry::ChangePolicies change;
    change.creates = {policy};
    registry::Write write;
    write.account = mine_;
    write.action = std::move(change);
    write.now = At(3);
    ASSERT_TRUE(from_.registry->CommitAndWait(write));
    ASSERT_TRUE(from_.registry->AddDomain({mine_, "example.com", At(4)}));
    ASSERT_TRUE(from_.registry->AddDomain({other_, "example.org", At(4)}));
    registry::Credential credential;
    credential.id = "c1";
    credential.account = mine_;
    credential.hash = base::HashSha256("secret");
    credential.created_at = At(5);
    ASSERT_TRUE(from_.registry->AddCredential(credential));
    ASSERT_TRUE(from_.registry->RevokeCredential("c1", At(6)));
    for (int i = 0; i < 3; ++i) AddRecord("m" + std::to_string(i), i);
  }
  void AddEntries(int begin, int end) {
    std::vector<Entry> entries;
    for (int i = begin; i < end; ++i) entries.push_back(MakeEntry(mine_, i));
    const auto done = from_.registry->CommitAndWait(Create(std::move(entries)));
    ASSERT_TRUE(done) << done.error().message;
  }
  void AddRecord(std::string id, int at) {
    RecordedMessage message;
    message.record.account = mine_;
    message.record.id = std::move(id);
    message.record.scanned_at = At(at);
    message.record.subject = "Urgent";
    message.record.hold = Hold::kHeld;
    message.raw = "Subject: Urgent\r\n\r\n";
    message.record.size = message.raw->size();
    ASSERT_TRUE(from_.records->Append({&message, 1}));
    ASSERT_TRUE(from_.records->AddAction(mine_, message.record.id,
                                         {.operation = "SUBMISSION", .started_at = At(7)}));
  }

  void DeleteEntries(int begin, int end) {
    for (int i = begin; i < end - 1; ++i) {
      from_.registry->Commit(Delete(mine_, EntryId(i)),
                             [](const auto& done) { EXPECT_TRUE(done); });
    }
    EXPECT_TRUE(from_.registry->CommitAndWait(Delete(mine_, EntryId(end - 1))));
  }

  static std::vector<Entry> EntriesOf(const End& end, const registry::AccountId& account) {
    std::vector<Entry> entries;
    EXPECT_TRUE(end.registry->VisitEntries(account, [&](Entry entry) {
      entries.push_back(std::move(entry));
      return true;
    }));
    return entries;
  }
  static std::vector<AuditRecord> AuditOf(const End& end, const registry::AccountId& account) {
    auto log = end.registry->ListAudit(account, {.oldest_first = true, .per_page = 1000});
    if (!log) return {};
    for (AuditRecord& record : *log) record.number = 0;
    return std::move(*log);
  }
  void ExpectTheSame() {
    EXPECT_EQ(*from_.registry->ListAccounts(), *to_.registry->ListAccounts());
    EXPECT_EQ(*from_.registry->ListDomains(), *to_.registry->ListDomains());
    EXPECT_EQ(*from_.registry->ListCredentials(), *to_.registry->ListCredentials());
    for (const auto& account : {mine_, other_}) {
      EXPECT_TRUE(EntriesOf(from_, account) == EntriesOf(to_, account));
      EXPECT_EQ(AuditOf(from_, account), AuditOf(to_, account));
    }
    EXPECT_EQ(from_.registry->GetPolicy(mine_, registry::PolicyKind::kAllow, EntryId(3)),
              to_.registry->GetPolicy(mine_, registry::PolicyKind::kAllow, EntryId(3)));
    for (const std::string id : {"m0", "m1", "m2"}) {
      EXPECT_EQ(*from_.records->Find(mine_, id), *to_.records->Find(mine_, id));
      EXPECT_EQ(*from_.records->Raw(mine_, id), *to_.records->Raw(mine_, id));
      EXPECT_EQ(*from_.records->Actions(mine_, id), *to_.records->Actions(mine_, id));
    }
  }

  const registry::AccountId mine_ = AccountNumber(1);
  const registry::AccountId other_ = AccountNumber(2);
  TemporaryFolder folder_;
  End from_;
  End to_;
  std::vector<CopiedAccount> copied_;
  std::uint64_t read_ = 0;
  std::uint64_t stop_at_ = 0;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Copies);  // without PostgreSQL
INSTANTIATE_TEST_SUITE_P(Between, Copies, ::testing::ValuesIn(EndsOfCopies()),
                         [](const auto& test) { return test.param.name; });

TEST_P(Copies, HaveEverythingThatTheOriginHas) {
  Fill(2500);
  MustCopy();
  ExpectTheSame();
  ASSERT_EQ(copied_.size(), 2U);
  EXPECT_EQ(copied_[0].entries, 2500U);
  EXPECT_EQ(copied_[0].policies, 1U);
  EXPECT_EQ(copied_[0].domains, 1U);
  EXPECT_EQ(copied_[0].credentials, 1U);
  EXPECT_EQ(copied_[0].records, 3U);
  EXPECT_EQ(copied_[0].audit, AuditOf(from_, mine_).size());
  EXPECT_EQ(copied_[1].domains, 1U);
  EXPECT_EQ(copied_[0].checksum.size(), 64U);
  EXPECT_NE(copied_[0].checksum, copied_[1].checksum);
}

TEST_P(Copies, AreTheSameWhenTheyAreMadeAgainAndWriteNothing) {
  Fill(2500);
  MustCopy();
  const std::string checksum = copied_[0].checksum;
  const std::uint64_t end = *to_.registry->LastSequence();
  MustCopy();
  EXPECT_EQ(copied_[0].checksum, checksum);
  EXPECT_EQ(copied_[0].written, 0U);
  EXPECT_EQ(*to_.registry->LastSequence(), end);
}

TEST_P(Copies, GoOnWhereTheyWereInterrupted) {
  Fill(2500);
  for (stop_at_ = 700; stop_at_ < 100'000; stop_at_ += 900) {
    try {
      MustCopy();
      break;
    } catch (const Stopped&) {
    }
  }
  EXPECT_GT(stop_at_, 700U);
  ExpectTheSame();
}

TEST_P(Copies, WriteWhatHasChangedSince) {
  Fill(4500);
  MustCopy();
  Entry changed = MakeEntry(mine_, 1500);
  changed.name = "Changed";
  changed.modified_at = At(999'999);
  ASSERT_TRUE(from_.registry->CommitAndWait(Replace(changed, At(1500))));
  ASSERT_TRUE(from_.registry->CommitAndWait(Delete(mine_, EntryId(2500))));
  AddEntries(5000, 5001);
  ASSERT_TRUE(from_.registry->RemoveDomain(mine_, "example.com"));
  ASSERT_TRUE(from_.registry->AddDomain({mine_, "example.net", At(8)}));
  const RecordedAction release{.operation = "QUARANTINE_RELEASE", .started_at = At(9)};
  ASSERT_EQ(from_.records->ChangeHold(mine_, "m1", Hold::kHeld, Hold::kReleased, release), true);
  AddRecord("m3", 9);
  MustCopy();
  ExpectTheSame();
  EXPECT_EQ(*to_.records->Find(mine_, "m3"), *from_.records->Find(mine_, "m3"));
  EXPECT_LT(copied_[0].written, 3100U);  // three pieces of a thousand, and the rest of it
}

TEST_P(Copies, FollowAnyChangeOfTheEntries) {
  Fill(0);
  // Holes and additions before, within and behind the pieces that are there.
  AddEntries(1000, 4200);
  MustCopy();
  AddEntries(0, 900);
  DeleteEntries(1900, 3300);
  MustCopy();
  ExpectTheSame();
  AddEntries(1900, 3300);
  DeleteEntries(3900, 4200);
  MustCopy();
  ExpectTheSame();
}

TEST_P(Copies, LeaveOtherAccountsAlone) {
  Fill(10);
  const auto third = AccountNumber(3);
  ASSERT_TRUE(to_.registry->AddAccount({.id = third, .name = "Three", .created_at = At(0)}));
  ASSERT_TRUE(to_.registry->CommitAndWait(Create(MakeEntry(third, 1))));
  MustCopy();
  EXPECT_EQ(copied_.size(), 2U);
  EXPECT_EQ(to_.registry->ListAccounts()->size(), 3U);
  EXPECT_EQ(EntriesOf(to_, third).size(), 1U);
}

TEST_P(Copies, DoNotUndoWhatWasDoneInTheTarget) {
  Fill(10);
  MustCopy();
  ASSERT_TRUE(to_.registry->CommitAndWait(Create(MakeEntry(mine_, 777))));
  AddEntries(20, 30);
  const auto refused = Copy();
  ASSERT_EQ(CodeOf(refused), ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("entry.create by cli:test"));
  EXPECT_EQ(EntriesOf(to_, mine_).size(), 11U);
}

TEST_P(Copies, GoBackAsWell) {
  Fill(1200);
  MustCopy();
  ASSERT_TRUE(to_.registry->CommitAndWait(Create(MakeEntry(mine_, 7777))));
  std::swap(from_, to_);
  MustCopy();
  ExpectTheSame();
}

}  // namespace
}  // namespace namesake::storage
