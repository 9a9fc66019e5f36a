// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "mail/mbox.h"
#include "mail/octet_window.h"

namespace namesake::mail {

// A regular file that is an mbox, open, to be read in parts by several threads at the same time.
//
//   const auto mbox = std::make_shared<const MboxFile>("archive.mbox", descriptor);
//   for (const MboxRange& part : mbox->Parts()) …   // each by another thread:
//     mbox->Read(part, window, on_message);
class MboxFile {
 public:
  // Takes over `descriptor`. `path` is what it is called in messages for people.
  MboxFile(std::string path, int descriptor, MboxStart start = MboxStart::kFromLine);
  MboxFile(const MboxFile&) = delete;
  MboxFile& operator=(const MboxFile&) = delete;
  ~MboxFile();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  // Octets when it was opened.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  // Ranges side by side over the whole file, in order. The last one has no end: what is appended
  // while the file is read is read, too.
  [[nodiscard]] std::vector<MboxRange> Parts() const;
  // Lets the system fetch a part from the disk while others are inspected. A wish that may be in
  // vain.
  void Expect(const MboxRange& part) const noexcept;

  // Calls `on_message` for each message of a part as MboxReader gives it, until it returns false.
  // kUnavailable when the file cannot be read; a file that was cut short just ends.
  [[nodiscard]] base::Status Read(const MboxRange& part, OctetWindow& window,
                                  const std::function<bool(std::string_view)>& on_message) const;

 private:
  const std::string path_;
  const int descriptor_;
  const MboxStart start_;
  std::uint64_t size_ = 0;
};

}  // namespace namesake::mail
