// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace namesake::milter {

// The path of "unix:PATH"; nullopt for any other kind of connection.
[[nodiscard]] std::optional<std::string> UnixSocketPath(std::string_view connection);

// Removes the socket that a killed process left behind. kConflict when somebody listens on it or
// when it is no socket: neither is ours to remove. Success when there is nothing.
[[nodiscard]] base::Status RemoveStaleSocket(const std::string& path);

// Sets the permissions ("0660") and, unless `group` is empty, the group. kInvalidArgument for an
// unknown group, kPermissionDenied when the system does not let us.
[[nodiscard]] base::Status SetSocketAccess(const std::string& path, const std::string& mode,
                                           const std::string& group);

// The socket's file, removed at the end if it is still the same one.
class SocketFile {
 public:
  explicit SocketFile(std::string path);
  ~SocketFile();
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

 private:
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace namesake::milter
