// SPDX-License-Identifier: Apache-2.0
#include "mail/message_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "mail/compressed_stream.h"
#include "mail/folder_walk.h"
#include "mail/header_section.h"
#include "mail/line_search.h"
#include "mail/mbox.h"
#include "mail/mbox_file.h"
#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

constexpr const char* kStandardInput = "-";
constexpr const char* kInputName = "standard input";  // what a person calls it

// A file that is open for reading, or errno of the failure.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)),
        error_(descriptor_ < 0 ? errno : 0) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);  // read only: nothing can be lost
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] int error() const noexcept { return error_; }

  // Whoever takes it closes it.
  [[nodiscard]] int Release() noexcept { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
  int error_;
};

// Octets of a regular file, 0 for anything else.
std::uint64_t RegularSize(const struct stat& status) {
  return S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// Has at least the header section in the window, or so much that the limit is exceeded.
void ReadHeader(OctetWindow& window) {
  std::size_t looked_at = 0;
  while (window.octets().size() <= kMaxHeaderBytes &&
         EndOfEmptyLine(window.octets(), looked_at) == std::string_view::npos) {
    looked_at = window.octets().size() - std::min(window.octets().size(), kEmptyLineBytes);
    if (!window.ReadMore()) return;
  }
}

// One call of ReadMessages.
class Reading {
 public:
  explicit Reading(const MessageSink& sink) : sink_(sink) {}

  base::Status Path(const std::string& path) {
    if (path == kStandardInput) return StandardInput();
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return base::Fail(CannotRead(path, errno));
    if (!S_ISDIR(status.st_mode)) return File({path, RoleByName(path, FileRole::kNamed)});
    WalkFolder(path, [this](const FoundFile& file) { return FileOfFolder(file); }, sink_.on_error);
    return base::Ok();
  }

 private:
  Visit FileOfFolder(const FoundFile& file) {
    if (const auto read = File(file); !read) {
      if (read.error().code == base::ErrorCode::kNotFound) return Visit::kGone;
      sink_.on_error(read.error());
    }
    return stopped_ ? Visit::kStop : Visit::kGoOn;
  }

  base::Status File(const FoundFile& file) {
    OpenFile open(file.path);
    if (open.error() != 0) return base::Fail(CannotRead(file.path, open.error()));
    struct stat status{};
    if (::fstat(open.descriptor(), &status) != 0) return base::Fail(CannotRead(file.path, errno));
    Begin(open.descriptor());
    const std::optional<MboxStart> mbox = FindMbox(file, file.path);
    if (mbox && !stream_ && sink_.on_mbox && S_ISREG(status.st_mode)) {
      stopped_ = !sink_.on_mbox(std::make_shared<const MboxFile>(file.path, open.Release(), *mbox));
    } else {
      Content(file, mbox, status);
    }
    bytes_before_ += RegularSize(status);
    return Outcome(file.path);
  }

  base::Status StandardInput() {
    const FoundFile file{kStandardInput, FileRole::kNamed};
    struct stat status{};
    if (::fstat(STDIN_FILENO, &status) != 0) return base::Fail(CannotRead(kInputName, errno));
    Begin(STDIN_FILENO);
    Content(file, FindMbox(file, kInputName), status);
    return Outcome(kInputName);
  }

  void Begin(int descriptor) {
    stream_.reset();
    window_ = &file_;
    file_.Begin(descriptor);
    file_.ReadAtLeast(kCompressionMagicBytes);
    const std::optional<Compression> compression = CompressionOf(file_.octets());
    if (!compression) return;
    stream_.emplace(*compression, file_);
    unpacked_.Begin(*stream_);
    window_ = &unpacked_;
  }

  std::optional<MboxStart> FindMbox(const FoundFile& file, const std::string& name) {
    if (file.role == FileRole::kMaildirMessage) return std::nullopt;
    if (BeginsWithMbox(*window_)) return MboxStart::kFromLine;
    if (file.role != FileRole::kNamed && file.role != FileRole::kMbox) return std::nullopt;
    const auto start = FindDamagedMbox(*window_, file.role == FileRole::kMbox);
    if (start && sink_.on_note) {
      sink_.on_note(fmt::format("{}: {}", name,
                                *start == MboxStart::kJunk
                                    ? "what stands before the first message is not read as one"
                                    : "the first message has lost its beginning"));
    }
    return start;
  }

  void Content(const FoundFile& file, std::optional<MboxStart> mbox, const struct stat& status) {
    if (mbox) {
      Mbox(file.path, *mbox);
    } else if (file.role != FileRole::kOther) {
      Single(file);
      // Who writes into a pipe is not to be told that it broke.
      if (!S_ISREG(status.st_mode)) Drain();
    }
  }

  [[nodiscard]] base::Status Outcome(const std::string& name) const {
    const int failure = window_->failure();
    if (failure == 0) return base::Ok();
    if (!stream_) return base::Fail(CannotRead(name, failure));
    return base::Fail(base::ErrorCode::kUnavailable,
                      fmt::format("cannot read {}: {}", name, stream_->Explain(failure)));
  }

  // What a failure cut off, inside its header section, is not delivered: half a From field would
  // be judged as if it were the whole.
  void Mbox(const std::string& path, MboxStart start) {
    MboxReader mbox(*window_, start);
    for (std::uint64_t number = 1; !stopped_; ++number) {
      const auto message = mbox.Next();
      if (!message || window_->failure() != 0) return;
      Deliver(fmt::format("{}#{}", path, number), *message);
    }
  }

  void Single(const FoundFile& file) {
    ReadHeader(*window_);
    if (window_->failure() != 0) return;
    // A mailbox may be empty; a file that is there to be a message is one that says nothing.
    const bool may_be_empty = file.role == FileRole::kNamed || file.role == FileRole::kMbox;
    if (window_->octets().empty() && may_be_empty) return;
    Deliver(file.path, window_->octets());
  }

  void Drain() {
    do {
      file_.Drop(file_.octets().size());
    } while (!stopped_ && file_.ReadMore());
  }

  void Deliver(std::string source, std::string_view bytes) {
    const std::uint64_t position = stream_ ? file_.position() : file_.position() + bytes.size();
    stopped_ = !sink_.on_message({std::move(source), bytes, bytes_before_ + position});
  }

  const MessageSink& sink_;
  OctetWindow file_;
  std::optional<CompressedStream> stream_;  // unpacks it, where that is needed,
  OctetWindow unpacked_;                    // to here
  OctetWindow* window_ = &file_;            // one of the two: where messages are found
  std::uint64_t bytes_before_ = 0;          // of the files that are done
  bool stopped_ = false;
};

}  // namespace

base::Status ReadMessages(const std::string& path, const MessageSink& sink) {
  return Reading(sink).Path(path);
}

std::uint64_t SourceSize(const std::string& path) {
  struct stat status{};
  if (path == kStandardInput || ::stat(path.c_str(), &status) != 0) return 0;
  if (!S_ISDIR(status.st_mode)) return RegularSize(status);
  std::uint64_t total = 0;
  WalkFolder(
      path,
      [&total](const FoundFile& file) {
        struct stat entry{};
        if (::stat(file.path.c_str(), &entry) == 0) total += RegularSize(entry);
        return Visit::kGoOn;
      },
      [](const base::Error&) {});  // whoever reads the messages will be told
  return total;
}

}  // namespace namesake::mail
