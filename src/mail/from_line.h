// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace namesake::mail {

inline constexpr std::string_view kFrom = "From ";

// Where the first "\nFrom " at or behind `from` begins, or npos: what text.find says, at the speed
// of memory. Most of an mbox is bodies, and looking through them for the next message is most of
// the work.
[[nodiscard]] std::size_t FindFromLine(std::string_view text, std::size_t from) noexcept;

}  // namespace namesake::mail
