// SPDX-License-Identifier: Apache-2.0
#include "cli/imap_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "cli/command.h"
#include "imap/folder.h"
#include "imap/folder_url.h"
#include "imap/session.h"
#include "mail/message_source.h"
#include "text/escape.h"

namespace namesake::cli {
namespace {

constexpr const char* kPasswordVariable = "NAMESAKE_IMAP_PASSWORD";

base::Status NoPassword(const std::string& what) {
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    fmt::format("{}: name a --password-file or set {}", what, kPasswordVariable));
}

// Files end with a line end that is no part of a password.
std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

// The terminal, without showing what is typed until the end of its life.
class SilentTerminal {
 public:
  SilentTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (is_silent_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] bool is_silent() const noexcept { return is_silent_; }

  // "" when the person gives up.
  [[nodiscard]] std::string Ask(std::string_view question) const {
    std::array<char, 1024> line{};
    if (::write(descriptor_, question.data(), question.size()) < 0) return {};
    const ssize_t size = ::read(descriptor_, line.data(), line.size());
    if (::write(descriptor_, "\n", 1) < 0 || size <= 0) return {};
    return FirstLine({line.data(), static_cast<std::size_t>(size)});
  }

 private:
  int descriptor_;
  termios before_{};
  bool is_silent_ = false;
};

base::Expected<std::string> AskForPassword(const std::string& whose) {
  const SilentTerminal terminal;
  if (!terminal.is_silent()) return base::Fail(NoPassword("no password for " + whose).error());
  std::string password =
      terminal.Ask(fmt::format("Password of {}: ", text::EscapeForDisplay(whose)));
  if (password.empty()) return base::Fail(NoPassword("no password for " + whose).error());
  return password;
}

}  // namespace

void AddImapOptions(CLI::App& command, ImapOptions& options) {
  command
      .add_option("--password-file", options.password_file,
                  "For imaps://: a file whose first line is the password (default: what "
                  "NAMESAKE_IMAP_PASSWORD says, else it is asked for)")
      ->type_name("FILE");
  command
      .add_option("--ca-file", options.ca_file,
                  "For imaps://: trust the certificates of this file in place of the system's")
      ->type_name("FILE");
}

base::Expected<std::string> ImapSource::PasswordOf(const imap::FolderUrl& url) {
  if (!options_.password_file.empty()) {
    const auto text = ReadInput(options_.password_file);
    if (!text) return base::Fail(text.error());
    std::string password = FirstLine(*text);
    if (password.empty()) {
      return base::Fail(NoPassword(options_.password_file + " begins with an empty line").error());
    }
    return password;
  }
  if (const char* password = std::getenv(kPasswordVariable)) return std::string(password);
  return AskForPassword(fmt::format("{}@{}", url.user, url.server));
}

base::Status ImapSource::Read(const std::string& text, const mail::MessageCallback& on_message) {
  const auto url = imap::ParseFolderUrl(text);
  if (!url) return base::Fail(url.error());
  const std::string whose = fmt::format("{}@{}", url->user, url->server);
  if (!passwords_.contains(whose)) {
    auto password = PasswordOf(*url);
    if (!password) return base::Fail(password.error());
    passwords_[whose] = *std::move(password);
  }
  const auto read = imap::ReadHeaders(
      *url, {.password = passwords_[whose], .ca_file = options_.ca_file},
      [&](const imap::HeaderOfMessage& message) {
        return on_message(
            {.source = url->OfMessage(message.uid), .bytes = message.header, .position = 0});
      });
  if (!read) {
    return base::Fail(read.error().code,
                      fmt::format("cannot read {}: {}", text, read.error().message));
  }
  return base::Ok();
}

}  // namespace namesake::cli
