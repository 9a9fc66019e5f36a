// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: the audit log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
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

using registry::AuditQuery;
using registry::AuditRecord;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AuditContract : public StoreContract {
 protected:
  registry::Write By(std::string actor, decltype(registry::Write::action) action, int at) {
    registry::Write write;
    write.account = mine_;
    write.action = std::move(action);
    write.now = At(at);
    write.actor = std::move(actor);
    return write;
  }
  std::vector<std::string> Actions(const AuditQuery& query = {}) {
    std::vector<std::string> actions;
    const auto records = store().ListAudit(mine_, query);
    for (const AuditRecord& record : *records) {
      if (record.action != "account.create") actions.push_back(record.action);  // the fixture's
    }
    return actions;
  }
};

NAMESAKE_OVER_EVERY_STORE(AuditContract);

TEST_P(AuditContract, TellsWhoChangedWhatAndWhen) {
  registry::Entry entry = MakeEntry(mine_, 1);
  ASSERT_TRUE(store().CommitAndWait(By("ann", registry::CreateEntries{{entry}}, 1)));
  const auto before = entry.modified_at;
  entry.name = "Another Name";
  entry.modified_at = At(100);
  ASSERT_TRUE(store().CommitAndWait(By("bob", registry::ReplaceEntry{entry, before}, 2)));
  ASSERT_TRUE(store().CommitAndWait(By("cid", registry::DeleteEntry{entry.id}, 3)));

  const auto records = store().ListAudit(mine_, {.action = "entry.edit"});
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 1U);
  const AuditRecord& edit = records->front();
  EXPECT_EQ(edit.actor, "bob");
  EXPECT_EQ(edit.at, At(2));
  EXPECT_EQ(edit.subject, base::FormatUuid(entry.id));
  EXPECT_THAT(edit.after, HasSubstr("Another Name"));
  EXPECT_THAT(edit.before, ::testing::Not(HasSubstr("Another Name")));
  EXPECT_THAT(Actions(), ElementsAre("entry.delete", "entry.edit", "entry.create"));
  EXPECT_THAT(Actions({.oldest_first = true, .page = 2, .per_page = 3}),
              ElementsAre("entry.delete"));
  EXPECT_THAT(Actions({.since = At(2), .before = At(3)}), ElementsAre("entry.edit"));
  EXPECT_EQ(store().ListAudit(other_, {})->size(), 1U);  // that it was made
}

TEST_P(AuditContract, TellsWhoMadeAndRevokedACredential) {
  registry::Credential credential;
  credential.account = mine_;
  credential.id = "0123456789abcdef0123456789abcdef";
  credential.created_at = At(1);
  ASSERT_TRUE(store().AddCredential(credential, "ann"));
  ASSERT_TRUE(store().RevokeCredential(credential.id, At(2), "bob"));
  const auto records = store().ListAudit(mine_, {.oldest_first = true});
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 3U);  // the first: the account was made
  EXPECT_EQ((*records)[1].actor, "ann");
  EXPECT_EQ((*records)[2].actor, "bob");
}

TEST_P(AuditContract, HasNothingOfAWriteThatFailed) {
  const registry::Entry entry = MakeEntry(mine_, 1);
  ASSERT_FALSE(store().CommitAndWait(By("ann", registry::DeleteEntry{entry.id}, 1)));
  ASSERT_FALSE(store().CommitAndWait(By("ann", registry::CreateEntries{{entry, entry}}, 1)));
  EXPECT_THAT(Actions(), IsEmpty());
}

TEST_P(AuditContract, TellsALargeImportAsOne) {
  std::vector<registry::Entry> entries;
  for (int i = 0; i <= static_cast<int>(registry::kMaxAuditedAtOnce); ++i) {
    entries.push_back(MakeEntry(mine_, i));
  }
  ASSERT_TRUE(store().CommitAndWait(By("ann", registry::CreateEntries{entries}, 1)));
  const auto records = store().ListAudit(mine_, {});
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(records->front().action, "entry.import");
  EXPECT_EQ(records->front().after, R"({"entries":1001})");
}

TEST_P(AuditContract, TellsOfAdministrationToo) {
  store().ActAs("cli:root");
  ASSERT_TRUE(store().AddDomain({.account = mine_, .name = "a.example", .created_at = At(1)}));
  ASSERT_TRUE(store().AddDomain({.account = mine_, .name = "a.example", .created_at = At(1)}));
  ASSERT_TRUE(store().RemoveDomain(mine_, "a.example"));
  ASSERT_TRUE(store().ChangeAccountSettings(mine_, {{"record.days", "3"}}));
  registry::Credential credential;
  credential.id = "c";
  credential.account = mine_;
  credential.hash = base::HashSha256("secret");
  ASSERT_TRUE(store().AddCredential(credential));
  ASSERT_TRUE(store().RevokeCredential("c", At(9)));
  ASSERT_TRUE(store().RevokeCredential("c", At(10)));
  registry::Policy policy;
  policy.account = mine_;
  policy.id = base::MakeUuidV7(At(1));
  policy.rule = registry::BlockedSender{};
  policy.pattern = "evil@evil.example";
  ASSERT_TRUE(store().CommitAndWait(
      By("", registry::ChangePolicies{registry::PolicyKind::kBlock, {}, {}, {policy}}, 11)));

  EXPECT_THAT(Actions({.oldest_first = true}),
              ElementsAre("domain.add", "domain.remove", "account.set", "credential.create",
                          "credential.revoke", "block_sender.create"));
  const auto records = store().ListAudit(mine_, {});
  for (const AuditRecord& record : *records) {
    EXPECT_EQ(record.actor, record.action == "account.create" ? "namesake" : "cli:root")
        << record.action;
  }
}

TEST_P(AuditContract, IsReadOnBehindAPage) {
  for (int i = 1; i <= 5; ++i)
    MustCommit(By("ann", registry::CreateEntries{{MakeEntry(mine_, i)}}, i));
  AuditQuery query{.action = "entry.create", .oldest_first = true, .per_page = 2};
  std::vector<std::string> subjects;
  for (int pages = 0; pages < 4; ++pages) {
    const auto page = store().ListAudit(mine_, query);
    ASSERT_TRUE(page);
    if (page->empty()) break;
    for (const AuditRecord& record : *page) subjects.push_back(record.subject);
    query.after_number = page->back().number;
  }
  std::vector<std::string> expected;
  for (int i = 1; i <= 5; ++i) expected.push_back(base::FormatUuid(EntryId(i)));
  EXPECT_EQ(subjects, expected);
}

}  // namespace
}  // namespace namesake::storage::testing
