// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::mail {

// Decodes the encoded-words (RFC 2047) of unfolded text as tolerantly as common mail programs do:
// neighbouring words of one charset and encoding are joined before conversion (a character may be
// cut between them), white space between two encoded-words is dropped, missing padding, a missing
// "?=", spaces inside and an unknown charset (read as unlabelled) are forgiven. What is no
// encoded-word stays; raw 8-bit octets are decoded as unlabelled. The result is well-formed UTF-8
// and may hold any character, NUL and line ends included: escape it before showing it.
[[nodiscard]] std::string DecodeEncodedWords(std::string_view text);

// True when the text has "=?", that is, when decoding could change more than 8-bit octets.
[[nodiscard]] bool HasEncodedWord(std::string_view text) noexcept;

// How many octets of the front of `text` an encoded-word takes, 0 when none stands there. What is
// inside one is no syntax: a comma there separates nothing.
[[nodiscard]] std::size_t EncodedWordSize(std::string_view text) noexcept;

}  // namespace namesake::mail
