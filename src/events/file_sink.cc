// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "events/event.h"
#include "events/line_sink.h"

namespace namesake::events {
namespace {

constexpr mode_t kMode = 0640;

class FileSink final : public LineSink {
 public:
  explicit FileSink(std::string path) : path_(std::move(path)) {}
  ~FileSink() override { Close(); }

  base::Status Write(const Event& event) override {
    if (reopen_.exchange(false) || IsUnlinked()) Close();
    if (descriptor_ < 0) {
      if (auto opened = Open(); !opened) return opened;
    }
    return Append((ends_in_a_line_ ? "\n" : "") + event.json + "\n");
  }

  void Reopen() override { reopen_ = true; }

 private:
  [[nodiscard]] base::Status Open();
  [[nodiscard]] base::Status Append(std::string_view text);
  [[nodiscard]] bool IsUnlinked() const noexcept {
    struct stat status{};
    return descriptor_ >= 0 && fstat(descriptor_, &status) == 0 && status.st_nlink == 0;
  }
  void Close() noexcept {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
  }
  [[nodiscard]] tl::unexpected<base::Error> Failed(int number) {
    Close();
    return base::Fail(base::ErrorCode::kUnavailable,
                      fmt::format("{}: {}", path_, std::generic_category().message(number)));
  }

  const std::string path_;
  std::atomic<bool> reopen_{false};
  int descriptor_ = -1;
  bool ends_in_a_line_ = false;  // which somebody did not write to its end
};

base::Status FileSink::Open() {
  // Without O_NONBLOCK, opening a pipe waits for its reader.
  descriptor_ = open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, kMode);
  if (descriptor_ < 0) return Failed(errno);
  struct stat status{};
  if (fstat(descriptor_, &status) != 0) return Failed(errno);
  if (!S_ISREG(status.st_mode)) {
    Close();
    return base::Fail(base::ErrorCode::kUnavailable, path_ + ": it is not a regular file");
  }
  char last = '\n';
  if (status.st_size > 0 && pread(descriptor_, &last, 1, status.st_size - 1) != 1) {
    return Failed(errno);
  }
  ends_in_a_line_ = last != '\n';
  return base::Ok();
}

// Closes the file on a failure, so that the next try sees what is there.
base::Status FileSink::Append(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed(errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  ends_in_a_line_ = false;
  return base::Ok();
}

}  // namespace

std::unique_ptr<LineSink> MakeFileSink(std::string path) {
  return std::make_unique<FileSink>(std::move(path));
}

}  // namespace namesake::events
