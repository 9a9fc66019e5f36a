// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::text {

// Text that is safe to show in a log line, a header, a terminal: control characters, line and
// paragraph separators, bidirectional controls, invisible and unassigned characters become
// "<U+202E>"; ill-formed octets "<0xFF>"; the rest stays readable. At most `max_code_points` of the
// original are shown, then "…".
[[nodiscard]] std::string EscapeForDisplay(std::string_view text,
                                           std::size_t max_code_points = 256);

// One character for a sentence: "Cyrillic о (U+043E)", or "U+200B ZERO WIDTH SPACE" for one that
// cannot be seen. Script and name come from the Unicode Character Database.
[[nodiscard]] std::string DescribeCodePoint(char32_t code_point);

// RFC 2047 encoded-words (UTF-8, B) when `text` is not printable ASCII, else `text`: how
// X-Namesake-Reason carries a sentence. Lines fold at 76 characters with CRLF SP.
[[nodiscard]] std::string EncodeHeaderText(std::string_view text);

}  // namespace namesake::text
