// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace namesake::mail {

// Where octets come from that are not simply read from a descriptor.
class OctetReader {
 public:
  OctetReader() = default;
  OctetReader(const OctetReader&) = delete;
  OctetReader& operator=(const OctetReader&) = delete;
  virtual ~OctetReader() = default;

  // As read(2): the octets that were put to `to`, at most `size`; 0 at the end, -1 with errno for a
  // failure, after which it is not called again.
  virtual std::ptrdiff_t Read(char* to, std::size_t size) = 0;
};

// The part of a file or pipe that is in memory: a window that moves from the first octet to the
// last. It reads and does not map: a mapped file that somebody else cuts short ends the program
// with SIGBUS, a read one just ends; and in pieces that fit into a processor's cache, reading is
// the faster of the two. Memory is kept from one file to the next, so use one window for many. Not
// safe from several threads.
class OctetWindow {
 public:
  OctetWindow();
  OctetWindow(const OctetWindow&) = delete;
  OctetWindow& operator=(const OctetWindow&) = delete;

  // Begins with another file or pipe, which the caller closes, where its reading stands.
  void Begin(int descriptor) noexcept;
  // Begins in the middle of a regular file. Its own position is not used, so that several windows
  // may read one descriptor at the same time.
  void BeginAt(int descriptor, std::uint64_t position) noexcept;

  // Begins with what somebody else reads.
  void Begin(OctetReader& reader) noexcept;

  // What is in memory; valid until ReadMore.
  [[nodiscard]] std::string_view octets() const noexcept {
    return {buffer_.get() + begin_, end_ - begin_};
  }
  // Where the first of those stands, counted from the beginning of the file or pipe.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

  // Reads on, growing when there is no room. False when there is nothing more: at the end of the
  // file, or after a failure.
  bool ReadMore();
  // Reads on until at least `size` octets are in memory, or there are no more.
  void ReadAtLeast(std::size_t size);
  // Gives up the first `count` octets of those in memory.
  void Drop(std::size_t count) noexcept;

  // errno of the read that failed, 0 when none did. EINTR is a failure like others: whoever
  // catches a signal wants to know of it.
  [[nodiscard]] int failure() const noexcept { return failure_; }

 private:
  void MakeRoom();
  [[nodiscard]] std::ptrdiff_t Read(char* to, std::size_t size);

  std::size_t capacity_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;
  bool by_position_ = false;
  int descriptor_ = -1;
  OctetReader* reader_ = nullptr;  // in place of the descriptor
  int failure_ = 0;
};

}  // namespace namesake::mail
