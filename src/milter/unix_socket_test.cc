// SPDX-License-Identifier: Apache-2.0
#include "milter/unix_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "base/error.h"

namespace namesake::milter {
namespace {

using ::testing::HasSubstr;

class UnixSocketTest : public ::testing::Test {
 protected:
  UnixSocketTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "namesake-socket-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/milter.sock";
  }
  ~UnixSocketTest() override { std::filesystem::remove_all(folder_); }

  // A descriptor that listens on path_.
  [[nodiscard]] int Listen() const {
    const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path_.begin(), path_.end(), address.sun_path);
    EXPECT_EQ(bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listening, 1), 0);
    return listening;
  }

  std::string folder_;
  std::string path_;
};

TEST(UnixSocketPath, IsThatOfUnixConnectionsOnly) {
  EXPECT_EQ(UnixSocketPath("unix:/run/x.sock"), "/run/x.sock");
  EXPECT_EQ(UnixSocketPath("inet:8891@127.0.0.1"), std::nullopt);
}

TEST_F(UnixSocketTest, RemovesWhatAKilledProcessLeft) {
  close(Listen());
  ASSERT_TRUE(std::filesystem::exists(path_));
  EXPECT_TRUE(RemoveStaleSocket(path_));
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_TRUE(RemoveStaleSocket(path_)) << "nothing there is fine, too";
}

TEST_F(UnixSocketTest, KeepsASocketSomebodyListensOn) {
  const int listening = Listen();
  const auto removed = RemoveStaleSocket(path_);
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(removed.error().message, HasSubstr("another program listens"));
  EXPECT_TRUE(std::filesystem::exists(path_));
  close(listening);
}

TEST_F(UnixSocketTest, KeepsAFileThatIsNoSocket) {
  std::ofstream(path_) << "precious";
  const auto removed = RemoveStaleSocket(path_);
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message, HasSubstr("no socket"));
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(UnixSocketTest, SetsThePermissions) {
  close(Listen());
  ASSERT_TRUE(SetSocketAccess(path_, "0620", ""));
  struct stat status{};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0620U);
  const auto unknown = SetSocketAccess(path_, "0660", "no-such-group-here");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::ErrorCode::kInvalidArgument);
}

TEST_F(UnixSocketTest, RemovesItsFileUnlessItIsAnothers) {
  close(Listen());
  {
    const SocketFile file(path_);
  }
  EXPECT_FALSE(std::filesystem::exists(path_));

  close(Listen());
  {
    const SocketFile file(path_);
    std::ofstream(folder_ + "/other") << "of another process";
    std::filesystem::rename(folder_ + "/other", path_);
  }
  EXPECT_TRUE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace namesake::milter
