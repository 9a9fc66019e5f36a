// SPDX-License-Identifier: Apache-2.0
// What every record::RecordStore does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/open.h"
#include "storage/testing/record_stores.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage {
namespace {

using record::FollowerPosition;
using record::Hold;
using record::MessageRecord;
using record::RecordedAction;
using record::RecordedMessage;
using record::RecordQuery;
using record::Treatment;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

base::Time At(std::int64_t seconds) {
  return base::Time(std::chrono::seconds(1'700'000'000 + seconds));
}

constexpr const char* kEntryId = "0190d2c8-0000-7000-8000-000000000001";

class RecordContract : public ::testing::TestWithParam<testing::RecordStoreKind> {
 protected:
  RecordContract() : uri_(GetParam().make(folder_.path())), store_(Open()) { other_.bytes[0] = 7; }

  [[nodiscard]] std::unique_ptr<record::RecordStore> Open() const {
    auto store = OpenRecordStore(uri_);
    if (!store) throw std::runtime_error(store.error().message);
    return std::move(*store);
  }

  // Flagged, from x@evil.example to jane@example.com.
  [[nodiscard]] MessageRecord Record(std::string id, std::int64_t at) const {
    MessageRecord record;
    record.account = mine_;
    record.id = std::move(id);
    record.queue_id = "Q" + record.id;
    record.scanned_at = At(at);
    record.envelope_from = "bounce@evil.example";
    record.recipients = {"jane@example.com"};
    record.client_ip = "192.0.2.7";
    record.from = "X@evil.example";
    record.from_name = "Jöhn Doe";
    record.to = {"jane@example.com", "list@lists.example.org"};
    record.to_names = {"Jane", ""};
    record.subject = "Urgent PAYMENT";
    record.message_id = "<" + record.id + "@evil.example>";
    record.sent_at = At(at - 5);
    record.spf = "pass";
    record.disposition = "MALICIOUS-BEC";
    record.flagged = true;
    record.reasons = {"display_name_exact", "reply_to_diverts"};
    record.findings = std::string(R"([{"entry":{"id":")") + kEntryId + R"("}}])";
    record.treatment = Treatment::kTagged;
    return record;
  }
  void Add(MessageRecord record, std::optional<std::string> raw = {}) {
    if (raw) record.size = raw->size();
    const std::vector<RecordedMessage> one = {{std::move(record), std::move(raw)}};
    ASSERT_TRUE(store_->Append(one));
  }

  [[nodiscard]] static RecordQuery Everything() {
    return {.start = At(-1'000'000), .end = At(1'000'000), .flagged_only = false};
  }
  [[nodiscard]] std::vector<std::string> Ids(const RecordQuery& query) {
    const auto page = store_->Search(mine_, query);
    std::vector<std::string> ids;
    if (!page) return {page.error().message};
    for (const MessageRecord& record : page->records) ids.push_back(record.id);
    return ids;
  }

  [[nodiscard]] static std::vector<std::string> RecordIds(
      const std::vector<record::NumberedRecord>& records) {
    std::vector<std::string> ids;
    for (const record::NumberedRecord& each : records) ids.push_back(each.record.id);
    return ids;
  }

  testing::TemporaryFolder folder_;
  std::string uri_;
  std::unique_ptr<record::RecordStore> store_;
  registry::AccountId mine_;
  registry::AccountId other_;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(RecordContract);  // without PostgreSQL
INSTANTIATE_TEST_SUITE_P(Over, RecordContract, ::testing::ValuesIn(testing::RecordStoreKinds()),
                         [](const auto& test) { return test.param.name; });

TEST_P(RecordContract, KeepsEverythingOfARecord) {
  MessageRecord record = Record("a", 0);
  record.cc = {"c@example.com"};
  record.reply_to = "r@evil.example";
  record.date = "Mon, 1 Jan 2024 00:00:00 +0000";
  record.originating_ip = "198.51.100.2";
  record.dkim = "fail";
  record.dmarc = "none";
  record.policy = "acceptable_sender";
  record.policy_pattern = "evil.example";
  record.hold = Hold::kHeld;
  const std::string octets("raw \0 octets", 12);
  Add(record, octets);
  record.size = octets.size();
  EXPECT_EQ(store_->Find(mine_, "a"), record);
  EXPECT_EQ(store_->Find(mine_, "Qa"), record);
  EXPECT_EQ(store_->Find(mine_, "b"), std::nullopt);
  EXPECT_EQ(store_->Find(other_, "a"), std::nullopt);
  EXPECT_EQ(store_->Raw(mine_, "a"), octets);
  EXPECT_EQ(store_->Raw(other_, "a"), std::nullopt);
}

TEST_P(RecordContract, TakesTheSameRecordTwiceAsOne) {
  Add(Record("a", 0));
  Add(Record("a", 0));
  EXPECT_THAT(Ids(Everything()), ElementsAre("a"));
}

TEST_P(RecordContract, GivesTheNewestFirstAndPagesBehindThem) {
  for (const auto& [id, at] : {std::pair("a", 1), {"b", 3}, {"c", 3}, {"d", 2}})
    Add(Record(id, at));
  EXPECT_THAT(Ids(Everything()), ElementsAre("c", "b", "d", "a"));
  RecordQuery query = Everything();
  query.limit = 2;
  query.count = true;
  const auto first = store_->Search(mine_, query);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->total_count, 4U);
  query.after = {first->records.back().scanned_at, first->records.back().id};
  EXPECT_THAT(Ids(query), ElementsAre("d", "a"));
  EXPECT_FALSE(store_->Search(mine_, query)->more);
  query.skip = 1;
  EXPECT_THAT(Ids(query), ElementsAre("a"));
  query.after.reset();
  query.skip = 3;
  EXPECT_THAT(Ids(query), ElementsAre("a"));
}

TEST_P(RecordContract, FindsByEachCondition) {
  Add(Record("forged", 1));
  MessageRecord other = Record("other", 2);
  other.from = "ann@partner.example";
  other.from_name = "Ann";
  other.envelope_from = "ann@partner.example";
  other.recipients = other.to = {"Bob@Sub.Example.com"};
  other.subject = "Lunch";
  other.client_ip = "192.0.2.8";
  other.flagged = false;
  other.disposition = "NONE";
  other.reasons = {};
  other.findings = std::string(R"([{"value":"tells \")") + kEntryId + R"(\""}])";
  other.treatment = Treatment::kAccepted;
  Add(other);

  const auto with = [](auto change) {
    RecordQuery query = Everything();
    change(query);
    return query;
  };
  EXPECT_THAT(Ids(with([](auto& q) { q.flagged_only = true; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.start = At(2); })), ElementsAre("other"));
  EXPECT_THAT(Ids(with([](auto& q) { q.end = At(2); })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.terms = {"JÖHN", "urgent"}; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.terms = {"jöhn", "lunch"}; })), IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.terms = {"\"; DROP"}; })), IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.subject = {"payment", "URGENT"}; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.disposition = "MALICIOUS"; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.disposition = "SPOOF"; })), IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.sender = "x@EVIL.example"; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.sender = "partner.example"; })), ElementsAre("other"));
  EXPECT_THAT(Ids(with([](auto& q) { q.sender = "artner.example"; })), IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.recipient = "bob@sub.example.com"; })),
              ElementsAre("other"));
  EXPECT_THAT(Ids(with([](auto& q) { q.recipient = "example.com"; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.domain = "lists.example.org"; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.entry_id = kEntryId; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.entry_id = "0190d2c8-0000-7000-8000-000000000002"; })),
              IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.reason = "display_name_exact"; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.reason = "display_name"; })), IsEmpty());
  EXPECT_THAT(Ids(with([](auto& q) { q.message_id = "<other@evil.example>"; })),
              ElementsAre("other"));
  EXPECT_THAT(Ids(with([](auto& q) { q.client_ip = "192.0.2.8"; })), ElementsAre("other"));
  EXPECT_THAT(Ids(with([](auto& q) { q.treatment = Treatment::kTagged; })), ElementsAre("forged"));
  EXPECT_THAT(Ids(with([](auto& q) { q.id = "other"; })), ElementsAre("other"));
}

TEST_P(RecordContract, KeepsAccountsApart) {
  MessageRecord theirs = Record("a", 0);
  theirs.account = other_;
  Add(theirs);
  EXPECT_THAT(Ids(Everything()), IsEmpty());
  EXPECT_EQ(store_->ChangeHold(mine_, "a", Hold::kNone, Hold::kHeld, {}).error().code,
            base::ErrorCode::kNotFound);
  EXPECT_EQ(store_->AddAction(mine_, "a", {.operation = "MOVE", .started_at = At(1)}).error().code,
            base::ErrorCode::kNotFound);
}

TEST_P(RecordContract, LetsOneOfManyHaveAHeldMessage) {
  MessageRecord held = Record("a", 0);
  held.treatment = Treatment::kKept;
  held.hold = Hold::kHeld;
  Add(held, "raw");
  std::vector<std::thread> threads;
  std::atomic<int> winners{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto changed = store_->ChangeHold(mine_, "a", Hold::kHeld, Hold::kReleasing,
                                              {.operation = "QUARANTINE_RELEASE"});
      if (changed && *changed) ++winners;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(store_->Find(mine_, "a")->value().hold, Hold::kReleasing);
  EXPECT_EQ(store_->Actions(mine_, "a")->size(), 1U);
}

TEST_P(RecordContract, RemembersWhatWasDone) {
  Add(Record("a", 0));
  const RecordedAction first{.operation = "QUARANTINE_RELEASE", .started_at = At(1)};
  const RecordedAction second{.operation = "MOVE",
                              .started_at = At(2),
                              .completed_at = At(3),
                              .success = true,
                              .status = "250 OK",
                              .requested_by = "token 1",
                              .destination = "Inbox",
                              .requested_disposition = "NONE"};
  ASSERT_TRUE(store_->AddAction(mine_, "a", first));
  ASSERT_TRUE(store_->AddAction(mine_, "a", second));
  const auto actions = store_->Actions(mine_, "a");
  ASSERT_TRUE(actions);
  EXPECT_THAT(*actions, ElementsAre(first, second));
}

TEST_P(RecordContract, ForgetsWhatIsTooOldButNothingThatIsHeld) {
  Add(Record("old", 0), "raw");
  MessageRecord held = Record("held", 0);
  held.hold = Hold::kHeld;
  Add(held, "raw");
  Add(Record("new", 100'000), "raw");
  EXPECT_EQ(store_->Sweep(mine_, {.age = std::chrono::days(1)}, At(100'000)), 1U);
  EXPECT_THAT(Ids(Everything()), ElementsAre("new", "held"));
  EXPECT_EQ(store_->Raw(mine_, "old"), std::nullopt);
  EXPECT_EQ(store_->Raw(mine_, "held"), "raw");
}

TEST_P(RecordContract, KeepsTheNewestRawMessagesThatThereIsRoomFor) {
  for (int i = 0; i < 4; ++i) Add(Record(std::to_string(i), i), std::string(100, 'x'));
  MessageRecord held = Record("held", -1);
  held.hold = Hold::kHeld;
  Add(held, std::string(100, 'x'));
  ASSERT_TRUE(store_->Sweep(mine_, {.age = std::chrono::days(30), .raw_bytes = 250}, At(10)));
  EXPECT_EQ(store_->Raw(mine_, "3"), std::string(100, 'x'));
  EXPECT_EQ(store_->Raw(mine_, "2"), std::string(100, 'x'));
  EXPECT_EQ(store_->Raw(mine_, "1"), std::nullopt);
  EXPECT_EQ(store_->Find(mine_, "1")->value().size, 0U);
  EXPECT_EQ(store_->Raw(mine_, "held"), std::string(100, 'x'));
  EXPECT_EQ(Ids(Everything()).size(), 5U);
}

TEST_P(RecordContract, IsFollowedInTheOrderOfWriting) {
  Add(Record("later", 9));
  MessageRecord harmless = Record("harmless", 1);
  harmless.flagged = false;
  Add(harmless);
  MessageRecord theirs = Record("theirs", 2);
  theirs.account = other_;
  Add(theirs);
  Add(Record("later", 9));  // again
  Add(Record("earlier", 3));
  const auto all = store_->ReadFlaggedAfter(0, 10);
  ASSERT_TRUE(all);
  EXPECT_THAT(RecordIds(*all), ElementsAre("later", "theirs", "earlier"));
  EXPECT_EQ(all->back().number, store_->LastNumber());
  EXPECT_EQ(all->front().record, Record("later", 9));
  EXPECT_THAT(RecordIds(*store_->ReadFlaggedAfter(all->front().number, 1)), ElementsAre("theirs"));
  EXPECT_THAT(RecordIds(*store_->ReadFlaggedAfter(all->back().number, 10)), IsEmpty());
}

TEST_P(RecordContract, GivesNoNumberTwice) {
  Add(Record("a", 0));
  const auto before = store_->LastNumber();
  ASSERT_TRUE(store_->Sweep(mine_, {.age = std::chrono::days(1)}, At(200'000)));
  EXPECT_EQ(store_->LastNumber(), before);
  Add(Record("b", 200'000));
  EXPECT_THAT(RecordIds(*store_->ReadFlaggedAfter(*before, 10)), ElementsAre("b"));
}

TEST_P(RecordContract, RemembersPositions) {
  EXPECT_EQ(store_->LoadPosition("file"), std::nullopt);
  const std::vector<FollowerPosition> positions = {{"file", 1, 2}, {"webhook", 3, 4}};
  ASSERT_TRUE(store_->SavePositions(positions));
  const std::vector<FollowerPosition> later = {{"file", 5, 6}};
  ASSERT_TRUE(store_->SavePositions(later));
  EXPECT_EQ(store_->LoadPosition("file"), later.front());
  EXPECT_EQ(store_->LoadPosition("webhook"), positions.back());
  ASSERT_TRUE(store_->ForgetPosition("webhook"));
  ASSERT_TRUE(store_->ForgetPosition("nobody's"));
  EXPECT_EQ(store_->LoadPosition("webhook"), std::nullopt);
}

TEST_P(RecordContract, LeasesANameToOneHolderAtATime) {
  EXPECT_EQ(store_->TakeLease("file", "one", At(0), At(10)), true);
  EXPECT_EQ(store_->TakeLease("file", "two", At(5), At(15)), false);
  EXPECT_EQ(store_->TakeLease("other", "two", At(5), At(15)), true);
  EXPECT_EQ(store_->TakeLease("file", "one", At(6), At(20)), true);
  EXPECT_EQ(store_->TakeLease("file", "two", At(15), At(25)), false);
  EXPECT_EQ(store_->TakeLease("file", "two", At(20), At(30)), true);
  EXPECT_EQ(store_->TakeLease("file", "one", At(21), At(31)), false);
  ASSERT_TRUE(store_->EndLease("file", "one"));  // not his any more
  EXPECT_EQ(store_->TakeLease("file", "one", At(21), At(31)), false);
  ASSERT_TRUE(store_->EndLease("file", "two"));
  EXPECT_EQ(store_->TakeLease("file", "one", At(21), At(31)), true);
}

TEST_P(RecordContract, TakesHostileText) {
  MessageRecord record = Record("a", 0);
  record.subject = std::string("NUL \0 here", 10);
  record.from_name = "'); DROP TABLE message; --";
  Add(record);
  EXPECT_THAT(Ids(Everything()), ElementsAre("a"));
  EXPECT_EQ(store_->Find(mine_, "a")->value().from_name, record.from_name);
  EXPECT_EQ(store_->Find(mine_, std::string("a\0b", 3)), std::nullopt);
}

TEST_P(RecordContract, OutlivesItsProcess) {
  if (uri_ == "memory:") GTEST_SKIP() << "memory does not";
  Add(Record("a", 0), "raw");
  store_.reset();
  EXPECT_EQ(Open()->Raw(mine_, "a"), "raw");
}

// ---- Nodes --------------------------------------------------------------------------------------

record::NodeReport Node(std::uint8_t id, std::string host, std::int64_t seen_at) {
  record::NodeReport node;
  node.id.bytes[0] = id;
  node.program = "namesake-milter";
  node.host = std::move(host);
  node.version = "1.2.3";
  node.started_at = At(1);
  node.seen_at = At(seen_at);
  node.behind = 17ms;
  node.messages = 1000;
  node.recent_messages = 30;
  node.recent_time = 10s;
  return node;
}

TEST_P(RecordContract, KnowsTheProgramsThatReportInOrder) {
  const record::NodeReport second = Node(1, "mx2", 10);
  record::NodeReport first = Node(2, "mx1", 10);
  ASSERT_TRUE(store_->ReportNode(second));
  ASSERT_TRUE(store_->ReportNode(first));
  EXPECT_THAT(*store_->ListNodes(), ElementsAre(first, second));
  first.seen_at = At(20);
  first.messages = 2000;
  ASSERT_TRUE(store_->ReportNode(first));
  EXPECT_THAT(*store_->ListNodes(), ElementsAre(first, second));
  ASSERT_TRUE(store_->ForgetNode(first.id));
  ASSERT_TRUE(store_->ForgetNode(first.id));
  EXPECT_THAT(*store_->ListNodes(), ElementsAre(second));
}

TEST_P(RecordContract, ForgetsProgramsThatWereNotSeenForADay) {
  const std::int64_t day = std::chrono::seconds(record::kNodeMemory).count();
  const record::NodeReport lost = Node(1, "mx1", 0);
  const record::NodeReport late = Node(2, "mx2", 1);
  ASSERT_TRUE(store_->ReportNode(lost));
  ASSERT_TRUE(store_->ReportNode(late));
  const record::NodeReport here = Node(3, "mx3", day + 1);
  ASSERT_TRUE(store_->ReportNode(here));
  EXPECT_THAT(*store_->ListNodes(), ElementsAre(late, here));
}

}  // namespace
}  // namespace namesake::storage
