// SPDX-License-Identifier: Apache-2.0
// What only the records in PostgreSQL can get right or wrong. What holds for every record store:
// ../record_contract_test.
#include "storage/postgres/record_postgres_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "record/message_record.h"
#include "record/record_feed.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/query.h"
#include "storage/postgres/record_sql.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::postgres {
namespace {

using record::Hold;
using record::RecordedMessage;
using std::chrono::days;
using std::chrono::hours;
using testing::AccountNumber;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// 2026-01-01, noon, and that many days.
base::Time Noon(int day) { return testing::At(0) + days(day) + hours(12); }

class PostgresRecords : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
    uri_ = testing::PostgresServer::Shared().NewDatabase();
    store_ = Open();
  }

  [[nodiscard]] std::unique_ptr<record::RecordStore> Open() const {
    auto store = OpenPostgresRecordStore(uri_);
    if (!store) throw std::runtime_error(store.error().message);
    return std::move(*store);
  }
  [[nodiscard]] Connection Connect() const {
    return {Settings::Parse(uri_).value(), Connection::Use::kReading};
  }
  [[nodiscard]] std::vector<std::string> Query(std::string_view sql) const {
    Connection connection = Connect();
    std::vector<std::string> texts;
    Rows rows = connection.Run({.name = {}, .text = sql});
    while (rows.Next()) texts.emplace_back(rows.Text(0));
    return texts;
  }
  [[nodiscard]] std::vector<std::string> Days() const {
    return Query(
        "SELECT inhrelid::regclass::text FROM pg_inherits "
        "WHERE inhparent = 'message'::regclass ORDER BY 1");
  }

  [[nodiscard]] static RecordedMessage Message(const registry::AccountId& account, std::string id,
                                               base::Time at) {
    RecordedMessage message;
    message.record.account = account;
    message.record.id = std::move(id);
    message.record.scanned_at = at;
    message.record.flagged = true;
    return message;
  }
  void Add(const RecordedMessage& message) {
    const auto added = store_->Append({&message, 1});
    ASSERT_TRUE(added) << added.error().message;
  }
  [[nodiscard]] bool Has(std::string_view id) { return store_->Find(mine_, id)->has_value(); }

  const registry::AccountId mine_ = AccountNumber(1);
  const registry::AccountId other_ = AccountNumber(2);
  std::string uri_;
  std::unique_ptr<record::RecordStore> store_;
};

TEST_F(PostgresRecords, StandInPartitionsOfADayThatAreMadeAhead) {
  EXPECT_THAT(Days(), ElementsAre());
  Add(Message(mine_, "a", Noon(0)));
  EXPECT_THAT(Days(), ElementsAre("message_20260101", "message_20260102", "message_20260103"));
  const RecordedMessage edges[] = {
      Message(mine_, "first", Noon(1) - hours(12)),
      Message(mine_, "last", Noon(2) - hours(12) - std::chrono::microseconds(1))};
  ASSERT_TRUE(store_->Append(edges));
  EXPECT_THAT(Query("SELECT id FROM message_20260102 ORDER BY id"), ElementsAre("first", "last"));
}

TEST_F(PostgresRecords, GoADayAsAWholeWhenNoAccountWantsIt) {
  for (int day = 0; day < 4; ++day) Add(Message(mine_, std::to_string(day), Noon(day)));
  Add(Message(other_, "theirs", Noon(1)));
  ASSERT_TRUE(store_->Sweep(mine_, {.age = days(1)}, Noon(3)));
  // The other account has not said how long: only what is mine goes.
  EXPECT_THAT(Days(), Contains("message_20260102"));
  EXPECT_FALSE(Has("1"));
  EXPECT_TRUE(Has("2"));
  ASSERT_TRUE(store_->Sweep(other_, {.age = days(2)}, Noon(3)));
  EXPECT_THAT(Days(), Not(Contains("message_20260101")));
  EXPECT_THAT(Days(), Contains("message_20260102"));
  EXPECT_TRUE(store_->Find(other_, "theirs")->has_value());
  ASSERT_TRUE(store_->Sweep(other_, {.age = days(1)}, Noon(3)));
  EXPECT_THAT(Days(), Not(Contains("message_20260102")));
  EXPECT_THAT(Query("SELECT to_regclass('message_raw_20260102')::text"), ElementsAre(""));
  EXPECT_TRUE(Has("2"));
  EXPECT_TRUE(Has("3"));
}

TEST_F(PostgresRecords, KeepADayForAMessageThatIsHeld) {
  RecordedMessage held = Message(mine_, "held", Noon(0));
  held.record.hold = Hold::kHeld;
  Add(held);
  Add(Message(mine_, "old", Noon(0)));
  EXPECT_EQ(store_->Sweep(mine_, {.age = days(1)}, Noon(5)), 1U);
  EXPECT_THAT(Days(), Contains("message_20260101"));
  EXPECT_TRUE(Has("held"));
  ASSERT_EQ(store_->ChangeHold(mine_, "held", Hold::kHeld, Hold::kDropped, {}), true);
  ASSERT_TRUE(store_->Sweep(mine_, {.age = days(1)}, Noon(5)));
  EXPECT_THAT(Days(), Not(Contains("message_20260101")));
}

TEST_F(PostgresRecords, AreWrittenIntoADayThatAnotherNodeHasDropped) {
  Add(Message(mine_, "a", Noon(0)));
  ASSERT_TRUE(Open()->Sweep(mine_, {.age = days(1)}, Noon(5)));
  EXPECT_THAT(Days(), Not(Contains("message_20260101")));
  Add(Message(mine_, "late", Noon(0)));
  EXPECT_TRUE(Has("late"));
}

TEST_F(PostgresRecords, AreMadeByAnyNumberOfNodesThatStartAtOnce) {
  const std::string uri = testing::PostgresServer::Shared().NewDatabase();
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> nodes;
    for (int node = 0; node < 6; ++node) {
      nodes.emplace_back([&, node] {
        auto store = OpenPostgresRecordStore(uri);
        const RecordedMessage message = Message(mine_, std::to_string(node), Noon(0));
        if (!store || !(*store)->Append({&message, 1})) ++failed;
      });
    }
  }
  EXPECT_EQ(failed, 0);
  const auto store = OpenPostgresRecordStore(uri);
  EXPECT_EQ((*store)->ReadFlaggedAfter(0, 10)->size(), 6U);
}

// A number becomes visible only when all that are smaller are.
TEST_F(PostgresRecords, AreFollowedWithoutAStepOverWhatIsStillBeingWritten) {
  constexpr int kNodes = 3;
  constexpr int kBatches = 40;
  std::atomic<int> writing = kNodes;
  std::set<std::string> seen;
  std::jthread follower([&] {
    const auto store = Open();
    std::uint64_t position = 0;
    for (bool last = false; !last;) {
      last = writing == 0;
      for (auto piece = store->ReadFlaggedAfter(position, 7); !piece->empty();
           piece = store->ReadFlaggedAfter(position, 7)) {
        for (const record::NumberedRecord& each : *piece) {
          EXPECT_GT(each.number, position);
          position = each.number;
          EXPECT_TRUE(seen.insert(each.record.id).second);
        }
      }
    }
  });
  {
    std::vector<std::jthread> nodes;
    for (int node = 0; node < kNodes; ++node) {
      nodes.emplace_back([&, node] {
        const auto store = Open();
        for (int batch = 0; batch < kBatches; ++batch) {
          std::vector<RecordedMessage> messages;
          for (int i = 0; i < 5; ++i) {
            messages.push_back(
                Message(mine_, std::to_string((node * kBatches + batch) * 5 + i), Noon(i % 3)));
          }
          EXPECT_TRUE(store->Append(messages));
        }
        --writing;
      });
    }
  }
  follower.join();
  EXPECT_EQ(seen.size(), std::size_t{kNodes} * kBatches * 5);
}

TEST_F(PostgresRecords, ComeBackWithTheServer) {
  testing::PostgresServer server;
  auto store = OpenPostgresRecordStore(server.NewDatabase());
  ASSERT_TRUE(store);
  const RecordedMessage first = Message(mine_, "first", Noon(0));
  ASSERT_TRUE((*store)->Append({&first, 1}));
  server.Kill();
  const RecordedMessage second = Message(mine_, "second", Noon(0));
  EXPECT_EQ(testing::CodeOf((*store)->Append({&second, 1})), base::ErrorCode::kUnavailable);
  server.Start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!(*store)->Append({&second, 1}) && std::chrono::steady_clock::now() < deadline) {
  }
  EXPECT_TRUE((*store)->Find(mine_, "second")->has_value());
}

// The unit of sharding. The others are small, and of the whole store.
TEST_F(PostgresRecords, HaveKeysThatBeginWithTheAccount) {
  EXPECT_THAT(
      Query("SELECT i.indrelid::regclass::text FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
            "WHERE i.indisprimary AND NOT c.relispartition "
            "AND c.relnamespace = 'public'::regnamespace AND a.attname <> 'account_id' "
            "ORDER BY 1"),
      ElementsAre("follower_lease", "follower_position", "namesake_schema", "node", "record_head"));
  for (const postgres::Query& query : kRecordQueries) {
    if (query.scope == Scope::kAllAccounts) continue;
    EXPECT_THAT(std::string(query.text), HasSubstr("account_id")) << query.name;
  }
}

}  // namespace
}  // namespace namesake::storage::postgres
