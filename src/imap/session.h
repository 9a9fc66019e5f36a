// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/expected.h"
#include "imap/folder_url.h"
#include "imap/response.h"

namespace namesake::imap {

struct Credentials {
  std::string password;
  std::string ca_file;  // certificates to trust in place of the system's; empty: those
};

// A connection to a mail server that is encrypted and logged in to. libcurl connects, verifies the
// certificate and logs in; the commands are ours, since what it offers for IMAP would set \Seen and
// reads mail line by line as if it were the server's words. Not safe from several threads.
class Session {
 public:
  // kPermissionDenied when the server refuses the user, else kUnavailable.
  [[nodiscard]] static base::Expected<std::unique_ptr<Session>> Open(
      const FolderUrl& url, const Credentials& credentials);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();  // logs out

  // Sends a command and hands out the untagged responses until it is done; kUnavailable with the
  // server's words when it refuses. False from `on_response` closes the connection.
  [[nodiscard]] base::Status Command(const std::string& command,
                                     const std::function<bool(Response)>& on_response);

 private:
  class Connection;

  explicit Session(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
  ResponseReader responses_;
  unsigned commands_ = 0;
};

}  // namespace namesake::imap
