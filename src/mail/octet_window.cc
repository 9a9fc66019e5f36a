// SPDX-License-Identifier: Apache-2.0
#include "mail/octet_window.h"

#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

namespace namesake::mail {
namespace {

// Fits into a processor's second-level cache: what was read is still there when it is looked at.
constexpr std::size_t kInitialCapacity = std::size_t{256} << 10;

// Less room than this is not worth a system call.
constexpr std::size_t kMinRead = std::size_t{64} << 10;

}  // namespace

// Not std::vector: nobody needs the octets to be zero before they are read.
OctetWindow::OctetWindow()
    : capacity_(kInitialCapacity), buffer_(std::make_unique_for_overwrite<char[]>(capacity_)) {}

void OctetWindow::Begin(int descriptor) noexcept {
  begin_ = end_ = 0;
  position_ = 0;
  descriptor_ = descriptor;
  failure_ = 0;
}

void OctetWindow::MakeRoom() {
  if (capacity_ - end_ >= kMinRead) return;
  const std::size_t held = end_ - begin_;
  if (capacity_ - held >= kMinRead) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, held);
  } else {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_ * 2);
    std::memcpy(larger.get(), buffer_.get() + begin_, held);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  }
  begin_ = 0;
  end_ = held;
}

bool OctetWindow::ReadMore() {
  if (failure_ != 0) return false;
  MakeRoom();
  const ssize_t read = ::read(descriptor_, buffer_.get() + end_, capacity_ - end_);
  if (read < 0) failure_ = errno;
  if (read <= 0) return false;
  end_ += static_cast<std::size_t>(read);
  return true;
}

void OctetWindow::Drop(std::size_t count) noexcept {
  begin_ += count;
  position_ += count;
  if (begin_ == end_) begin_ = end_ = 0;
}

}  // namespace namesake::mail
