// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace namesake::mail {

// A header section beyond this is cut: Postfix refuses more than 100 KiB by default, and no honest
// mail comes near. Its rest is not read, and HeaderSection::truncated says so.
inline constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

// One header field as it stands in the message (RFC 5322 section 2.2). Both views point into the
// message: nothing is copied or decoded.
struct HeaderField {
  std::string_view name;  // without the colon and the white space some senders put before it
  std::string_view body;  // raw octets behind the colon, still folded, without the last line end
};

// ASCII case-insensitive comparison, as field names are compared (RFC 5322 section 1.2.2).
[[nodiscard]] bool NameIs(std::string_view name, std::string_view expected) noexcept;

// The header section of a message: its fields in order of appearance, top first.
//
// Reads what is there and never fails: LF, CRLF and bare CR end a line; a line without a colon that
// is no continuation ends the section like an empty line does (unless it is the "From " line of an
// mbox or a ">From " remnant at the top, which are skipped). Valid as long as the message's bytes
// are.
struct HeaderSection {
  std::vector<HeaderField> fields;
  std::size_t size = 0;    // octets up to and including the empty line
  bool truncated = false;  // longer than kMaxHeaderBytes; the fields before the cut are complete
};

[[nodiscard]] HeaderSection ReadHeaderSection(std::string_view message);

}  // namespace namesake::mail
