// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "base/expected.h"
#include "cli/command.h"
#include "imap/folder_url.h"
#include "mail/message_source.h"

namespace namesake::cli {

struct ImapOptions {
  std::string password_file;
  std::string ca_file;
};

// --password-file and --ca-file.
void AddImapOptions(CLI::App& command, ImapOptions& options);

// Reads the folders of mail servers that a command line names. Each user's password is asked for
// once: --password-file, else NAMESAKE_IMAP_PASSWORD, else the terminal.
class ImapSource {
 public:
  explicit ImapSource(const ImapOptions& options) : options_(options) {}

  // Calls `on_message` with the header section of each message; its source is the message's URL.
  // kInvalidArgument for a URL that is none, or without any password; else as imap::ReadHeaders.
  [[nodiscard]] base::Status Read(const std::string& url, const mail::MessageCallback& on_message);

 private:
  [[nodiscard]] base::Expected<std::string> PasswordOf(const imap::FolderUrl& url);

  const ImapOptions& options_;
  std::map<std::string, std::string> passwords_;  // by user@server
};

}  // namespace namesake::cli
