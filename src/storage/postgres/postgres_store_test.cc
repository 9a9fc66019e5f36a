// SPDX-License-Identifier: Apache-2.0
// What the contract cannot ask of every store: several nodes, a server that goes away, a commit
// whose answer is lost.
#include "storage/postgres/postgres_store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/store.h"
#include "registry/usage.h"
#include "storage/open.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"
#include "storage/testing/cutting_proxy.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;
using registry::Store;
using registry::Write;
using testing::AccountNumber;
using testing::At;
using testing::CodeOf;
using testing::MakeEntry;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const registry::AccountId kMine = AccountNumber(1);

std::unique_ptr<Store> MustOpen(const std::string& uri, const Options& options = {}) {
  auto store = OpenPostgresStore(uri, OpenMode::kCreate, options);
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

std::uint64_t Count(Store& store) {
  const auto page = store.ListEntries(kMine, {});
  EXPECT_TRUE(page) << page.error().message;
  return page ? page->total_count : 0;
}

template <typename Condition>
bool Eventually(const Condition& condition) {
  const auto deadline = Clock::now() + 60s;
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

class PostgresStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
    uri_ = testing::PostgresServer::Shared().NewDatabase();
    store_ = MustOpen(uri_);
    ASSERT_NE(store_, nullptr);
    ASSERT_TRUE(store_->AddAccount({.id = kMine, .name = "mine", .created_at = At(0)}));
  }
  void Execute(std::string_view sql) const {
    Connection(Settings::Parse(uri_).value(), Connection::Use::kReading).Execute(sql);
  }

  std::string uri_;
  std::unique_ptr<Store> store_;
};

// ---- Several nodes ------------------------------------------------------------------------------

TEST_F(PostgresStoreTest, TheSameIdempotencyKeyOnTwoNodesIsDoneOnce) {
  const auto other = MustOpen(uri_);
  std::atomic<int> done = 0;
  std::atomic<int> replayed = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<std::jthread> clients;
    for (int client = 0; client < 4; ++client) {
      clients.emplace_back([&, round, client] {
        Write write = testing::Create(MakeEntry(kMine, 100 * round + client));
        write.replay = {.kind = registry::ReplayKind::kIdempotencyKey,
                        .key = base::HashSha256(fmt::format("key {}", round)),
                        .body = base::HashSha256("body"),
                        .attempt = 0,
                        .answer = "created"};
        const auto committed = (client % 2 == 0 ? *store_ : *other).CommitAndWait(write);
        ASSERT_TRUE(committed) << committed.error().message;
        ++(committed->replayed_answer ? replayed : done);
      });
    }
  }
  EXPECT_EQ(done, 20);
  EXPECT_EQ(replayed, 60);
  EXPECT_EQ(Count(*store_), 20U);
}

TEST_F(PostgresStoreTest, ANodeHearsOfTheChangesOfAnother) {
  const auto other = MustOpen(uri_);
  std::uint64_t position = other->LastSequence().value();
  other->WaitForChanges(position, 1ms);  // listens from now on, or soon
  std::vector<Clock::duration> delays;
  for (int i = 0; i < 50; ++i) {
    auto seen = std::async(std::launch::async, [&] {
      for (;;) {
        other->WaitForChanges(position, 30s);
        const auto changes = other->ReadChanges(position, 100).value();
        if (changes.empty()) continue;
        position = changes.back().sequence;
        return std::pair(Clock::now(), changes.back().entry);
      }
    });
    const auto entry = MakeEntry(kMine, i);
    const auto committed = store_->CommitAndWait(testing::Create(entry));
    const auto acknowledged = Clock::now();
    ASSERT_TRUE(committed);
    const auto [at, received] = seen.get();
    EXPECT_EQ(received, entry);
    EXPECT_EQ(position, committed->sequence);
    delays.push_back(at - acknowledged);
  }
  std::sort(delays.begin(), delays.end());
  EXPECT_LT(delays[delays.size() / 2], 1s);
}

// Each waking is a read of the feed, by each of many hosts.
TEST_F(PostgresStoreTest, ANodeIsWokenFiftyTimesASecondHoweverManyCommitsOthersMake) {
  const auto other = MustOpen(uri_);
  std::uint64_t position = other->LastSequence().value();
  const auto read = [&] {
    other->WaitForChanges(position, 30s);
    const auto changes = other->ReadChanges(position, 1000).value();
    if (!changes.empty()) position = changes.back().sequence;
  };
  ASSERT_TRUE(store_->CommitAndWait(testing::Create(MakeEntry(kMine, 0))));
  read();  // listens from now on
  std::atomic<std::uint64_t> last = 0;
  const auto start = Clock::now();
  std::jthread writer([&] {
    for (int i = 1; i <= 300; ++i) {
      const auto committed = store_->CommitAndWait(testing::Create(MakeEntry(kMine, i)));
      ASSERT_TRUE(committed);
      if (i == 300) last = committed->sequence;
    }
  });
  int wakings = 0;
  for (; last == 0 || position < last; ++wakings) read();
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  // One for the look once a second, and some at the edges.
  EXPECT_LE(wakings, elapsed.count() / 20 + elapsed.count() / 1000 + 3);
}

TEST_F(PostgresStoreTest, AFollowerStepsOverNothingWhileTwoNodesWrite) {
  constexpr int kWrites = 50;
  const auto other = MustOpen(uri_);
  const auto third = MustOpen(uri_);
  std::atomic<bool> writing = true;
  std::uint64_t position = third->LastSequence().value();
  const std::uint64_t start = position;
  std::vector<std::uint64_t> seen;
  std::jthread follower([&] {
    for (;;) {
      const bool last_round = !writing;
      if (!last_round) third->WaitForChanges(position, 20ms);
      const auto changes = third->ReadChanges(position, 1000);
      ASSERT_TRUE(changes) << changes.error().message;
      for (const auto& change : *changes) {
        position = change.sequence;
        seen.push_back(position);
      }
      if (last_round) return;
    }
  });
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = 0; i < kWrites; ++i) {
          const auto entry = MakeEntry(kMine, 1000 * writer + i);
          EXPECT_TRUE((writer % 2 == 0 ? *store_ : *other).CommitAndWait(testing::Create(entry)));
        }
      });
    }
  }
  writing = false;
  follower.join();
  ASSERT_EQ(seen.size(), static_cast<std::size_t>(4 * kWrites));
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], start + 1 + i);
}

TEST_F(PostgresStoreTest, ADomainBelongsToOneAccountWhicheverNodeIsAsked) {
  const auto other = MustOpen(uri_);
  ASSERT_TRUE(store_->AddAccount({.id = AccountNumber(2), .name = "", .created_at = At(0)}));
  std::atomic<int> taken = 0;
  {
    std::jthread here([&] {
      taken += store_->AddDomain({.account = kMine, .name = "a.example", .created_at = At(0)})
                   .has_value();
    });
    std::jthread there([&] {
      taken +=
          other->AddDomain({.account = AccountNumber(2), .name = "a.example", .created_at = At(0)})
              .has_value();
    });
  }
  EXPECT_EQ(taken, 1);
}

TEST_F(PostgresStoreTest, NodesAddUpWhatTheyCount) {
  const auto other = MustOpen(uri_);
  const registry::Usage mine{
      .account = kMine, .credential = base::HashSha256("a"), .window = At(0), .requests = 3};
  registry::Usage theirs = mine;
  theirs.requests = 4;
  registry::Usage later = mine;
  later.window = At(300'000'000);
  EXPECT_EQ(store_->AddUsage(std::vector{mine}).value(), std::vector{mine});
  registry::Usage both = mine;
  both.requests = 7;
  EXPECT_THAT(other->AddUsage(std::vector{later, theirs}).value(),
              ::testing::UnorderedElementsAre(later, both));
  EXPECT_TRUE(other->AddUsage({}).value().empty());
}

// ---- The feed's age -----------------------------------------------------------------------------

TEST_F(PostgresStoreTest, OldChangesGoAndWhoIsBehindIsTold) {
  const auto store = MustOpen(uri_, {.kept_changes = 10});
  const std::uint64_t start = store->LastSequence().value();
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(store->CommitAndWait(testing::Create(MakeEntry(kMine, i))));
  }
  EXPECT_EQ(CodeOf(store->ReadChanges(start, 100)), ErrorCode::kNotFound);
  const std::uint64_t last = store->LastSequence().value();
  EXPECT_EQ(store->ReadChanges(last - 10, 100).value().size(), 10U);
}

TEST_F(PostgresStoreTest, AfterAFailoverThatLostChangesTheirReadersLoadAnew) {
  const std::uint64_t kept = store_->LastSequence().value();
  // As a new primary finds it: written on another timeline, and the last of it missing.
  Execute("UPDATE feed_head SET timeline = 77");
  const auto promoted = MustOpen(uri_);
  const auto committed = promoted->CommitAndWait(testing::Create(MakeEntry(kMine, 1)));
  ASSERT_TRUE(committed);
  EXPECT_GT(committed->sequence, kept + 1000);
  // Who had read no more than was kept goes on, who had read what was lost starts anew.
  const auto changes = promoted->ReadChanges(kept, 10);
  ASSERT_TRUE(changes) << changes.error().message;
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_EQ(changes->front().sequence, committed->sequence);
  EXPECT_EQ(CodeOf(promoted->ReadChanges(kept + 3, 10)), ErrorCode::kNotFound);
  EXPECT_EQ(promoted->ReadChanges(committed->sequence, 10).value().size(), 0U);
}

// ---- A server that goes away --------------------------------------------------------------------

TEST_F(PostgresStoreTest, ConnectionsThatAreCutAreReplacedUnnoticed) {
  ASSERT_TRUE(store_->CommitAndWait(testing::Create(MakeEntry(kMine, 1))));
  EXPECT_EQ(Count(*store_), 1U);
  testing::PostgresServer::Shared().Execute(fmt::format(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'",
      uri_.substr(14, uri_.find('?') - 14)));
  const auto committed = store_->CommitAndWait(testing::Create(MakeEntry(kMine, 2)));
  EXPECT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(Count(*store_), 2U);
}

TEST(PostgresServerLoss, AStoreThatIsAwaySaysSoAndRecovers) {
  if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
  testing::PostgresServer server;
  const auto store = MustOpen(server.NewDatabase());
  ASSERT_TRUE(store->AddAccount({.id = kMine, .name = "mine", .created_at = At(0)}));
  ASSERT_TRUE(store->CommitAndWait(testing::Create(MakeEntry(kMine, 1))));
  const std::uint64_t last = store->LastSequence().value();
  auto waiting = std::async(std::launch::async, [&] {
    while (store->LastSequence().value_or(last) <= last) store->WaitForChanges(last, 1s);
  });

  server.Kill();
  const auto begin = Clock::now();
  EXPECT_EQ(CodeOf(store->CommitAndWait(testing::Create(MakeEntry(kMine, 2)))),
            ErrorCode::kUnavailable);
  EXPECT_EQ(CodeOf(store->GetEntry(kMine, testing::EntryId(1))), ErrorCode::kUnavailable);
  EXPECT_EQ(CodeOf(store->LastSequence()), ErrorCode::kUnavailable);
  EXPECT_FALSE(store->Ping());
  EXPECT_FALSE(store->RevokeCredential("x", At(0)));
  EXPECT_LT(Clock::now() - begin, 30s);

  server.Start();
  EXPECT_TRUE(Eventually([&] { return store->Ping().has_value(); }));
  EXPECT_TRUE(Eventually(
      [&] { return store->CommitAndWait(testing::Create(MakeEntry(kMine, 3))).has_value(); }));
  EXPECT_EQ(Count(*store), 2U);
  waiting.get();
}

// ---- A commit whose answer is lost --------------------------------------------------------------

TEST_F(PostgresStoreTest, ACommitWhoseAnswerIsLostIsAcknowledgedOnceItIsFound) {
  const std::string folder = uri_.substr(uri_.find("host=") + 5);
  const std::string server = folder.substr(0, folder.find('&'));
  testing::CuttingProxy proxy(server);
  std::string uri = uri_;
  uri.replace(uri.find(server), server.size(), proxy.folder().string());
  const auto store = MustOpen(uri);
  ASSERT_TRUE(store->CommitAndWait(testing::Create(MakeEntry(kMine, 1))));
  for (int i = 2; i < 12; ++i) {
    proxy.CutInsteadOf(std::string("COMMIT\0", 7));
    const auto committed = store->CommitAndWait(testing::Create(MakeEntry(kMine, i)));
    ASSERT_TRUE(committed) << committed.error().message;
    EXPECT_EQ(store->ReadChanges(committed->sequence - 1, 10).value().size(), 1U);
  }
  EXPECT_GE(proxy.cuts(), 10);
  EXPECT_EQ(Count(*store), 11U);  // none doubled
}

TEST_F(PostgresStoreTest, ACommitThatDidNotHappenIsDoneAgain) {
  // The first commit ends its own server process before it is done. Sequences are not rolled back.
  Execute(
      "CREATE SEQUENCE tries; "
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('tries') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); "
      "PERFORM pg_sleep(10); END IF; RETURN NULL; END $$; "
      "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION die()");
  const auto committed = store_->CommitAndWait(testing::Create(MakeEntry(kMine, 1)));
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(Count(*store_), 1U);
  EXPECT_EQ(store_->LastSequence(), committed->sequence);
}

TEST(PostgresReplication, AWaitForAStandbyThatWasCancelledIsNoAcknowledgement) {
  if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
  testing::PostgresServer server;
  const auto store = MustOpen(server.NewDatabase());
  ASSERT_TRUE(store->AddAccount({.id = kMine, .name = "mine", .created_at = At(0)}));
  ASSERT_TRUE(store->CommitAndWait(testing::Create(MakeEntry(kMine, 1))));

  const auto settings = Settings::Parse(server.UriOf("postgres")).value();
  Connection admin(settings, Connection::Use::kReading);
  admin.Execute("SET synchronous_commit = local");
  admin.Execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  admin.Execute("SELECT pg_reload_conf()");
  const auto cancel = [&] {
    Rows rows = admin.Run({.name = "cancel",
                           .text = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                                   "WHERE wait_event = 'SyncRep'"});
    return rows.count() > 0;
  };
  // The server takes the setting in a moment after it was told: from when a commit waits.
  auto probe = std::async(std::launch::async, [&] {
    Connection connection(settings, Connection::Use::kWriting);
    while (connection.TakeWarnings() == 0) connection.Execute("CREATE TABLE p (); DROP TABLE p");
  });
  ASSERT_TRUE(Eventually(cancel));
  probe.get();
  auto writing = std::async(std::launch::async, [&] {
    return store->CommitAndWait(testing::Create(MakeEntry(kMine, 2)));
  });
  ASSERT_TRUE(Eventually(cancel));  // of the commit itself
  ASSERT_TRUE(Eventually(cancel));  // of the one that looks whether it happened
  EXPECT_EQ(writing.wait_for(100ms), std::future_status::timeout);
  admin.Execute("ALTER SYSTEM RESET synchronous_standby_names");
  admin.Execute("SELECT pg_reload_conf()");
  const auto committed = writing.get();
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_EQ(Count(*store), 2U);
}

}  // namespace
}  // namespace namesake::storage::postgres
