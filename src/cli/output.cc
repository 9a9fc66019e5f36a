// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "base/expected.h"

namespace namesake::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;  // a pipe's capacity on Linux

}  // namespace

void Output::Write(std::string_view text) {
  if (!ok()) return;
  buffer_ += text;
  if (buffer_.size() >= kBufferBytes) Flush();
}

void Output::Flush() {
  std::string_view rest = buffer_;
  while (ok() && !rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failure_ = errno;
    }
  }
  buffer_.clear();
}

bool Output::reader_gone() const noexcept { return failure_ == EPIPE; }

bool Output::is_terminal() const noexcept { return ::isatty(descriptor_) == 1; }

base::Status Output::status() const {
  if (ok()) return base::Ok();
  return base::Fail(
      base::ErrorCode::kUnavailable,
      fmt::format("cannot write to standard output: {}, what was printed is incomplete",
                  std::generic_category().message(failure_)));
}

}  // namespace namesake::cli
