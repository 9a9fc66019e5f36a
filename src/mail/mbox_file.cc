// SPDX-License-Identifier: Apache-2.0
#include "mail/mbox_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "mail/folder_walk.h"
#include "mail/mbox.h"
#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

// A few milliseconds of work: many parts even of a small archive, so that no thread waits long for
// the last one, and large enough that handing one over costs nothing beside it.
constexpr std::uint64_t kPartBytes = std::uint64_t{4} << 20;

}  // namespace

MboxFile::MboxFile(std::string path, int descriptor, MboxStart start)
    : path_(std::move(path)), descriptor_(descriptor), start_(start) {
  struct stat status{};
  if (::fstat(descriptor_, &status) == 0) size_ = static_cast<std::uint64_t>(status.st_size);
}

MboxFile::~MboxFile() { ::close(descriptor_); }  // read only: nothing can be lost

std::vector<MboxRange> MboxFile::Parts() const {
  std::vector<MboxRange> parts;
  std::uint64_t begin = 0;
  for (; begin + kPartBytes < size_; begin += kPartBytes) {
    parts.push_back({begin, begin + kPartBytes});
  }
  parts.push_back({.begin = begin});
  return parts;
}

void MboxFile::Expect(const MboxRange& part) const noexcept {
  const std::uint64_t end = std::min(part.end, std::max(size_, part.begin));
  ::posix_fadvise(descriptor_, static_cast<off_t>(part.begin), static_cast<off_t>(end - part.begin),
                  POSIX_FADV_WILLNEED);
}

// What a failure cut off, inside its header section, is not delivered: half a From field would be
// judged as if it were the whole.
base::Status MboxFile::Read(const MboxRange& part, OctetWindow& window,
                            const std::function<bool(std::string_view)>& on_message) const {
  MboxReader mbox(window, descriptor_, part, start_);
  while (const auto message = mbox.Next()) {
    if (window.failure() != 0 || !on_message(*message)) break;
  }
  if (window.failure() != 0) return base::Fail(CannotRead(path_, window.failure()));
  return base::Ok();
}

}  // namespace namesake::mail
