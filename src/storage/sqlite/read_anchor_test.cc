// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/read_anchor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "storage/open.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/sqlite_store.h"

namespace namesake::storage::sqlite {
namespace {

using namespace std::chrono_literals;

// Where SQLite locks the index of its log for readers (walformat.html, "WAL Locks").
constexpr off_t kReadLocks = 123;
constexpr off_t kReadLockCount = 5;

class ReadAnchorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "anchor-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    ASSERT_TRUE(OpenSqliteStore(file(), OpenMode::kCreate));
    // Who has it open keeps the log and its index.
    keeper_ = std::make_unique<Connection>(file(), Connection::Use::kWriting);
    keeper_->Execute("CREATE TABLE written (number INTEGER)");
  }
  void TearDown() override {
    keeper_.reset();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "store.db"; }
  [[nodiscard]] const Connection& keeper() const { return *keeper_; }

  // A process does not see its own locks, so another one looks.
  [[nodiscard]] bool IsHeld() const {
    const std::string index = file().string() + "-shm";
    const pid_t child = fork();
    if (child == 0) {
      const int descriptor = open(index.c_str(), O_RDWR);
      struct flock lock{};
      lock.l_type = F_WRLCK;
      lock.l_whence = SEEK_SET;
      lock.l_start = kReadLocks;
      lock.l_len = kReadLockCount;
      const bool told = descriptor >= 0 && fcntl(descriptor, F_GETLK, &lock) == 0;
      _exit(told && lock.l_type != F_UNLCK ? 1 : 0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 1;
  }

  // Whether it is so within any machine's patience, with `meanwhile` before each look.
  [[nodiscard]] bool Becomes(bool held, const std::function<void()>& meanwhile) const {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < deadline) {
      meanwhile();
      if (IsHeld() == held) return true;
    }
    return false;
  }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Connection> keeper_;
};

void ReadOften(ReadAnchor& anchor) {
  for (int i = 0; i < 1000; ++i) anchor.Reading();
}

TEST_F(ReadAnchorTest, HoldsWhileManyReadAndNoLonger) {
  ReadAnchor anchor(file());
  EXPECT_FALSE(IsHeld());
  EXPECT_TRUE(Becomes(true, [&] { ReadOften(anchor); }));
  EXPECT_TRUE(Becomes(false, [] {}));
  EXPECT_TRUE(Becomes(true, [&] { ReadOften(anchor); }));
}

TEST_F(ReadAnchorTest, DoesNotHoldForAFew) {
  ReadAnchor anchor(file());
  for (int i = 0; i < 10; ++i) {
    anchor.Reading();
    EXPECT_FALSE(IsHeld());
  }
}

TEST_F(ReadAnchorTest, LeavesAWriterItsLog) {
  ReadAnchor anchor(file());
  ASSERT_TRUE(Becomes(true, [&] { ReadOften(anchor); }));
  std::atomic<bool> reading = true;
  std::jthread reader([&] {
    while (reading) ReadOften(anchor);
  });
  const auto write = [&] { keeper().Execute("INSERT INTO written VALUES (1)"); };
  EXPECT_TRUE(Becomes(false, write));
  // What was written is copied to its end, and the log begins again.
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  int frames = 0;
  int before = 0;
  do {
    before = frames;
    write();
    frames = keeper().log_frames();
    (void)keeper().Checkpoint();
  } while (frames >= before && std::chrono::steady_clock::now() < deadline);
  EXPECT_LT(frames, before);
  reading = false;
}

TEST_F(ReadAnchorTest, FollowsAFileThatWasReplaced) {
  ReadAnchor anchor(file());
  ASSERT_TRUE(Becomes(true, [&] { ReadOften(anchor); }));
  const std::filesystem::path copy = file().string() + ".copy";
  keeper().Execute("VACUUM INTO '" + copy.string() + "'");
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(file().string() + suffix);
  }
  std::filesystem::rename(copy, file());
  Connection(file(), Connection::Use::kWriting).Execute("PRAGMA journal_mode = WAL");
  const Connection user(file(), Connection::Use::kReading);
  EXPECT_EQ(user.QueryInteger("SELECT count(*) FROM written"), 0);
  EXPECT_TRUE(Becomes(true, [&] { ReadOften(anchor); }));
}

}  // namespace
}  // namespace namesake::storage::sqlite
