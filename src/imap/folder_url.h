// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace namesake::imap {

// A folder of a mail server, as a URL names it (RFC 5092): imaps://user@host[:port]/folder, TLS
// from the first octet, or imap://…, where STARTTLS comes before anything else.
struct FolderUrl {
  bool tls_at_once = true;
  std::string user;    // decoded
  std::string server;  // "host" or "host:port"
  std::string folder;  // decoded, UTF-8; INBOX when the URL names none

  // "imaps://user@host/folder/;UID=12", as RFC 5092 names a message.
  [[nodiscard]] std::string OfMessage(std::uint32_t uid) const;
};

// Whether a path of the command line is meant to be one.
[[nodiscard]] bool IsFolderUrl(std::string_view text) noexcept;

// kInvalidArgument when the user or the host is missing, or a password is there: other users of the
// machine can read command lines.
[[nodiscard]] base::Expected<FolderUrl> ParseFolderUrl(std::string_view text);

// A folder's name as IMAP writes it, with & as a shift to UTF-16 in base64: "modified UTF-7" (RFC
// 3501 section 5.1.3). Ill-formed UTF-8 becomes U+FFFD.
[[nodiscard]] std::string EncodeFolderName(std::string_view name);

}  // namespace namesake::imap
