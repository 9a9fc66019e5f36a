// SPDX-License-Identifier: Apache-2.0
// What only the store in a file can get right or wrong. What holds for every store:
// ../*_contract_test.
#include "storage/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <future>
#include <ios>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/list_sql.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/statement.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;
using registry::Entry;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;
using namespace namesake::storage::testing;

constexpr auto kLong = 30s;
constexpr auto kOthersAreSeenWithin = 1s;

class SqliteStore : public ::testing::Test {
 protected:
  base::Expected<std::unique_ptr<registry::Store>> TryOpen(OpenMode mode = OpenMode::kCreate,
                                                           const Options& options = {}) {
    return OpenSqliteStore(file(), mode, options);
  }
  std::unique_ptr<registry::Store> Open(const Options& options = {}) {
    auto store = TryOpen(OpenMode::kCreate, options);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  std::unique_ptr<registry::Store> OpenWithAccount(const Options& options = {}) {
    auto store = Open(options);
    EXPECT_TRUE(store->AddAccount({.id = mine_, .name = "mine", .created_at = At(0)}));
    return store;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "store.db"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  const registry::AccountId mine_ = AccountNumber(1);

 private:
  TemporaryFolder folder_;
};

void WriteFile(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

// A root user may write anywhere; these tests need somebody who may not.
class AsNobody {
 public:
  AsNobody() : was_root_(geteuid() == 0) {
    constexpr uid_t kNobody = 65534;
    EXPECT_EQ(was_root_ ? seteuid(kNobody) : 0, 0);
  }
  ~AsNobody() { EXPECT_EQ(was_root_ ? seteuid(0) : 0, 0); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  bool was_root_;
};

// ---- Files --------------------------------------------------------------------------------------

TEST_F(SqliteStore, MakesAFileThatOnlyItsOwnerMayRead) {
  const auto store = OpenWithAccount();
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    struct stat status{};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(SqliteStore, LeavesNoOtherFilesBehind) {
  OpenWithAccount().reset();
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    names.push_back(entry.path().filename());
  }
  EXPECT_THAT(names, UnorderedElementsAre("store.db"));
}

TEST_F(SqliteStore, DoesNotMakeAMissingDatabaseUnasked) {
  const auto store = TryOpen(OpenMode::kExisting);
  ASSERT_EQ(CodeOf(store), ErrorCode::kNotFound);
  EXPECT_THAT(store.error().message, HasSubstr("store.db: there is no database"));
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(SqliteStore, NamesAMissingFolder) {
  const auto store = OpenSqliteStore(folder() / "missing" / "store.db", OpenMode::kCreate);
  ASSERT_EQ(CodeOf(store), ErrorCode::kNotFound);
  EXPECT_THAT(store.error().message, HasSubstr("missing/store.db: cannot create the database"));
}

TEST_F(SqliteStore, RefusesAFolderInPlaceOfAFile) {
  EXPECT_EQ(CodeOf(OpenSqliteStore(folder(), OpenMode::kCreate)), ErrorCode::kInvalidArgument);
}

TEST_F(SqliteStore, NamesAFolderThatMayNotBeWritten) {
  std::filesystem::permissions(folder(), std::filesystem::perms{0555});
  const AsNobody nobody;
  const auto store = TryOpen();
  ASSERT_EQ(CodeOf(store), ErrorCode::kPermissionDenied);
  EXPECT_THAT(store.error().message, HasSubstr("Permission denied"));
}

TEST_F(SqliteStore, RefusesADatabaseThatMayNotBeWritten) {
  OpenWithAccount().reset();
  std::filesystem::permissions(folder(), std::filesystem::perms{0755});
  std::filesystem::permissions(file(), std::filesystem::perms{0444});
  const AsNobody nobody;
  const auto store = TryOpen();
  EXPECT_EQ(CodeOf(store), ErrorCode::kPermissionDenied) << store.error().message;
}

TEST_F(SqliteStore, RefusesAFileThatIsNoDatabase) {
  const std::string text(8192, 'x');
  WriteFile(file(), text);
  const auto store = TryOpen();
  ASSERT_EQ(CodeOf(store), ErrorCode::kInvalidArgument);
  EXPECT_THAT(store.error().message, HasSubstr("file is not a database"));
  std::ifstream stream(file(), std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), text);  // untouched
}

TEST_F(SqliteStore, RefusesTheDatabaseOfAnotherProgram) {
  WriteFile(file(), "");
  Connection(file(), Connection::Use::kWriting).Execute("CREATE TABLE bookmarks (url TEXT)");
  const auto store = TryOpen();
  ASSERT_EQ(CodeOf(store), ErrorCode::kConflict);
  EXPECT_THAT(store.error().message, HasSubstr("another program"));
}

TEST_F(SqliteStore, TakesAnEmptyFileForANewDatabase) {
  WriteFile(file(), "");
  EXPECT_TRUE(TryOpen(OpenMode::kExisting));
}

TEST_F(SqliteStore, TakesAnyNameForAName) {
  for (const std::string name : {"file:store.db?mode=memory", "with space.db", "ü.db", "%41.db"}) {
    auto store = OpenSqliteStore(folder() / name, OpenMode::kCreate);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_TRUE((*store)->AddAccount({.id = mine_, .name = "mine", .created_at = At(0)}));
    EXPECT_TRUE(std::filesystem::exists(folder() / name));
  }
}

// ---- Schema -------------------------------------------------------------------------------------

TEST_F(SqliteStore, RefusesADatabaseOfANewerSchema) {
  OpenWithAccount().reset();
  const std::string newer = std::to_string(NewestSchema() + 1);
  Connection(file(), Connection::Use::kWriting).Execute("PRAGMA user_version = " + newer);
  const auto store = TryOpen();
  ASSERT_EQ(CodeOf(store), ErrorCode::kConflict);
  EXPECT_THAT(store.error().message, HasSubstr("schema " + newer));
  EXPECT_THAT(store.error().message, HasSubstr("upgrade"));
}

TEST_F(SqliteStore, StoresThatAreOpenedAtOnceShareOneMigration) {
  for (int round = 0; round < 5; ++round) {
    const std::filesystem::path fresh = folder() / (std::to_string(round) + ".db");
    std::vector<std::future<bool>> opened;
    for (std::uint8_t i = 0; i < 6; ++i) {
      opened.push_back(std::async(std::launch::async, [&fresh, i] {
        auto store = OpenSqliteStore(fresh, OpenMode::kCreate);
        EXPECT_TRUE(store) << store.error().message;
        return store &&
               (*store)->AddAccount({.id = AccountNumber(i), .name = "", .created_at = At(0)});
      }));
    }
    for (auto& one : opened) EXPECT_TRUE(one.get());
    EXPECT_EQ(OpenSqliteStore(fresh, OpenMode::kExisting).value()->ListAccounts().value().size(),
              6U);
  }
}

// Runs `work` in another process; true when it returned true.
template <typename Work>
pid_t StartProcess(Work work) {
  const pid_t child = fork();
  if (child == 0) _exit(work() ? 0 : 1);
  return child;
}

bool Succeeded(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(SqliteStore, ProcessesThatStartAtOnceShareOneMigration) {
  std::vector<pid_t> children;
  for (std::uint8_t i = 0; i < 4; ++i) {
    children.push_back(StartProcess([&] {
      auto store = OpenSqliteStore(file(), OpenMode::kCreate);
      return store &&
             (*store)->AddAccount({.id = AccountNumber(i), .name = "", .created_at = At(0)});
    }));
  }
  for (const pid_t child : children) EXPECT_TRUE(Succeeded(child));
  EXPECT_EQ(Open()->ListAccounts().value().size(), 4U);
}

// ---- What lasts ---------------------------------------------------------------------------------

TEST_F(SqliteStore, KeepsEverythingWhenItIsOpenedAgain) {
  Entry entry = MakeEntry(mine_, 1);
  entry.comments = "kept";
  registry::Credential credential;
  credential.id = "token";
  credential.account = mine_;
  credential.hash = base::HashSha256("secret");
  const registry::Domain domain{.account = mine_, .name = "a.example", .created_at = At(2)};
  registry::Write remembered = Create(MakeEntry(mine_, 2));
  remembered.replay = registry::Replay{.kind = registry::ReplayKind::kIdempotencyKey,
                                       .key = base::HashSha256("key"),
                                       .body = base::HashSha256("body"),
                                       .attempt = 0,
                                       .answer = "the first answer"};
  std::uint64_t sequence = 0;
  {
    const auto store = OpenWithAccount();
    ASSERT_TRUE(store->CommitAndWait(Create(entry)));
    ASSERT_TRUE(store->AddCredential(credential));
    ASSERT_TRUE(store->AddDomain(domain));
    ASSERT_TRUE(store->CommitAndWait(remembered));
    sequence = store->LastSequence().value();
  }
  const auto store = Open();
  EXPECT_EQ(store->GetEntry(mine_, entry.id), entry);
  EXPECT_EQ(store->ListEntries(mine_, {})->total_count, 2U);
  EXPECT_EQ(store->GetAccount(mine_).value()->name, "mine");
  EXPECT_THAT(store->ListCredentials().value(), ElementsAre(credential));
  EXPECT_THAT(store->ListDomains().value(), ElementsAre(domain));
  EXPECT_EQ(store->LastSequence(), sequence);
  EXPECT_EQ(store->ReadChanges(0, 100)->size(), sequence);
  EXPECT_EQ(store->CommitAndWait(remembered)->replayed_answer, "the first answer");
}

TEST_F(SqliteStore, EndsOnlyAfterEveryAcceptedWrite) {
  std::vector<std::optional<bool>> done(200);
  {
    const auto store = OpenWithAccount();
    for (std::size_t i = 0; i < done.size(); ++i) {
      store->Commit(Create(MakeEntry(mine_, static_cast<std::int64_t>(i))),
                    [&done, i](const auto& committed) { done[i] = committed.has_value(); });
    }
  }
  EXPECT_THAT(done, Each(std::optional(true)));
  EXPECT_EQ(Open()->ListEntries(mine_, {})->total_count, done.size());
}

TEST_F(SqliteStore, KeepsTheFeedToItsSize) {
  constexpr std::uint64_t kKept = 10;
  const auto store = OpenWithAccount({.kept_changes = kKept});
  for (int i = 1; i <= 50; ++i) ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, i))));
  const std::uint64_t last = store->LastSequence().value();
  EXPECT_EQ(last, 51U);
  EXPECT_EQ(store->ReadChanges(last - kKept, 100)->size(), kKept);
  EXPECT_EQ(CodeOf(store->ReadChanges(last - kKept - 1, 100)), ErrorCode::kNotFound);
  EXPECT_EQ(CodeOf(store->ReadChanges(0, 100)), ErrorCode::kNotFound);
}

TEST_F(SqliteStore, CountsOnWhereItWasAfterTheFeedWasShortened) {
  {
    const auto store = OpenWithAccount({.kept_changes = 1});
  }
  const auto store = Open({.kept_changes = 1});
  for (int i = 1; i <= 5; ++i) {
    EXPECT_EQ(store->CommitAndWait(Create(MakeEntry(mine_, i)))->sequence,
              static_cast<std::uint64_t>(i) + 1);
  }
}

TEST_F(SqliteStore, ForgetsAnswersThatHaveExpired) {
  const auto store = OpenWithAccount();
  for (int i = 0; i < 300; ++i) {
    registry::Write write = Create(MakeEntry(mine_, i));
    write.now = At(0) + std::chrono::minutes(i);
    write.replay = registry::Replay{.kind = registry::ReplayKind::kRetryOfSdk,
                                    .key = base::HashSha256(std::to_string(i)),
                                    .body = {},
                                    .attempt = 0,
                                    .answer = "answer"};
    ASSERT_TRUE(store->CommitAndWait(write));
  }
  const Connection connection(file(), Connection::Use::kReading);
  EXPECT_EQ(connection.QueryInteger("SELECT count(*) FROM replay"), registry::kRetryWindow.count());
}

// ---- Several at one file ------------------------------------------------------------------------

TEST_F(SqliteStore, SeesWhatAnotherStoreHasWritten) {
  const auto writer = OpenWithAccount();
  const auto reader = Open();
  const std::uint64_t before = reader->LastSequence().value();
  auto waiting = std::async(std::launch::async, [&] {
    const auto begin = std::chrono::steady_clock::now();
    while (reader->ReadChanges(before, 10)->empty()) reader->WaitForChanges(before, kLong);
    return std::chrono::steady_clock::now() - begin;
  });
  const Entry entry = MakeEntry(mine_, 1);
  ASSERT_TRUE(writer->CommitAndWait(Create(entry)));
  EXPECT_LT(waiting.get(), kLong);
  EXPECT_EQ(reader->GetEntry(mine_, entry.id), entry);
}

TEST_F(SqliteStore, TellsOfItsOwnChangesAndOthersInTheirOrder) {
  const auto first = OpenWithAccount();
  const auto second = Open();
  const std::uint64_t start = first->LastSequence().value();
  std::vector<base::Uuid> ids;
  for (int i = 0; i < 40; ++i) {
    // One, two or three in turn from each.
    const auto& writer = (i / (1 + i % 3)) % 2 == 0 ? first : second;
    ASSERT_TRUE(writer->CommitAndWait(Create(MakeEntry(mine_, i))));
    ids.push_back(EntryId(i));
  }
  for (const auto& store : {first.get(), second.get()}) {
    for (std::size_t from = 0; from < ids.size(); ++from) {
      std::uint64_t after = start + from;
      std::vector<base::Uuid> told;
      for (auto piece = store->ReadChanges(after, 7).value(); !piece.empty();
           piece = store->ReadChanges(after, 7).value()) {
        for (const auto& change : piece) {
          EXPECT_EQ(change.sequence, ++after);
          told.push_back(change.entry_id);
        }
      }
      EXPECT_THAT(told,
                  ElementsAreArray(ids.begin() + static_cast<std::ptrdiff_t>(from), ids.end()));
    }
  }
}

TEST_F(SqliteStore, LetsGoOfACallbackBeforeTheNextWrite) {
  const auto store = OpenWithAccount();
  std::weak_ptr<int> kept;
  {
    const auto held = std::make_shared<int>(1);
    kept = held;
    store->Commit(Create(MakeEntry(mine_, 1)),
                  [held](const auto& committed) { EXPECT_TRUE(committed); });
  }
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!kept.expired() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_TRUE(kept.expired());
}

TEST_F(SqliteStore, IsWokenByAnotherProcessWithinASecond) {
  OpenWithAccount().reset();
  std::array<int, 2> go{};
  ASSERT_EQ(pipe(go.data()), 0);
  const pid_t child = StartProcess([&] {  // before this process has threads
    char byte = 0;
    auto store = OpenSqliteStore(file(), OpenMode::kExisting);
    return store && read(go[0], &byte, 1) == 1 &&
           (*store)->CommitAndWait(Create(MakeEntry(AccountNumber(1), 1)));
  });
  const auto store = Open();
  const std::uint64_t before = store->LastSequence().value();
  ASSERT_EQ(write(go[1], "!", 1), 1);
  EXPECT_TRUE(Succeeded(child));
  const auto committed = std::chrono::steady_clock::now();
  store->WaitForChanges(before, kLong);
  EXPECT_LT(std::chrono::steady_clock::now() - committed, kOthersAreSeenWithin);
  EXPECT_EQ(store->ReadChanges(before, 10)->size(), 1U);
  close(go[0]);
  close(go[1]);
}

TEST_F(SqliteStore, StoresThatWriteAtOnceShareOneRowOfSequences) {
  constexpr int kStores = 3;
  constexpr int kWrites = 40;
  OpenWithAccount().reset();
  std::vector<std::future<void>> writers;
  for (int number = 0; number < kStores; ++number) {
    writers.push_back(std::async(std::launch::async, [this, number] {
      const auto store = Open();
      for (int i = 0; i < kWrites; ++i) {
        const auto committed = store->CommitAndWait(Create(MakeEntry(mine_, 1000 * number + i)));
        EXPECT_TRUE(committed) << committed.error().message;
      }
    }));
  }
  for (auto& writer : writers) writer.get();
  const auto store = Open();
  const auto changes = store->ReadChanges(0, 1000);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), std::size_t{kStores} * kWrites + 1);
  for (std::size_t i = 0; i < changes->size(); ++i) EXPECT_EQ(changes->at(i).sequence, i + 1);
  EXPECT_EQ(store->ListEntries(mine_, {})->total_count, std::uint64_t{kStores} * kWrites);
}

// ---- When it goes away --------------------------------------------------------------------------

TEST_F(SqliteStore, AcknowledgesNothingIntoAFileThatIsGoneAndRecoversWhenItIsBack) {
  const auto store = OpenWithAccount();
  ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, 1))));
  const std::filesystem::path elsewhere = folder() / "elsewhere.db";
  std::filesystem::rename(file(), elsewhere);

  EXPECT_EQ(CodeOf(store->Ping()), ErrorCode::kUnavailable);
  const auto refused = store->CommitAndWait(Create(MakeEntry(mine_, 2)));
  EXPECT_EQ(CodeOf(refused), ErrorCode::kUnavailable);
  EXPECT_EQ(CodeOf(store->AddDomain({.account = mine_, .name = "a.example", .created_at = At(0)})),
            ErrorCode::kUnavailable);
  EXPECT_EQ(CodeOf(store->GetEntry(mine_, EntryId(1))), ErrorCode::kUnavailable);
  EXPECT_EQ(CodeOf(store->ReadChanges(0, 10)), ErrorCode::kUnavailable);

  std::filesystem::rename(elsewhere, file());
  EXPECT_TRUE(store->Ping());
  ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, 3))));
  EXPECT_EQ(NamesOf(store->ListEntries(mine_, {})->entries),
            (std::vector<std::string>{"Name 1", "Name 3"}));
}

TEST_F(SqliteStore, NoticesThatAnotherDatabaseWasPutInItsPlace) {
  auto store = OpenWithAccount();
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, i))));
  const std::uint64_t position = store->LastSequence().value();
  const std::filesystem::path backup = folder() / "backup.db";
  ASSERT_TRUE(OpenSqliteStore(backup, OpenMode::kCreate)
                  .value()
                  ->AddAccount({.id = mine_, .name = "restored", .created_at = At(0)}));
  // As a restore does it: the log belongs to the old file and goes with it.
  std::filesystem::remove(file());
  std::filesystem::remove(file().string() + "-wal");
  std::filesystem::remove(file().string() + "-shm");
  std::filesystem::rename(backup, file());

  // A follower's next wait finds out, and reading on tells it to load everything anew.
  store->WaitForChanges(position, 500ms);
  EXPECT_EQ(CodeOf(store->ReadChanges(position, 10)), ErrorCode::kNotFound);
  EXPECT_EQ(store->GetAccount(mine_).value()->name, "restored");
  ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, 1))));
  EXPECT_EQ(store->ListEntries(mine_, {})->total_count, 1U);
}

TEST_F(SqliteStore, TellsNothingOfAReplacedDatabaseOnceItHasSaidSo) {
  const auto store = OpenWithAccount();
  const std::filesystem::path backup = folder() / "backup.db";
  Connection(file(), Connection::Use::kReading).Execute("VACUUM INTO '" + backup.string() + "'");
  const std::uint64_t position = store->LastSequence().value();
  // What the backup has not; the store remembers it as just committed.
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, i))));
  std::filesystem::remove(file());
  std::filesystem::remove(file().string() + "-wal");
  std::filesystem::remove(file().string() + "-shm");
  std::filesystem::rename(backup, file());

  store->WaitForChanges(position + 5, 500ms);
  EXPECT_EQ(CodeOf(store->ReadChanges(position + 5, 10)), ErrorCode::kNotFound);
  EXPECT_EQ(store->LastSequence(), position);
  EXPECT_THAT(store->ReadChanges(position, 10).value(), IsEmpty());
  ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, 7))));
  const auto changes = store->ReadChanges(position, 10);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 1U);
  EXPECT_EQ(changes->front().entry_id, EntryId(7));
}

// No file of this process may grow beyond `bytes`: what a full disk is to the database.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FullDisk() {
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before_), 0);
    EXPECT_NE(std::signal(SIGXFSZ, handler_), SIG_ERR);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = SIG_DFL;
};

TEST_F(SqliteStore, AcknowledgesNothingOnAFullDiskAndRecoversWhenThereIsRoom) {
  const auto store = OpenWithAccount();
  ASSERT_TRUE(store->CommitAndWait(Create(MakeEntry(mine_, 1))));
  const std::uint64_t before = store->LastSequence().value();
  std::vector<Entry> entries;
  for (int i = 2; i < 3000; ++i) entries.push_back(MakeEntry(mine_, i));
  {
    const FullDisk full(std::filesystem::file_size(file().string() + "-wal"));
    EXPECT_EQ(CodeOf(store->CommitAndWait(Create(entries))), ErrorCode::kUnavailable);
    EXPECT_EQ(store->ListEntries(mine_, {})->total_count, 1U);  // reading goes on
    EXPECT_EQ(store->LastSequence(), before);
  }
  ASSERT_TRUE(store->CommitAndWait(Create(entries)));
  EXPECT_EQ(store->ListEntries(mine_, {})->total_count, 2999U);
}

TEST_F(SqliteStore, SaysSoWhenTheFileIsDamaged) {
  {
    const auto store = OpenWithAccount();
    std::vector<Entry> entries;
    for (int i = 0; i < 500; ++i) entries.push_back(MakeEntry(mine_, i));
    ASSERT_TRUE(store->CommitAndWait(Create(entries)));
  }
  const auto size = std::filesystem::file_size(file());
  constexpr std::uintmax_t kPage = 4096;
  std::fstream stream(file(), std::ios::binary | std::ios::in | std::ios::out);
  for (std::uintmax_t page = 2; page < size / kPage; ++page) {  // all but the schema's
    stream.seekp(static_cast<std::streamoff>(page * kPage));
    stream << std::string(kPage, '\xAA');
  }
  stream.close();
  const auto store = TryOpen();
  if (!store) {
    EXPECT_EQ(store.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(store.error().message, AllOf(HasSubstr("store.db: "), HasSubstr("malformed")));
    return;
  }
  EXPECT_EQ(CodeOf((*store)->ListEntries(mine_, {})), ErrorCode::kUnavailable);
}

// ---- Lists --------------------------------------------------------------------------------------

std::int64_t CountNotIndexed(const std::filesystem::path& file) {
  return Connection(file, Connection::Use::kReading)
      .QueryInteger("SELECT count(*) FROM entry WHERE indexed = 0");
}

// Until the store has put everything in order, which it does when nobody writes.
bool WaitUntilIndexed(const std::filesystem::path& file) {
  const auto deadline = std::chrono::steady_clock::now() + kLong;
  while (CountNotIndexed(file) > 0) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

std::vector<registry::ListQuery> EveryKindOfList() {
  std::vector<registry::ListQuery> queries;
  for (const auto order : {registry::EntryOrder::kCreatedAt, registry::EntryOrder::kName,
                           registry::EntryOrder::kEmail}) {
    for (const auto direction :
         {registry::Direction::kAscending, registry::Direction::kDescending}) {
      for (const std::uint64_t page : {1U, 2U, 7U}) {
        queries.push_back({.page = page, .per_page = 37, .order = order, .direction = direction});
        queries.push_back(queries.back());
        queries.back().provenance = registry::Provenance::kOffice365;
        queries.push_back(queries.back());
        queries.back().search = "1";
      }
    }
  }
  return queries;
}

// Names and addresses in an order of their own each, every third of a directory.
Entry ShuffledEntry(const registry::AccountId& account, std::int64_t number) {
  Entry entry = MakeEntry(account, number);
  entry.name = std::to_string(number * 7919 % 1009);
  entry.email = std::to_string(number * 104729 % 997) + "@example.com";
  if (number % 3 == 0) entry.provenance = registry::Provenance::kOffice365;
  return entry;
}

TEST_F(SqliteStore, ListsAlikeWhatIsIndexedAndWhatIsNotYet) {
  const auto store = OpenWithAccount();
  const auto reference = OpenStore("memory:", OpenMode::kCreate).value();
  ASSERT_TRUE(reference->AddAccount({.id = mine_, .name = "mine", .created_at = At(0)}));
  const auto commit = [&](const registry::Write& write) {
    ASSERT_TRUE(store->CommitAndWait(write));
    ASSERT_TRUE(reference->CommitAndWait(write));
  };
  const auto expect_equal_lists = [&](const char* when) {
    for (const registry::ListQuery& query : EveryKindOfList()) {
      const auto page = store->ListEntries(mine_, query).value();
      const auto expected = reference->ListEntries(mine_, query).value();
      EXPECT_EQ(page.entries, expected.entries) << when;
      EXPECT_EQ(page.total_count, expected.total_count) << when;
    }
  };

  std::vector<Entry> import;
  for (int i = 0; i < 1000; ++i) import.push_back(ShuffledEntry(mine_, i));
  commit(Create(import));  // is put in order at once
  std::vector<Entry> more;
  for (int i = 1000; i < 1300; ++i) more.push_back(ShuffledEntry(mine_, i));
  commit(Create(more));  // is not
  expect_equal_lists("while some are not in order");

  ASSERT_TRUE(WaitUntilIndexed(file()));
  expect_equal_lists("when all are in order");
  for (int i = 0; i < 1300; i += 5) {
    Entry changed = ShuffledEntry(mine_, i);
    changed.name = "changed " + changed.name;
    changed.modified_at += 1s;
    commit(Replace(changed, changed.created_at));
    commit(Delete(mine_, EntryId(i + 1)));
  }
  expect_equal_lists("after changes");
}

TEST_F(SqliteStore, PutsNewEntriesInOrderWhenNobodyWrites) {
  const auto store = OpenWithAccount();
  std::vector<Entry> entries;
  for (int i = 0; i < 600; ++i) entries.push_back(MakeEntry(mine_, i));
  ASSERT_TRUE(store->CommitAndWait(Create(entries)));
  EXPECT_TRUE(WaitUntilIndexed(file()));
}

TEST_F(SqliteStore, ChoosesAPageFromIndexesAlone) {
  OpenWithAccount().reset();
  const Connection connection(file(), Connection::Use::kReading);
  for (const registry::ListQuery& query : EveryKindOfList()) {
    std::string plan;
    Statement explain = connection.Prepare("EXPLAIN QUERY PLAN " + PageSql(query));
    for (Rows rows = explain.Run(); rows.Next();) plan += std::string(rows.Text(3)) + '\n';
    EXPECT_THAT(plan, HasSubstr("SEARCH entry USING COVERING INDEX entry_by_"));
    EXPECT_THAT(plan, HasSubstr("SEARCH entry USING PRIMARY KEY (account_id=? AND id=?)"));
    EXPECT_THAT(plan, Not(HasSubstr("SCAN entry")));
    if (query.order == registry::EntryOrder::kCreatedAt) continue;
    EXPECT_THAT(plan, HasSubstr("MERGE (UNION ALL)"));
    EXPECT_THAT(plan, HasSubstr("SEARCH entry USING INDEX entry_not_indexed (account_id=?)"));
  }
}

}  // namespace
}  // namespace namesake::storage::sqlite
