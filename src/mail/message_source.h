// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "mail/mbox_file.h"

namespace namesake::mail {

// One message found in a mailbox. The bytes are valid during the callback only.
struct SourcedMessage {
  std::string source;  // the path as given; for an mbox "path#12", counted from 1; "-" for stdin
  std::string_view bytes;  // the message without the mbox "From " line, at least its header
                           // section, or more than kMaxHeaderBytes of it
  std::uint64_t position;  // octets of the whole input read so far, for progress; those of mboxes
                           // that went to `on_mbox` are among them
};

// Called for each message in order; false stops.
using MessageCallback = std::function<bool(const SourcedMessage&)>;

// Called for a file that cannot be read; reading goes on with the next one.
using SourceErrorCallback = std::function<void(const base::Error&)>;

// Called for an mbox that is a regular file, in the place of its messages: whoever reads it in
// parts does so by himself. False stops.
using MboxCallback = std::function<bool(const std::shared_ptr<const MboxFile>&)>;

// Called with a line for a person about a mailbox that is damaged, though its messages are found.
using NoteCallback = std::function<void(const std::string&)>;

struct MessageSink {
  MessageCallback on_message;
  SourceErrorCallback on_error;
  NoteCallback on_note = {};
  MboxCallback on_mbox = {};  // without it the messages of all mboxes go to `on_message`
};

// Reads every message of `path`: an .eml file (one message), an mbox (a file that begins with
// "From ", or ought to: one that is damaged is read as far as it can be), a Maildir (cur/, new/ and
// the Maildirs inside it), a folder (its .eml files and mboxes, subfolders in turn, by name), or
// "-" for stdin (an mbox when it begins with "From ", else one message). A path that is neither is
// one message whatever its name; a file without octets is none, unless it ends with .eml or is in a
// Maildir.
//
// Input of any size, also from a pipe, needs memory for one header section (and the names of one
// folder's files). Files are read, not mapped: one that is cut short meanwhile ends there. Folders
// that are linked in a circle are read once. kNotFound when `path` does not exist; kUnavailable
// with EINTR's text when a signal was caught that interrupts a read; unreadable files inside a
// folder go to `on_error`, but a Maildir's message that was deleted meanwhile is no error.
[[nodiscard]] base::Status ReadMessages(const std::string& path, const MessageSink& sink);

// Octets under `path` as `position` counts them, for progress; 0 when unknown (stdin).
[[nodiscard]] std::uint64_t SourceSize(const std::string& path);

}  // namespace namesake::mail
