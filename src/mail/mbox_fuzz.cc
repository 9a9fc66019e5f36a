// SPDX-License-Identifier: Apache-2.0
// Splits an mbox as it is, cut into small packets, and in two ranges: the same messages, and as
// many as there are "From " lines below empty lines.

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"
#include "mail/mbox.h"
#include "mail/octet_window.h"

namespace {

using namesake::mail::MboxRange;
using namesake::mail::MboxReader;
using namesake::mail::OctetWindow;

// All packets wait in the socket's buffer at once.
constexpr std::size_t kMaxPackets = 128;
constexpr std::size_t kMaxMbox = std::size_t{32} << 10;

// What may stand before the first message.
constexpr std::uint64_t kMaxPreamble = 64;

// The header sections, without the empty line that ends them: where there is no body it is the one
// before the next message.
void AddHeaders(MboxReader& reader, std::vector<std::string>& headers) {
  while (const auto message = reader.Next()) {
    std::string_view header = *message;
    header = header.substr(0, namesake::mail::ReadHeaderSection(header).size);
    headers.emplace_back(header.substr(0, header.find_last_not_of("\r\n") + 1));
  }
}

std::vector<std::string> Split(std::string_view mbox, std::size_t packet) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()) != 0) std::abort();
  for (std::size_t at = 0; at < mbox.size(); at += packet) {
    const std::string_view part = mbox.substr(at, packet);
    if (send(ends[1], part.data(), part.size(), MSG_DONTWAIT) < 0) std::abort();
  }
  close(ends[1]);
  OctetWindow window;
  window.Begin(ends[0]);
  std::vector<std::string> headers;
  if (BeginsWithMbox(window)) {
    MboxReader reader(window);
    AddHeaders(reader, headers);
  }
  close(ends[0]);
  return headers;
}

std::vector<std::string> SplitInRanges(std::string_view mbox, std::uint64_t cut) {
  const int file = memfd_create("mbox", 0);
  if (write(file, mbox.data(), mbox.size()) != static_cast<ssize_t>(mbox.size())) std::abort();
  std::vector<std::string> headers;
  for (const MboxRange range : {MboxRange{.end = cut}, MboxRange{.begin = cut}}) {
    OctetWindow window;
    MboxReader reader(window, file, range);
    AddHeaders(reader, headers);
  }
  close(file);
  return headers;
}

std::size_t CountLinesBelowEmptyOnes(std::string_view mbox) {
  std::size_t count = 0;
  for (const std::string_view separator : {"\n\nFrom ", "\n\r\nFrom "}) {
    for (std::size_t at = mbox.find(separator); at != std::string_view::npos;
         at = mbox.find(separator, at + 1)) {
      ++count;
    }
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t wish = 1 + data[0] % 64;
  const std::string_view mbox(reinterpret_cast<const char*>(data) + 1,
                              std::min(size - 1, kMaxMbox));
  const std::vector<std::string> whole = Split(mbox, std::max<std::size_t>(mbox.size(), 1));
  if (whole != Split(mbox, std::max(wish, mbox.size() / kMaxPackets + 1))) std::abort();
  const std::uint64_t cut = kMaxPreamble + wish * 16;
  if (!whole.empty() && cut <= mbox.size() && whole != SplitInRanges(mbox, cut)) std::abort();
  // The first message may stand below no empty line, or below some.
  if (!whole.empty() && whole.size() < CountLinesBelowEmptyOnes(mbox)) std::abort();
  return 0;
}
