// SPDX-License-Identifier: Apache-2.0
#include "storage/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage {
namespace {

using base::ErrorCode;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using namespace namesake::storage::testing;

void Silently(std::uint64_t /*copied*/, std::uint64_t /*total*/) {}

class Backups : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path Path(const std::string& name) const {
    return folder_.path() / name;
  }
  [[nodiscard]] std::string Uri(const std::string& name) const {
    return "sqlite:" + Path(name).string();
  }
  [[nodiscard]] std::unique_ptr<registry::Store> Open(const std::string& name) const {
    auto store = OpenStore(Uri(name), OpenMode::kCreate);
    EXPECT_TRUE(store) << store.error().message;
    return std::move(*store);
  }
  // With an account and that many entries.
  [[nodiscard]] std::unique_ptr<registry::Store> Make(const std::string& name, int entries) const {
    auto store = Open(name);
    EXPECT_TRUE(store->AddAccount({.id = mine_, .name = "Mine", .created_at = At(0)}));
    std::vector<registry::Entry> made;
    for (int i = 0; i < entries; ++i) made.push_back(MakeEntry(mine_, i));
    EXPECT_TRUE(store->CommitAndWait(Create(std::move(made))));
    return store;
  }
  void Add(registry::Store& store, std::int64_t number) const {
    const auto added = store.CommitAndWait(Create(MakeEntry(mine_, number)));
    EXPECT_TRUE(added) << added.error().message;
  }
  void AddRecord(const std::string& name, const std::string& id) const {
    auto records = OpenRecordStore(Uri(name));
    ASSERT_TRUE(records) << records.error().message;
    record::RecordedMessage message;
    message.record.account = mine_;
    message.record.id = id;
    message.record.scanned_at = At(5);
    ASSERT_TRUE((*records)->Append({&message, 1}));
  }
  [[nodiscard]] std::uint64_t CountEntries(registry::Store& store) const {
    const auto page = store.ListEntries(mine_, {.per_page = 1});
    EXPECT_TRUE(page) << page.error().message;
    return page ? page->total_count : 0;
  }

  auto BackUp(const std::string& name, const std::string& target,
              Existing existing = Existing::kKeep) {
    return Backup(Uri(name), Path(target), existing, Silently);
  }
  auto PutBack(const std::string& source, const std::string& name,
               Existing existing = Existing::kKeep) {
    return Restore(Path(source), Uri(name), existing, {.actor = "cli:test", .at = At(9)}, Silently);
  }

  const registry::AccountId mine_ = AccountNumber(1);
  TemporaryFolder folder_;
};

TEST_F(Backups, HoldWhatTheStoreAndItsRecordsHoldWhileThatIsOpen) {
  const auto store = Make("namesake.db", 3);
  AddRecord("namesake.db", "one");

  const auto copied = BackUp("namesake.db", "copy.db");
  ASSERT_TRUE(copied) << copied.error().message;
  ASSERT_EQ(copied->size(), 2);
  EXPECT_EQ((*copied)[0].file, Path("copy.db"));
  EXPECT_EQ((*copied)[1].file, Path("copy.records.db"));
  EXPECT_EQ((*copied)[0].octets, std::filesystem::file_size(Path("copy.db")));

  EXPECT_EQ(CountEntries(*Open("copy.db")), 3);
  const auto records = OpenRecordStore(Uri("copy.db"));
  ASSERT_TRUE(records);
  EXPECT_TRUE((*records)->Find(mine_, "one")->has_value());
}

TEST_F(Backups, AreOneFileEachThatOnlyTheOwnerReads) {
  const auto store = Make("namesake.db", 3);
  std::filesystem::create_directory(Path("backups"));
  ASSERT_TRUE(BackUp("namesake.db", "backups"));
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(Path("backups"))) {
    names.push_back(file.path().filename());
    EXPECT_EQ(file.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  EXPECT_THAT(names, ElementsAre("namesake.db"));
}

TEST_F(Backups, AreCompleteWhileOthersWrite) {
  const auto store = Make("namesake.db", 2000);
  std::atomic<std::int64_t> acknowledged = 2000;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) {
      Add(*store, acknowledged);
      ++acknowledged;
    }
  });
  for (int round = 0; round < 5; ++round) {
    const std::int64_t before = acknowledged;
    const auto copied = BackUp("namesake.db", "copy.db", Existing::kReplace);
    ASSERT_TRUE(copied) << copied.error().message;
    EXPECT_GE(CountEntries(*Open("copy.db")), before);
  }
  stop = true;
  writer.join();
  EXPECT_GT(acknowledged, 2000);
}

TEST_F(Backups, DoNotReplaceAnOlderOneUnasked) {
  const auto store = Make("namesake.db", 1);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  Add(*store, 7);
  const auto refused = BackUp("namesake.db", "copy.db");
  ASSERT_EQ(CodeOf(refused), ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("copy.db: there is such a file already"));
  EXPECT_EQ(CountEntries(*Open("copy.db")), 1);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db", Existing::kReplace));
  EXPECT_EQ(CountEntries(*Open("copy.db")), 2);
}

TEST_F(Backups, AreOfStoresInSqliteAlone) {
  EXPECT_EQ(CodeOf(BackUp("missing.db", "copy.db")), ErrorCode::kNotFound);
  std::ofstream(Path("other.db")) << std::string(4096, 'x');
  EXPECT_EQ(CodeOf(BackUp("other.db", "copy.db")), ErrorCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(Backup("memory:", Path("copy.db"), Existing::kKeep, Silently)),
            ErrorCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(Path("copy.db")));
}

TEST_F(Backups, AreNotMadeOfDamage) {
  (void)Make("namesake.db", 500);
  {
    std::fstream file(Path("namesake.db"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 8);
    file << std::string(std::size_t{4096} * 8, 'x');
  }
  EXPECT_EQ(CodeOf(BackUp("namesake.db", "copy.db")), ErrorCode::kUnavailable);
  EXPECT_FALSE(std::filesystem::exists(Path("copy.db")));
}

TEST_F(Backups, AreRestoredWhereNoStoreIs) {
  (void)Make("namesake.db", 3);
  AddRecord("namesake.db", "one");
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));

  const auto restored = PutBack("copy.db", "new.db");
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->size(), 2);
  const auto store = Open("new.db");
  EXPECT_EQ(CountEntries(*store), 3);
  EXPECT_EQ(*store->GetEntry(mine_, EntryId(1)), MakeEntry(mine_, 1));
  EXPECT_TRUE((*OpenRecordStore(Uri("new.db")))->Find(mine_, "one")->has_value());
}

TEST_F(Backups, AreNotRestoredOverAStoreUnasked) {
  (void)Make("namesake.db", 1);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  Add(*Open("namesake.db"), 7);
  const auto refused = PutBack("copy.db", "namesake.db");
  ASSERT_EQ(CodeOf(refused), ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, EndsWith("namesake.db: there is a database already"));
  EXPECT_EQ(CountEntries(*Open("namesake.db")), 2);
  ASSERT_TRUE(PutBack("copy.db", "namesake.db", Existing::kReplace));
  EXPECT_EQ(CountEntries(*Open("namesake.db")), 1);
}

TEST_F(Backups, AreNotRestoredOverAStoreThatIsOpen) {
  const auto store = Make("namesake.db", 1);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  Add(*store, 7);
  const auto refused = PutBack("copy.db", "namesake.db", Existing::kReplace);
  ASSERT_EQ(CodeOf(refused), ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("a program has the database open"));
  Add(*store, 8);
  EXPECT_EQ(CountEntries(*store), 3);
}

TEST_F(Backups, AreNotRestoredWhileOnlyTheRecordsAreOpen) {
  (void)Make("namesake.db", 1);
  AddRecord("namesake.db", "one");
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  const auto records = OpenRecordStore(Uri("namesake.db"));
  EXPECT_EQ(CodeOf(PutBack("copy.db", "namesake.db", Existing::kReplace)), ErrorCode::kConflict);
}

TEST_F(Backups, LeaveNothingBehindWhenTheyAreNoBackups) {
  (void)Make("namesake.db", 1);
  EXPECT_EQ(CodeOf(PutBack("missing.db", "new.db")), ErrorCode::kNotFound);
  std::ofstream(Path("empty.db")).flush();
  EXPECT_EQ(CodeOf(PutBack("empty.db", "new.db")), ErrorCode::kConflict);
  EXPECT_FALSE(std::filesystem::exists(Path("new.db")));
  EXPECT_EQ(CodeOf(PutBack("missing.db", "namesake.db", Existing::kReplace)), ErrorCode::kNotFound);
  EXPECT_EQ(CountEntries(*Open("namesake.db")), 1);
}

TEST_F(Backups, KeepRecordsOfWhichTheyHaveNone) {
  (void)Make("namesake.db", 1);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  AddRecord("namesake.db", "one");
  ASSERT_TRUE(PutBack("copy.db", "namesake.db", Existing::kReplace));
  EXPECT_TRUE((*OpenRecordStore(Uri("namesake.db")))->Find(mine_, "one")->has_value());
}

TEST_F(Backups, AreNoticedByEverybodyWhoFollowedTheStoreBefore) {
  std::uint64_t end = 0;
  {
    const auto store = Make("namesake.db", 3);
    ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
    for (int i = 10; i < 20; ++i) Add(*store, i);
    end = *store->LastSequence();
  }
  ASSERT_TRUE(PutBack("copy.db", "namesake.db", Existing::kReplace));
  const auto store = Open("namesake.db");
  for (std::int64_t i = 20; i < 40; ++i) Add(*store, i);
  for (std::uint64_t position = 0; position <= end + 20; ++position) {
    EXPECT_EQ(CodeOf(store->ReadChanges(position, 10)), ErrorCode::kNotFound) << position;
  }
  // Also where the end of what was lost is not known, and when it is done twice.
  ASSERT_TRUE(BackUp("namesake.db", "again.db"));
  const std::uint64_t first = *store->LastSequence();
  ASSERT_TRUE(PutBack("again.db", "elsewhere.db"));
  EXPECT_EQ(CodeOf(Open("elsewhere.db")->ReadChanges(first, 10)), ErrorCode::kNotFound);
}

// Restores, and kills its own process when it has been told of progress that many times. Whether it
// came to an end before that.
bool RestoreUntilKilled(const std::filesystem::path& source, const std::string& uri, int calls) {
  const pid_t child = fork();
  if (child == 0) {
    const auto restored =
        Restore(source, uri, Existing::kReplace, {.actor = "cli:test", .at = At(9)},
                [&calls](std::uint64_t /*copied*/, std::uint64_t /*total*/) {
                  if (--calls == 0) kill(getpid(), SIGKILL);
                });
    _exit(restored ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
  return !WIFSIGNALED(status);
}

TEST_F(Backups, AreRestoredWhollyOrNotAtAll) {
  {
    // Of some 10 MiB, so that each copy has several pieces.
    const auto store = Make("namesake.db", 0);
    std::vector<registry::Entry> entries;
    for (int i = 0; i < 2000; ++i) {
      entries.push_back(MakeEntry(mine_, i));
      entries.back().comments = std::string(4000, 'c');
    }
    ASSERT_TRUE(store->CommitAndWait(Create(std::move(entries))));
    ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
    Add(*store, 5000);
  }
  int kills = 0;
  while (!RestoreUntilKilled(Path("copy.db"), Uri("namesake.db"), kills + 1)) {
    ++kills;
    const auto store = Open("namesake.db");
    const std::uint64_t entries = CountEntries(*store);
    EXPECT_TRUE(entries == 2000 || entries == 2001) << entries;
    // The old one until it is replaced, which takes its followers with it.
    EXPECT_EQ(*store->LastSequence() > 1'000'000'000, entries == 2000);
    ASSERT_TRUE(BackUp("namesake.db", "checked.db", Existing::kReplace));
  }
  EXPECT_GT(kills, 4);
  EXPECT_EQ(CountEntries(*Open("namesake.db")), 2000);
}

TEST_F(Backups, TellTheAuditLogWhoRestoredThem) {
  (void)Make("namesake.db", 0);
  ASSERT_TRUE(BackUp("namesake.db", "copy.db"));
  ASSERT_TRUE(PutBack("copy.db", "new.db"));
  const auto store = Open("new.db");
  const auto log = store->ListAudit(mine_, {});
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 2);
  EXPECT_EQ(log->front().action, "account.restore");
  EXPECT_EQ(log->front().actor, "cli:test");
  EXPECT_EQ(log->front().at, At(9));
  EXPECT_EQ(log->front().subject, registry::FormatAccountId(mine_));
  EXPECT_EQ(log->back().action, "account.create");
}

}  // namespace
}  // namespace namesake::storage
