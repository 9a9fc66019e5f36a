// SPDX-License-Identifier: Apache-2.0
#include "mail/octet_window.h"

#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace namesake::mail {
namespace {

// A piece of this size is still in the processor's first two caches when it is looked at. Four
// times as much costs four times the memory bandwidth.
constexpr std::size_t kRead = std::size_t{64} << 10;

constexpr std::size_t kInitialCapacity = 2 * kRead;

// To move so little to the front costs less than to use more of the cache.
constexpr std::size_t kLittle = std::size_t{4} << 10;

}  // namespace

// Not std::vector: nobody needs the octets to be zero before they are read.
OctetWindow::OctetWindow()
    : capacity_(kInitialCapacity), buffer_(std::make_unique_for_overwrite<char[]>(capacity_)) {}

void OctetWindow::Begin(int descriptor) noexcept {
  begin_ = end_ = 0;
  position_ = 0;
  by_position_ = false;
  descriptor_ = descriptor;
  reader_ = nullptr;
  failure_ = 0;
}

void OctetWindow::Begin(OctetReader& reader) noexcept {
  Begin(-1);
  reader_ = &reader;
}

void OctetWindow::BeginAt(int descriptor, std::uint64_t position) noexcept {
  Begin(descriptor);
  position_ = position;
  by_position_ = true;
}

void OctetWindow::MakeRoom() {
  const std::size_t held = end_ - begin_;
  if (capacity_ - held < kRead) {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_ * 2);
    std::memcpy(larger.get(), buffer_.get() + begin_, held);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  } else if (held <= kLittle || capacity_ - end_ < kRead) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, held);
  } else {
    return;
  }
  begin_ = 0;
  end_ = held;
}

std::ptrdiff_t OctetWindow::Read(char* to, std::size_t size) {
  if (reader_ != nullptr) return reader_->Read(to, size);
  if (!by_position_) return ::read(descriptor_, to, size);
  return ::pread(descriptor_, to, size, static_cast<off_t>(position_ + (end_ - begin_)));
}

bool OctetWindow::ReadMore() {
  if (failure_ != 0) return false;
  MakeRoom();
  const std::ptrdiff_t read = Read(buffer_.get() + end_, kRead);
  if (read < 0) failure_ = errno;
  if (read <= 0) return false;
  end_ += static_cast<std::size_t>(read);
  return true;
}

void OctetWindow::ReadAtLeast(std::size_t size) {
  while (octets().size() < size && ReadMore()) {
  }
}

void OctetWindow::Drop(std::size_t count) noexcept {
  begin_ += count;
  position_ += count;
  if (begin_ == end_) begin_ = end_ = 0;
}

}  // namespace namesake::mail
