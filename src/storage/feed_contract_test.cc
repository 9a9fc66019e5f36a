// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: the change feed and waiting for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::Change;
using registry::ChangeKind;
using registry::Entry;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// Longer than any machine needs, so that a wait that is not woken shows as a failure.
constexpr auto kLong = 30s;

class FeedContract : public StoreContract {
 protected:
  std::vector<Change> Read(std::uint64_t after, std::size_t limit = 1000) {
    auto changes = store().ReadChanges(after, limit);
    EXPECT_TRUE(changes) << changes.error().message;
    return changes ? std::move(*changes) : std::vector<Change>{};
  }
  std::uint64_t Last() {
    const auto last = store().LastSequence();
    EXPECT_TRUE(last);
    return last.value_or(0);
  }
  // Waits on another thread; the result is how long it took.
  std::future<Clock::duration> StartWaiting(std::uint64_t after,
                                            std::chrono::milliseconds timeout) {
    return std::async(std::launch::async, [this, after, timeout] {
      const auto begin = Clock::now();
      store().WaitForChanges(after, timeout);
      return Clock::now() - begin;
    });
  }
};

NAMESAKE_OVER_EVERY_STORE(FeedContract);

TEST_P(FeedContract, TellsOfEveryChangeInOrder) {
  const std::uint64_t start = Last();
  MustCommit(Create(MakeEntry(mine_, 1)));
  MustCommit(Create(MakeEntry(other_, 1)));
  Entry changed = MakeEntry(mine_, 1);
  changed.modified_at = At(5);
  const std::uint64_t replaced = MustCommit(Replace(changed, At(1)));
  const std::uint64_t deleted = MustCommit(Delete(other_, EntryId(1)));

  const std::vector<Change> changes = Read(start);
  ASSERT_EQ(changes.size(), 4U);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].entry_id, EntryId(1));
    EXPECT_EQ(changes[i].account, i % 2 == 0 ? mine_ : other_);
    EXPECT_EQ(changes[i].kind, i == 3 ? ChangeKind::kEntryDeleted : ChangeKind::kEntryPut);
    EXPECT_GT(changes[i].sequence, i == 0 ? start : changes[i - 1].sequence);
  }
  EXPECT_EQ(changes[2].sequence, replaced);
  EXPECT_EQ(changes[3].sequence, deleted);
  EXPECT_EQ(Last(), deleted);
}

TEST_P(FeedContract, LeadsToTheNewestStateOfAnEntry) {
  const std::uint64_t start = Last();
  const Entry first = MakeEntry(mine_, 1);
  MustCommit(Create(first));
  MustCommit(Create(MakeEntry(mine_, 2)));
  Entry changed = first;
  changed.name = "changed";
  changed.modified_at = At(5);
  MustCommit(Replace(changed, At(1)));
  MustCommit(Delete(mine_, EntryId(2)));

  const std::vector<Change> changes = Read(start);
  ASSERT_EQ(changes.size(), 4U);
  // Of what has changed again, or is gone meanwhile: as it was then, or as it is.
  EXPECT_THAT(changes[0].entry, AnyOf(first, changed));
  EXPECT_THAT(changes[1].entry, AnyOf(MakeEntry(mine_, 2), std::nullopt));
  EXPECT_EQ(changes[2].entry, changed);
  EXPECT_EQ(changes[3].entry, std::nullopt);
}

TEST_P(FeedContract, TellsOfAnImportEntryByEntry) {
  const std::uint64_t start = Last();
  const std::uint64_t sequence =
      MustCommit(Create({MakeEntry(mine_, 3), MakeEntry(mine_, 1), MakeEntry(mine_, 2)}));
  const std::vector<Change> changes = Read(start);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].entry_id, EntryId(3));
  EXPECT_EQ(changes[1].entry_id, EntryId(1));
  EXPECT_EQ(changes[2].entry_id, EntryId(2));
  EXPECT_EQ(changes[2].sequence, sequence);
}

TEST_P(FeedContract, IsReadInPieces) {
  const std::uint64_t start = Last();
  std::vector<Entry> entries;
  for (int i = 0; i < 25; ++i) entries.push_back(MakeEntry(mine_, i));
  MustCommit(Create(entries));
  std::vector<base::Uuid> ids;
  std::uint64_t after = start;
  for (auto piece = Read(after, 10); !piece.empty(); piece = Read(after, 10)) {
    EXPECT_LE(piece.size(), 10U);
    for (const Change& change : piece) ids.push_back(change.entry_id);
    after = piece.back().sequence;
  }
  EXPECT_EQ(ids.size(), 25U);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(after, Last());
}

TEST_P(FeedContract, HasNothingOfAWriteThatFailed) {
  MustCommit(Create(MakeEntry(mine_, 1)));
  const std::uint64_t start = Last();
  EXPECT_FALSE(store().CommitAndWait(Create(MakeEntry(mine_, 1))));
  EXPECT_FALSE(store().CommitAndWait(Create({MakeEntry(mine_, 2), MakeEntry(mine_, 1)})));
  EXPECT_FALSE(store().CommitAndWait(Delete(mine_, EntryId(7))));
  EXPECT_FALSE(store().CommitAndWait(Replace(MakeEntry(mine_, 1), At(77))));
  EXPECT_THAT(Read(start), IsEmpty());
  EXPECT_EQ(Last(), start);
}

TEST_P(FeedContract, TellsOfAccountsDomainsAndCredentials) {
  const std::uint64_t start = Last();
  const auto third = AccountNumber(3);
  ASSERT_TRUE(store().AddAccount({.id = third, .name = "", .created_at = At(0)}));
  ASSERT_TRUE(store().AddDomain({.account = third, .name = "a.example", .created_at = At(0)}));
  ASSERT_TRUE(store().AddDomain({.account = third, .name = "a.example", .created_at = At(0)}));
  ASSERT_TRUE(store().RemoveDomain(third, "a.example"));
  registry::Credential credential;
  credential.id = "c1";
  credential.account = third;
  ASSERT_TRUE(store().AddCredential(credential));
  ASSERT_TRUE(store().RevokeCredential("c1", At(1)));

  std::vector<ChangeKind> kinds;
  for (const Change& change : Read(start)) {
    EXPECT_EQ(change.account, third);
    EXPECT_EQ(change.entry, std::nullopt);
    kinds.push_back(change.kind);
  }
  EXPECT_THAT(kinds, ElementsAre(ChangeKind::kAccount, ChangeKind::kDomain, ChangeKind::kDomain,
                                 ChangeKind::kCredential, ChangeKind::kCredential));
}

TEST_P(FeedContract, HasNothingAfterItsEnd) { EXPECT_THAT(Read(Last()), IsEmpty()); }

TEST_P(FeedContract, ReadsNoneWhenNoneIsWanted) { EXPECT_THAT(Read(0, 0), IsEmpty()); }

TEST_P(FeedContract, RefusesAPositionThatItHasNotReached) {
  EXPECT_EQ(CodeOf(store().ReadChanges(Last() + 1, 10)), ErrorCode::kNotFound);
}

TEST_P(FeedContract, AFollowerAmongWritersSeesEverythingOnceAndInOrder) {
  constexpr int kThreads = 4;
  constexpr int kWrites = 50;
  const std::uint64_t start = Last();
  std::atomic<std::uint64_t> end = 0;
  std::vector<Change> followed;
  std::jthread follower([&] {
    std::uint64_t position = start;
    while (end == 0 || position < end) {
      store().WaitForChanges(position, 1s);
      for (Change& change : Read(position, 7)) {
        EXPECT_GT(change.sequence, position);
        position = change.sequence;
        followed.push_back(std::move(change));
      }
    }
  });
  {
    std::vector<std::jthread> writers;
    writers.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      writers.emplace_back([&, thread] {
        for (int i = 0; i < kWrites; ++i) MustCommit(Create(MakeEntry(mine_, 1000 * thread + i)));
      });
    }
  }
  end = Last();
  follower.join();
  std::map<base::Uuid, int> times;
  for (const Change& change : followed) {
    ++times[change.entry_id];
    EXPECT_TRUE(change.entry);
  }
  EXPECT_EQ(followed.size(), static_cast<std::size_t>(kThreads * kWrites));
  EXPECT_EQ(times.size(), followed.size());
}

// ---- Waiting ------------------------------------------------------------------------------------

TEST_P(FeedContract, WaitsNotAtAllForWhatIsThere) {
  MustCommit(Create(MakeEntry(mine_, 1)));
  EXPECT_LT(StartWaiting(0, kLong).get(), kLong);
}

TEST_P(FeedContract, WaitsAsLongAsIsAskedWhenNothingHappens) {
  EXPECT_GE(StartWaiting(Last(), 30ms).get(), 30ms);
  EXPECT_LT(StartWaiting(Last(), 0ms).get(), kLong);
}

TEST_P(FeedContract, AWriteWakesEveryoneWhoWaits) {
  const std::uint64_t last = Last();
  auto first = StartWaiting(last, kLong);
  auto second = StartWaiting(last, kLong);
  MustCommit(Create(MakeEntry(mine_, 1)));
  EXPECT_LT(first.get(), kLong);
  EXPECT_LT(second.get(), kLong);
}

TEST_P(FeedContract, AdministrationWakesTooAndBeforeItReturns) {
  auto waiting = StartWaiting(Last(), kLong);
  ASSERT_TRUE(store().AddDomain({.account = mine_, .name = "a.example", .created_at = At(0)}));
  EXPECT_LT(waiting.get(), kLong);
}

TEST_P(FeedContract, AFollowerIsAwakeBeforeTheWriterIsTold) {
  // Whoever is told of a commit and then asks for the changes finds it.
  const std::uint64_t sequence = MustCommit(Create(MakeEntry(mine_, 1)));
  EXPECT_LT(StartWaiting(sequence - 1, kLong).get(), kLong);
  EXPECT_EQ(Read(sequence - 1).size(), 1U);
}

TEST_P(FeedContract, AnInterruptEndsTheWaiting) {
  auto waiting = StartWaiting(Last(), kLong);
  store().Interrupt();  // before or after the other thread begins to wait: it ends either way
  EXPECT_LT(waiting.get(), kLong);
}

TEST_P(FeedContract, AnInterruptThatMeetsNobodyEndsTheNextWaitOnly) {
  store().Interrupt();
  EXPECT_LT(StartWaiting(Last(), kLong).get(), kLong);
  EXPECT_GE(StartWaiting(Last(), 30ms).get(), 30ms);
}

}  // namespace
}  // namespace namesake::storage::testing
