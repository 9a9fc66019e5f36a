// SPDX-License-Identifier: Apache-2.0
#include "milter/unix_socket.h"

#include <fmt/format.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::milter {
namespace {

constexpr int kOctal = 8;

std::string SystemText(int error) { return std::generic_category().message(error); }

// 0 when somebody accepts connections there, else the reason why not.
int TryToConnect(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::copy(path.begin(), path.end(), address.sun_path);
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return errno;
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const int error = ::connect(probe, generic, sizeof address) == 0 ? 0 : errno;
  ::close(probe);
  return error;
}

base::Expected<gid_t> GroupNumber(const std::string& group) {
  if (group.empty()) return static_cast<gid_t>(-1);  // to chown: leave it
  errno = 0;
  const ::group* found = ::getgrnam(group.c_str());
  if (found != nullptr) return found->gr_gid;
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    fmt::format("milter.socket_group: there is no group \"{}\"", group));
}

}  // namespace

std::optional<std::string> UnixSocketPath(std::string_view connection) {
  constexpr std::string_view kFamily = "unix:";
  if (!connection.starts_with(kFamily)) return std::nullopt;
  return std::string(connection.substr(kFamily.size()));
}

base::Status RemoveStaleSocket(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return base::Ok();
    return base::Fail(base::ErrorCode::kUnavailable,
                      fmt::format("{}: {}", path, SystemText(errno)));
  }
  if (!S_ISSOCK(status.st_mode)) {
    return base::Fail(base::ErrorCode::kConflict,
                      fmt::format("{} is there already and no socket, name another path", path));
  }
  const int error = TryToConnect(path);
  if (error != ECONNREFUSED) {
    return base::Fail(base::ErrorCode::kConflict,
                      error == 0 ? fmt::format("another program listens on {}", path)
                                 : fmt::format("{}: {}", path, SystemText(error)));
  }
  if (::unlink(path.c_str()) != 0) {
    return base::Fail(
        base::ErrorCode::kPermissionDenied,
        fmt::format("cannot remove the stale socket {}: {}", path, SystemText(errno)));
  }
  return base::Ok();
}

base::Status SetSocketAccess(const std::string& path, const std::string& mode,
                             const std::string& group) {
  const auto number = GroupNumber(group);
  if (!number) return base::Fail(number.error());
  const auto bits = static_cast<mode_t>(std::strtoul(mode.c_str(), nullptr, kOctal));
  // The group first: nobody of the old one shall get in.
  if (::chown(path.c_str(), static_cast<uid_t>(-1), *number) != 0 ||
      ::chmod(path.c_str(), bits) != 0) {
    return base::Fail(base::ErrorCode::kPermissionDenied,
                      fmt::format("cannot set mode {} and group \"{}\" of {}: {}", mode, group,
                                  path, SystemText(errno)));
  }
  return base::Ok();
}

SocketFile::SocketFile(std::string path) : path_(std::move(path)) {
  struct stat status{};
  if (::lstat(path_.c_str(), &status) == 0) {
    device_ = status.st_dev;
    inode_ = status.st_ino;
  }
}

SocketFile::~SocketFile() {
  struct stat status{};
  if (::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
}

}  // namespace namesake::milter
