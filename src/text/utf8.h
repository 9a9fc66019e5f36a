// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::text {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

// True when every octet is below 0x80. Vectorised by the compiler; the fast path of everything
// here.
[[nodiscard]] bool IsAscii(std::string_view text) noexcept;

// Well-formed UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool IsValidUtf8(std::string_view text) noexcept;

// The number of code points of well-formed UTF-8 (each ill-formed octet counts as one).
[[nodiscard]] std::size_t CountCodePoints(std::string_view text) noexcept;

// Takes one code point off the front of `text`, which must not be empty. An ill-formed sequence
// gives kReplacementCharacter and advances by one octet, so a loop always ends.
[[nodiscard]] char32_t TakeCodePoint(std::string_view& text) noexcept;

// Appends the UTF-8 form of `code_point`; a surrogate or a number above U+10FFFF appends U+FFFD.
void AppendUtf8(std::string& text, char32_t code_point);

// The same text with every ill-formed octet replaced by U+FFFD.
[[nodiscard]] std::string RepairUtf8(std::string_view text);

}  // namespace namesake::text
