// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

// Where lines of some kind stand in a text, at the speed of memory: most of a mailbox is bodies,
// and looking through them is most of the work of reading it.
namespace namesake::mail {

inline constexpr std::string_view kFrom = "From ";

// Where the first "\nFrom " at or behind `from` begins, or npos: what text.find says. A NUL before
// "From " serves as the line end, too.
[[nodiscard]] std::size_t FindFromLine(std::string_view text, std::size_t from) noexcept;

// An empty line with the LF before it, in CRLF.
inline constexpr std::size_t kEmptyLineBytes = 3;

// Where the first empty line that stands below another line in `text`, behind `from`, ends; npos
// without one. The header section that `text` begins with ends there or before.
[[nodiscard]] std::size_t EndOfEmptyLine(std::string_view text, std::size_t from = 0) noexcept;

}  // namespace namesake::mail
