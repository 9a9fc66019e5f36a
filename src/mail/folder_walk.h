// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace namesake::mail {

// What a file's name and place say of it.
enum class FileRole {
  kNamed,           // the path that was asked for: whatever it is, it is to be read
  kEml,             // *.eml: one message
  kMbox,            // *.mbox: an mbox, though it may be damaged
  kMaildirMessage,  // in cur/ or new/ of a Maildir: one message
  kOther,           // another file of a folder: an mbox, or none of our business
};

struct FoundFile {
  std::string path;
  FileRole role = FileRole::kOther;
};

enum class Visit {
  kGoOn,
  kGone,  // the file does not exist any more
  kStop,
};

// Visits the regular files of a folder and its subfolders, by name in octet order, a subfolder
// where its name stands. A folder with cur/ or new/ is a Maildir: its messages in cur/, then those
// in new/ (a name with a leading dot is none), then the Maildirs inside it, which is how mail
// servers keep subfolders. Links are followed, each folder is visited once however often it is
// reached. `on_error` is called for what cannot be listed and for links
// that lead nowhere.
//
// A Maildir lives: mail programs move messages from new/ to cur/ and rename them when their flags
// change. It is listed until nothing has changed since the last time, so that a message which is
// there all the time is visited, and only once: by its name without flags and its inode it is known
// again. One that is gone (Visit::kGone) is looked for under its new name, and is forgotten when
// there is none. `on_error` is called when a Maildir changes faster than it can be listed.
void WalkFolder(const std::string& folder, const std::function<Visit(const FoundFile&)>& on_file,
                const std::function<void(const base::Error&)>& on_error);

// kEml and kMbox for a name that ends so, in any case, also with .gz or .zst behind it.
[[nodiscard]] FileRole RoleByName(std::string_view name, FileRole otherwise) noexcept;

// "cannot read PATH: Permission denied", for a value of errno.
[[nodiscard]] base::Error CannotRead(const std::string& path, int error);

}  // namespace namesake::mail
