// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace namesake::mail {

// One message found in a mailbox. The bytes are valid during the callback only.
struct SourcedMessage {
  std::string source;  // the path as given; for an mbox "path#12", counted from 1; "-" for stdin
  std::string_view bytes;  // the message without the mbox "From " line, at least its header section
  std::uint64_t position;  // octets of the whole input read so far, for progress
};

// Called for each message in order; false stops.
using MessageCallback = std::function<bool(const SourcedMessage&)>;

// Called for a file that cannot be read; reading goes on with the next one.
using SourceErrorCallback = std::function<void(const base::Error&)>;

// Reads every message of `path`: an .eml file (one message), an mbox (a file that begins with
// "From "), a Maildir (cur/ and new/), a folder (its .eml files and mboxes, subfolders in turn, by
// name), or "-" for stdin (an mbox when it begins with "From ", else one message). Files are mapped
// into memory, so an mbox of any size needs no more memory than one message. kNotFound when `path`
// does not exist; unreadable files inside a folder go to `on_error`.
[[nodiscard]] base::Status ReadMessages(const std::string& path, const MessageCallback& on_message,
                                        const SourceErrorCallback& on_error);

// Octets under `path`, for progress; 0 when unknown (stdin).
[[nodiscard]] std::uint64_t SourceSize(const std::string& path);

}  // namespace namesake::mail
