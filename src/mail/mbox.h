// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "mail/octet_window.h"

namespace namesake::mail {

// How an mbox begins.
enum class MboxStart {
  kFromLine,  // as it should: "From ", behind nothing but a byte order mark and empty lines
  kMessage,   // its beginning is lost: with a message that lacks at least its "From " line
  kJunk,      // with something else, which is no message
};

// Tells whether what the window begins with is an mbox (RFC 4155, application/mbox) as it should
// be. Reads as much as that takes.
[[nodiscard]] bool BeginsWithMbox(OctetWindow& window);

// The same for what is damaged: it has a delivery line in its first kMaxHeaderBytes, but does not
// begin with one. A message may quote such a line in its body, so this is to be asked of what ought
// to be an mbox only; a file that begins with header fields is taken for one message, unless
// `is_named_so` says that it is called an mbox. Reads up to kMaxHeaderBytes.
[[nodiscard]] std::optional<MboxStart> FindDamagedMbox(OctetWindow& window, bool is_named_so);

// Octets of an mbox, [begin, end). A message is in the range where its "From " line begins. Where
// an mbox is cut into ranges, the first is longer than what may stand before its first message.
struct MboxRange {
  std::uint64_t begin = 0;
  std::uint64_t end = std::numeric_limits<std::uint64_t>::max();

  friend bool operator==(const MboxRange&, const MboxRange&) = default;
};

// Takes an mbox apart, in as much memory as one header section needs.
//
// A message begins behind a line that starts with "From " and stands at the start, or below an
// empty line, or has the form of a delivery line ("From jane@example.com Mon Nov 23 09:30:00
// 2026") where the empty line was lost, or became NULs as after a crash. Nothing else is asked of
// it, so that no message of a damaged mbox stays unseen; writers of mboxes quote such lines in a
// body (">From "), which stay as they are. Lines end with LF or CRLF. Content-Length is not
// believed: who writes the mail writes it too.
//
//   MboxReader mbox(window);
//   while (const auto message = mbox.Next()) ...
class MboxReader {
 public:
  // The window stands at the start of an mbox.
  explicit MboxReader(OctetWindow& window, MboxStart start = MboxStart::kFromLine);
  // Reads the messages in a range of a regular file, wherever the window stands.
  MboxReader(OctetWindow& window, int descriptor, MboxRange range,
             MboxStart start = MboxStart::kFromLine);

  // The next message without the "From " line and the empty line before the next one: the whole,
  // or, where a body does not fit into the window, at least the header section (of one beyond
  // kMaxHeaderBytes, more than that). Valid until the next call. nullopt at the end or after a
  // failure of the window, which then tells.
  [[nodiscard]] std::optional<std::string_view> Next();

 private:
  struct Separator {
    std::size_t message_end;  // of the message before it
    std::size_t line;         // where "From " stands
  };

  [[nodiscard]] std::optional<Separator> FindSeparator(bool at_end);
  [[nodiscard]] bool SkipToSeparator();
  void SkipLine();
  [[nodiscard]] std::string_view Message();

  OctetWindow& window_;
  const MboxStart start_;
  bool begun_ = false;
  const std::uint64_t end_ = MboxRange().end;
  // Where in the window's octets the next separator can stand; those before are searched.
  std::size_t unsearched_ = 0;
};

}  // namespace namesake::mail
