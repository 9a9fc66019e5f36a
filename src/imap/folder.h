// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/expected.h"
#include "imap/folder_url.h"
#include "imap/session.h"

namespace namesake::imap {

// One message of a folder: its header section alone.
struct HeaderOfMessage {
  std::uint32_t uid = 0;
  std::string header;        // of one beyond mail::kMaxHeaderBytes, one octet more than that
  std::uint32_t number = 0;  // of `messages` in the folder, for progress
  std::uint32_t messages = 0;
};

// Reads the header sections of a folder, oldest first, until `on_message` returns false. The folder
// is opened by EXAMINE and read by BODY.PEEK: no flag of any message changes. Messages that are
// deleted meanwhile are left out. Errors as of Session.
[[nodiscard]] base::Status ReadHeaders(
    const FolderUrl& url, const Credentials& credentials,
    const std::function<bool(const HeaderOfMessage&)>& on_message);

}  // namespace namesake::imap
