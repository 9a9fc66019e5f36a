// SPDX-License-Identifier: Apache-2.0
#include "events/event.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/record_feed.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/memory_store.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::events {
namespace {

namespace json = boost::json;
using registry::Change;
using registry::ChangeKind;

constexpr base::Time kThen{std::chrono::seconds(1'700'000'000)};
constexpr base::Time kNow{std::chrono::seconds(1'700'000'100)};
constexpr Place kPlace{.records = 3, .changes = 4};

class EventTest : public testing::Test {
 protected:
  EventTest() { account_.bytes[15] = 7; }

  // The event as its reader gets it; null when there is none.
  json::value Read(const Change& change) {
    const auto event = ChangeEvent(change, store_, kNow, kPlace);
    if (!event) return json::value(event.error().message);
    if (!*event) return nullptr;
    EXPECT_EQ((*event)->place, kPlace);
    EXPECT_EQ((*event)->account, account_);
    return json::parse((*event)->json);
  }
  [[nodiscard]] Change ChangeOf(ChangeKind kind) const {
    Change change;
    change.sequence = 4;
    change.account = account_;
    change.kind = kind;
    return change;
  }
  [[nodiscard]] Change PutEntry() const {
    Change change = ChangeOf(ChangeKind::kEntryPut);
    change.entry_id = base::MakeUuidV7(kThen);
    change.entry.emplace();
    change.entry->account = account_;
    change.entry->id = change.entry_id;
    change.entry->name = "John\nDoe";
    change.entry->created_at = change.entry->modified_at = kThen;
    return change;
  }

  registry::MemoryStore store_;
  registry::AccountId account_;
};

TEST_F(EventTest, OfAMessageCarriesWhatInvestigateShows) {
  record::NumberedRecord message{.number = 3, .record = {}};
  message.record.account = account_;
  message.record.id = "4Nx-2024-01-05T10:00:00-12345678";
  message.record.scanned_at = kThen;
  message.record.subject = "Urgent";
  message.record.disposition = "MALICIOUS-BEC";
  message.record.findings = R"([{"reason": "display_name_exact"}])";
  const Event event = MessageEvent(message, kPlace);
  EXPECT_EQ(event.type, "message.flagged");
  EXPECT_EQ(event.json.find('\n'), std::string::npos);
  const json::value read = json::parse(event.json);
  EXPECT_EQ(read.at("type"), "message.flagged");
  EXPECT_EQ(read.at("id"), "message-4Nx-2024-01-05T10:00:00-12345678");
  EXPECT_EQ(read.at("time"), "2023-11-14T22:13:20.000000Z");
  EXPECT_EQ(read.at("account"), "00000000000000000000000000000007");
  EXPECT_EQ(read.at("data").at("subject"), "Urgent");
  EXPECT_EQ(read.at("data").at("final_disposition"), "MALICIOUS-BEC");
  EXPECT_EQ(read.at("data").at("findings").at(0).at("reason"), "display_name_exact");
}

TEST_F(EventTest, OfAnEntryTellsWhetherItIsNew) {
  Change change = PutEntry();
  json::value read = Read(change);
  EXPECT_EQ(read.at("type"), "entry.created");
  EXPECT_EQ(read.at("id"), "change-4");
  EXPECT_EQ(read.at("time"), "2023-11-14T22:13:20.000000Z");
  EXPECT_EQ(read.at("data").at("name"), "John\nDoe");
  change.entry->modified_at = kNow;
  read = Read(change);
  EXPECT_EQ(read.at("type"), "entry.changed");
  EXPECT_EQ(read.at("time"), "2023-11-14T22:15:00.000000Z");
}

TEST_F(EventTest, OfADeletedEntryHasItsId) {
  Change change = ChangeOf(ChangeKind::kEntryDeleted);
  change.entry_id = base::MakeUuidV7(kThen);
  const json::value read = Read(change);
  EXPECT_EQ(read.at("type"), "entry.deleted");
  EXPECT_EQ(read.at("data"), (json::object{{"id", base::FormatUuid(change.entry_id)}}));
}

TEST_F(EventTest, IsNotMadeOfAnEntryThatIsGoneSince) {
  Change change = PutEntry();
  change.entry.reset();
  EXPECT_TRUE(Read(change).is_null());
}

TEST_F(EventTest, OfAPolicySaysItsKind) {
  Change change = ChangeOf(ChangeKind::kPolicy);
  change.policy_id = base::MakeUuidV7(kThen);
  EXPECT_EQ(Read(change).at("type"), "policy.deleted");
  change.policy.emplace();
  change.policy->rule = registry::BlockedSender{.pattern_type = registry::PatternType::kDomain};
  change.policy->pattern = "evil.example";
  EXPECT_EQ(Read(change).at("type"), "policy.created");
  change.policy->modified_at = kNow;
  const json::value read = Read(change);
  EXPECT_EQ(read.at("type"), "policy.changed");
  EXPECT_EQ(read.at("data").at("kind"), "block_sender");
  EXPECT_EQ(read.at("data").at("pattern"), "evil.example");
}

TEST_F(EventTest, OfDomainsNamesThemAll) {
  registry::AccountId other;
  for (const auto& id : {account_, other}) {
    ASSERT_TRUE(store_.AddAccount({.id = id, .name = "One", .created_at = kThen}));
  }
  ASSERT_TRUE(store_.AddDomain({account_, "one.example", kThen}));
  ASSERT_TRUE(store_.AddDomain({other, "other.example", kThen}));
  const json::value read = Read(ChangeOf(ChangeKind::kDomain));
  EXPECT_EQ(read.at("type"), "domain.changed");
  EXPECT_EQ(read.at("data").at("domains"), (json::array{"one.example"}));
}

TEST_F(EventTest, OfAnAccountShowsNoSecret) {
  ASSERT_TRUE(store_.AddAccount({.id = account_, .name = "One", .created_at = kThen}));
  ASSERT_TRUE(store_.ChangeAccountSettings(account_, {{"webhook.secret", "0123456789abcdef"}}));
  const json::value read = Read(ChangeOf(ChangeKind::kAccount));
  EXPECT_EQ(read.at("type"), "account.changed");
  EXPECT_EQ(read.at("data").at("name"), "One");
  EXPECT_EQ(read.at("data").at("settings").at("webhook.secret"), "********");
  EXPECT_EQ(read.at("data").at("settings").at("record.days"), "30");
  EXPECT_EQ(Read(ChangeOf(ChangeKind::kCredential)).at("data"), json::object());
}

TEST_F(EventTest, OfAGapConcernsEverybody) {
  const Event event = GapEvent(10, 90, kNow, kPlace);
  EXPECT_EQ(event.account, std::nullopt);
  const json::value read = json::parse(event.json);
  EXPECT_TRUE(read.at("account").is_null());
  EXPECT_EQ(read.at("data"), (json::object{{"from", 10}, {"to", 90}}));
}

}  // namespace
}  // namespace namesake::events
