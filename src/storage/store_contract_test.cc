// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store, over every implementation: reading and writing entries. Its
// other parts: replay_contract_test, feed_contract_test, directory_contract_test.
#include "storage/testing/store_contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::Direction;
using registry::Entry;
using registry::EntryOrder;
using registry::EntryPage;
using registry::ListQuery;
using registry::Provenance;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

NAMESAKE_OVER_EVERY_STORE(StoreContract);

Entry FullEntry(const registry::AccountId& account) {
  Entry entry = MakeEntry(account, 1);
  entry.name = "Zoë \xF0\x9F\xA6\x8A \"quoted\" \\backslash\\ and a \t tab";
  entry.email = "(?i)z[oö]e@example\\.com";
  entry.is_email_regex = true;
  entry.comments = "";
  entry.directory_id = std::numeric_limits<std::int64_t>::max();
  entry.directory_node_id = std::numeric_limits<std::int64_t>::min();
  entry.external_directory_node_id = "node";
  entry.provenance = Provenance::kGoogleDirectory;
  entry.directory_synced = true;
  entry.modified_at = At(99);
  return entry;
}

// ---- Single entries -----------------------------------------------------------------------------

TEST_P(StoreContract, GivesBackEveryFieldAsItWasStored) {
  const Entry full = FullEntry(mine_);
  const Entry bare = MakeEntry(mine_, 2);
  MustCommit(Create(full));
  MustCommit(Create(bare));
  EXPECT_EQ(store().GetEntry(mine_, full.id), full);
  EXPECT_EQ(store().GetEntry(mine_, bare.id), bare);
}

TEST_P(StoreContract, FindsNoEntryThatWasNeverMade) {
  EXPECT_EQ(store().GetEntry(mine_, EntryId(1)), std::nullopt);
}

TEST_P(StoreContract, KeepsLongValuesWhole) {
  Entry entry = MakeEntry(mine_, 1);
  entry.name = std::string(4096, 'n');
  entry.email = std::string(registry::kMaxEmailBytes, 'e');
  entry.comments = std::string(4096, 'c');
  MustCommit(Create(entry));
  EXPECT_EQ(store().GetEntry(mine_, entry.id), entry);
}

TEST_P(StoreContract, RefusesAnIdThatIsTaken) {
  const Entry first = MakeEntry(mine_, 1);
  MustCommit(Create(first));
  Entry second = MakeEntry(mine_, 1);
  second.name = "another";
  EXPECT_EQ(CodeOf(store().CommitAndWait(Create(second))), ErrorCode::kConflict);
  EXPECT_EQ(store().GetEntry(mine_, first.id), first);
}

TEST_P(StoreContract, MakesTwoEqualEntriesWhenTheirIdsDiffer) {
  Entry first = MakeEntry(mine_, 1);
  Entry second = first;
  second.id = EntryId(2);
  MustCommit(Create(first));
  MustCommit(Create(second));
  EXPECT_EQ(List({}).total_count, 2U);
}

TEST_P(StoreContract, RefusesEntriesOfAnUnknownAccount) {
  const auto unknown = AccountNumber(9);
  EXPECT_EQ(CodeOf(store().CommitAndWait(Create(MakeEntry(unknown, 1)))), ErrorCode::kNotFound);
  EXPECT_EQ(store().GetEntry(unknown, EntryId(1)), std::nullopt);
}

TEST_P(StoreContract, RefusesToWriteAnEntryOfAnotherAccount) {
  registry::Write create = Create(MakeEntry(other_, 1));
  create.account = mine_;
  EXPECT_EQ(CodeOf(store().CommitAndWait(create)), ErrorCode::kInvalidArgument);
  MustCommit(Create(MakeEntry(other_, 2)));
  registry::Write replace = Replace(MakeEntry(other_, 2), At(2));
  replace.account = mine_;
  EXPECT_EQ(CodeOf(store().CommitAndWait(replace)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(List({}).total_count, 0U);
}

TEST_P(StoreContract, ReplacesEveryFieldOfAnEntry) {
  const Entry before = MakeEntry(mine_, 1);
  MustCommit(Create(before));
  MustCommit(Replace(FullEntry(mine_), before.modified_at));
  EXPECT_EQ(store().GetEntry(mine_, before.id), FullEntry(mine_));
}

TEST_P(StoreContract, RefusesToReplaceWhatWasChangedMeanwhile) {
  const Entry before = MakeEntry(mine_, 1);
  MustCommit(Create(before));
  Entry after = before;
  after.modified_at = At(5);
  MustCommit(Replace(after, before.modified_at));
  EXPECT_EQ(CodeOf(store().CommitAndWait(Replace(before, before.modified_at))),
            ErrorCode::kConflict);
  EXPECT_EQ(store().GetEntry(mine_, before.id), after);
}

TEST_P(StoreContract, RefusesToReplaceWhatIsNotThere) {
  EXPECT_EQ(CodeOf(store().CommitAndWait(Replace(MakeEntry(mine_, 1), At(1)))),
            ErrorCode::kNotFound);
}

TEST_P(StoreContract, DeletesAnEntryOnce) {
  MustCommit(Create(MakeEntry(mine_, 1)));
  MustCommit(Delete(mine_, EntryId(1)));
  EXPECT_EQ(store().GetEntry(mine_, EntryId(1)), std::nullopt);
  EXPECT_EQ(CodeOf(store().CommitAndWait(Delete(mine_, EntryId(1)))), ErrorCode::kNotFound);
}

TEST_P(StoreContract, KeepsAccountsApart) {
  const Entry mine = MakeEntry(mine_, 1);
  Entry others = MakeEntry(other_, 1);  // the same id
  others.name = "theirs";
  MustCommit(Create(mine));
  MustCommit(Create(others));
  EXPECT_EQ(CodeOf(store().CommitAndWait(Delete(mine_, EntryId(2)))), ErrorCode::kNotFound);
  EXPECT_EQ(store().GetEntry(mine_, EntryId(1)), mine);
  EXPECT_EQ(store().GetEntry(other_, EntryId(1)), others);
  EXPECT_THAT(List({}).entries, ElementsAre(mine));

  MustCommit(Delete(other_, EntryId(1)));
  EXPECT_EQ(store().GetEntry(mine_, EntryId(1)), mine);
  EXPECT_EQ(store().GetEntry(other_, EntryId(1)), std::nullopt);
}

// ---- Imports ------------------------------------------------------------------------------------

TEST_P(StoreContract, CreatesManyAtOnce) {
  std::vector<Entry> entries;
  for (int i = 1; i <= 300; ++i) entries.push_back(MakeEntry(mine_, i));
  MustCommit(Create(entries));
  EXPECT_EQ(List({.per_page = 1000}).entries, entries);
}

TEST_P(StoreContract, CreatesAllOrNone) {
  MustCommit(Create(MakeEntry(mine_, 2)));
  const auto before = store().LastSequence();
  const auto failed = store().CommitAndWait(
      Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2), MakeEntry(mine_, 3)}));
  EXPECT_EQ(CodeOf(failed), ErrorCode::kConflict);
  EXPECT_THAT(NamesOf(List({}).entries), ElementsAre("Name 2"));
  EXPECT_EQ(List({}).total_count, 1U);
  EXPECT_EQ(store().LastSequence(), before);
}

TEST_P(StoreContract, RefusesAnImportThatHasAnIdTwice) {
  const auto failed = store().CommitAndWait(Create({MakeEntry(mine_, 1), MakeEntry(mine_, 1)}));
  EXPECT_EQ(CodeOf(failed), ErrorCode::kConflict);
  EXPECT_EQ(List({}).total_count, 0U);
}

TEST_P(StoreContract, AFailingWriteSpoilsNoOther) {
  MustCommit(Create(MakeEntry(mine_, 1)));
  // The first blocks nobody: all wait together and share commits in whatever way they like.
  std::vector<std::promise<std::optional<ErrorCode>>> promises(60);
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i) + 10;
    registry::Write write = Create(MakeEntry(mine_, number));
    if (i % 3 == 1) write = Create(MakeEntry(mine_, 1));
    if (i % 3 == 2) write = Create({MakeEntry(mine_, number), MakeEntry(mine_, 1)});
    store().Commit(
        write, [&promises, i](const auto& committed) { promises[i].set_value(CodeOf(committed)); });
  }
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const auto code = promises[i].get_future().get();
    EXPECT_EQ(code, i % 3 == 0 ? std::nullopt : std::optional(ErrorCode::kConflict)) << i;
  }
  EXPECT_EQ(List({}).total_count, 21U);
}

TEST_P(StoreContract, AnImportOfNothingSucceeds) {
  registry::Write write = Create(std::vector<Entry>{});
  write.account = mine_;
  EXPECT_TRUE(store().CommitAndWait(write));
  EXPECT_EQ(List({}).total_count, 0U);
}

// ---- Lists --------------------------------------------------------------------------------------

TEST_P(StoreContract, ListsNothingForAnAccountWithoutEntries) {
  const EntryPage page = List({});
  EXPECT_THAT(page.entries, IsEmpty());
  EXPECT_EQ(page.total_count, 0U);
}

TEST_P(StoreContract, OrdersByCreationTimeAndThenById) {
  // Ids that do not follow the times.
  Entry late = MakeEntry(mine_, 1);
  late.created_at = At(30);
  Entry early_b = MakeEntry(mine_, 3);
  early_b.created_at = At(10);
  Entry early_a = MakeEntry(mine_, 2);
  early_a.created_at = At(10);
  MustCommit(Create({late, early_b, early_a}));
  EXPECT_THAT(List({}).entries, ElementsAre(early_a, early_b, late));
  EXPECT_THAT(List({.direction = Direction::kDescending}).entries,
              ElementsAre(late, early_b, early_a));
}

struct TextOrderCase {
  EntryOrder order;
  std::string Entry::* field;
};

TEST_P(StoreContract, OrdersTextByCodePointAndThenById) {
  const std::vector<std::string> in_order = {
      "", "A", "AA", "Z", "a", "a\xCC\x81", "b", "é", "中", "\xEF\xBF\xBD", "\xF0\x9F\xA6\x8A"};
  for (const auto& [order, field] : {TextOrderCase{EntryOrder::kName, &Entry::name},
                                     TextOrderCase{EntryOrder::kEmail, &Entry::email}}) {
    const registry::AccountId account = order == EntryOrder::kName ? mine_ : other_;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < in_order.size(); ++i) {
      for (std::int64_t copy : {1, 0}) {
        Entry entry = MakeEntry(account, 100 - 10 * static_cast<std::int64_t>(i) + copy);
        entry.*field = in_order[i];
        entries.push_back(entry);
      }
    }
    MustCommit(Create(entries));
    for (std::size_t i = 0; i < entries.size(); i += 2) std::swap(entries[i], entries[i + 1]);

    const auto ascending = store().ListEntries(account, {.per_page = 100, .order = order});
    ASSERT_TRUE(ascending);
    EXPECT_EQ(ascending->entries, entries);
    const auto descending = store().ListEntries(
        account, {.per_page = 100, .order = order, .direction = Direction::kDescending});
    ASSERT_TRUE(descending);
    std::reverse(entries.begin(), entries.end());
    EXPECT_EQ(descending->entries, entries);
  }
}

TEST_P(StoreContract, PagesThroughEverythingOnce) {
  constexpr std::uint32_t kEntries = 47;
  std::vector<Entry> entries;
  for (std::uint32_t i = 1; i <= kEntries; ++i) entries.push_back(MakeEntry(mine_, i));
  MustCommit(Create(entries));
  for (const EntryOrder order : {EntryOrder::kCreatedAt, EntryOrder::kName, EntryOrder::kEmail}) {
    for (const std::uint32_t per_page : {1U, 10U, 46U, 47U, 48U, 1000U}) {
      std::set<base::Uuid> seen;
      const std::uint64_t pages = (kEntries + per_page - 1) / per_page;
      for (std::uint64_t number = 1; number <= pages; ++number) {
        const EntryPage page = List({.page = number, .per_page = per_page, .order = order});
        EXPECT_EQ(page.total_count, kEntries);
        EXPECT_EQ(page.entries.size(),
                  number < pages ? per_page : kEntries - per_page * (pages - 1));
        for (const Entry& entry : page.entries) seen.insert(entry.id);
      }
      EXPECT_EQ(seen.size(), kEntries);
    }
  }
}

TEST_P(StoreContract, APagePastTheEndIsEmptyButKnowsTheTotal) {
  MustCommit(Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2)}));
  for (const std::uint64_t number :
       {std::uint64_t{2}, std::uint64_t{1} << 40, std::numeric_limits<std::uint64_t>::max()}) {
    for (const std::string search : {"", "name"}) {
      const EntryPage page = List({.page = number, .per_page = 1000, .search = search});
      EXPECT_THAT(page.entries, IsEmpty()) << number;
      EXPECT_EQ(page.total_count, 2U) << number;
    }
  }
}

TEST_P(StoreContract, FiltersByProvenance) {
  Entry plain = MakeEntry(mine_, 1);
  Entry internal = MakeEntry(mine_, 2);
  internal.provenance = Provenance::kInternal;
  Entry google = MakeEntry(mine_, 3);
  google.provenance = Provenance::kGoogleDirectory;
  MustCommit(Create({plain, internal, google}));

  for (const EntryOrder order : {EntryOrder::kCreatedAt, EntryOrder::kName, EntryOrder::kEmail}) {
    EXPECT_THAT(List({.order = order, .provenance = Provenance::kInternal}).entries,
                ElementsAre(plain, internal));
    const EntryPage second =
        List({.page = 2, .per_page = 1, .order = order, .provenance = Provenance::kInternal});
    EXPECT_THAT(second.entries, ElementsAre(internal));
    EXPECT_EQ(second.total_count, 2U);
    EXPECT_THAT(List({.order = order, .provenance = Provenance::kGoogleDirectory}).entries,
                ElementsAre(google));
    EXPECT_EQ(List({.order = order, .provenance = Provenance::kOffice365}).total_count, 0U);
  }
}

TEST_P(StoreContract, CountsFollowEveryKindOfWrite) {
  const auto counts = [this] {
    return std::vector<std::uint64_t>{List({}).total_count,
                                      List({.provenance = Provenance::kInternal}).total_count,
                                      List({.provenance = Provenance::kOffice365}).total_count};
  };
  Entry entry = MakeEntry(mine_, 1);
  MustCommit(Create({entry, MakeEntry(mine_, 2), MakeEntry(mine_, 3)}));
  EXPECT_THAT(counts(), ElementsAre(3U, 3U, 0U));
  entry.provenance = Provenance::kOffice365;
  entry.modified_at = At(2);
  MustCommit(Replace(entry, At(1)));
  EXPECT_THAT(counts(), ElementsAre(3U, 2U, 1U));
  MustCommit(Delete(mine_, entry.id));
  EXPECT_THAT(counts(), ElementsAre(2U, 2U, 0U));
  EXPECT_EQ(CodeOf(store().CommitAndWait(Create(MakeEntry(mine_, 2)))), ErrorCode::kConflict);
  EXPECT_THAT(counts(), ElementsAre(2U, 2U, 0U));
}

struct SearchCase {
  std::string search;
  std::vector<std::string> found;  // names
};

TEST_P(StoreContract, SearchesNameEmailAndCommentsWithoutCase) {
  Entry anna = MakeEntry(mine_, 1);
  anna.name = "Anna Groß";
  anna.email = "boss@example.com";
  Entry bert = MakeEntry(mine_, 2);
  bert.name = "Bert";
  bert.email = "ANNA.deputy@example.org";
  bert.provenance = Provenance::kOffice365;
  Entry carl = MakeEntry(mine_, 3);
  carl.name = "Carl 100%";
  carl.comments = "assists Anna";
  MustCommit(Create({anna, bert, carl}));

  const std::vector<SearchCase> cases = {
      {"anna", {"Anna Groß", "Bert", "Carl 100%"}},
      {"ANNA", {"Anna Groß", "Bert", "Carl 100%"}},
      {"GROSS", {"Anna Groß"}},
      {"example.org", {"Bert"}},
      {"assists", {"Carl 100%"}},
      {"0%", {"Carl 100%"}},
      {"%", {"Carl 100%"}},
      {"_", {}},
      {"nobody", {}},
  };
  for (const SearchCase& wanted : cases) {
    const EntryPage page = List({.search = wanted.search});
    EXPECT_EQ(NamesOf(page.entries), wanted.found) << wanted.search;
    EXPECT_EQ(page.total_count, wanted.found.size()) << wanted.search;
  }
  EXPECT_THAT(NamesOf(List({.direction = Direction::kDescending,
                            .provenance = Provenance::kInternal,
                            .search = "anna"})
                          .entries),
              ElementsAre("Carl 100%", "Anna Groß"));
  const EntryPage second = List({.page = 2, .per_page = 2, .search = "anna"});
  EXPECT_THAT(NamesOf(second.entries), ElementsAre("Carl 100%"));
  EXPECT_EQ(second.total_count, 3U);
}

// ---- Visiting -----------------------------------------------------------------------------------

TEST_P(StoreContract, VisitsAnAccountsEntriesInOrderOfId) {
  std::vector<Entry> entries;
  for (int i = 1; i <= 20; ++i) entries.push_back(MakeEntry(mine_, i));
  std::vector<Entry> shuffled = entries;
  std::reverse(shuffled.begin(), shuffled.end());
  MustCommit(Create(shuffled));
  MustCommit(Create(MakeEntry(other_, 7)));
  std::vector<Entry> visited;
  const auto sequence = store().VisitEntries(mine_, [&](Entry entry) {
    visited.push_back(std::move(entry));
    return true;
  });
  EXPECT_EQ(visited, entries);
  EXPECT_EQ(sequence, store().LastSequence());
}

TEST_P(StoreContract, EndsAVisitEarly) {
  MustCommit(Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2), MakeEntry(mine_, 3)}));
  int visited = 0;
  EXPECT_TRUE(store().VisitEntries(mine_, [&](const Entry&) { return ++visited < 2; }));
  EXPECT_EQ(visited, 2);
}

TEST_P(StoreContract, AVisitSeesOneMomentWhileOthersWrite) {
  MustCommit(Create({MakeEntry(mine_, 1), MakeEntry(mine_, 2), MakeEntry(mine_, 9)}));
  const auto before = store().LastSequence();
  std::vector<std::string> names;
  const auto sequence = store().VisitEntries(mine_, [&](const Entry& entry) {
    if (names.empty()) {
      MustCommit(Create(MakeEntry(mine_, 5)));
      MustCommit(Delete(mine_, EntryId(9)));
    }
    names.push_back(entry.name);
    return true;
  });
  EXPECT_THAT(names, ElementsAre("Name 1", "Name 2", "Name 9"));
  EXPECT_EQ(sequence, before);
  const auto changes = store().ReadChanges(*sequence, 100);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 2U);
  EXPECT_EQ(changes->at(0).entry_id, EntryId(5));
  EXPECT_EQ(changes->at(1).entry_id, EntryId(9));
}

// ---- Many at once -------------------------------------------------------------------------------

TEST_P(StoreContract, AcknowledgesConcurrentWritesOnceEachAndKeepsThemAll) {
  constexpr int kThreads = 8;
  constexpr int kWrites = 60;
  std::vector<std::vector<std::uint64_t>> sequences(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kWrites; ++i) {
          const Entry entry = MakeEntry(thread % 2 == 0 ? mine_ : other_, 1000 * thread + i);
          const auto committed = store().CommitAndWait(Create(entry));
          ASSERT_TRUE(committed) << committed.error().message;
          sequences[static_cast<std::size_t>(thread)].push_back(committed->sequence);
          // What is acknowledged can be read at once.
          EXPECT_EQ(store().GetEntry(entry.account, entry.id), entry);
        }
      });
    }
  }
  std::set<std::uint64_t> all;
  for (const auto& list : sequences) {
    EXPECT_TRUE(std::is_sorted(list.begin(), list.end()));
    all.insert(list.begin(), list.end());
  }
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kWrites));
  EXPECT_EQ(List({}).total_count, static_cast<std::uint64_t>(kThreads * kWrites / 2));
}

TEST_P(StoreContract, OnlyOneOfSeveralReplacementsOfOneStateWins) {
  MustCommit(Create(MakeEntry(mine_, 1)));
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int thread = 1; thread <= 8; ++thread) {
      threads.emplace_back([&, thread] {
        Entry entry = MakeEntry(mine_, 1);
        entry.modified_at = At(1 + thread);
        const auto code = CodeOf(store().CommitAndWait(Replace(entry, At(1))));
        if (!code) ++won;
        if (code == ErrorCode::kConflict) ++lost;
      });
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 7);
}

TEST_P(StoreContract, ACallbackMayCommitAgain) {
  std::promise<bool> second_done;
  store().Commit(Create(MakeEntry(mine_, 1)), [&](const auto& first) {
    ASSERT_TRUE(first);
    store().Commit(Create(MakeEntry(mine_, 2)),
                   [&](const auto& second) { second_done.set_value(second.has_value()); });
  });
  EXPECT_TRUE(second_done.get_future().get());
  EXPECT_EQ(List({}).total_count, 2U);
}

TEST_P(StoreContract, AnswersAPing) { EXPECT_TRUE(store().Ping()); }

}  // namespace
}  // namespace namesake::storage::testing
