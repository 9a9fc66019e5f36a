// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace namesake::text {

// Converts octets in the charset that a MIME label names ("iso-8859-1", "UTF-7", "gb2312", any
// alias ICU or the IANA registry knows, in any case) to well-formed UTF-8. Undecodable octets
// become U+FFFD. nullopt when nobody knows the label. A language tag ("utf-8*en", RFC 2231 section
// 5) is ignored. Safe from several threads: converters are opened per call, UTF-8, US-ASCII and
// ISO-8859-1 (read as windows-1252, as mail programs do) never reach ICU.
[[nodiscard]] std::optional<std::string> DecodeCharset(std::string_view octets,
                                                       std::string_view label);

// Raw octets of a header with no label: UTF-8 when they are well-formed UTF-8, else windows-1252.
[[nodiscard]] std::string DecodeUnlabelled(std::string_view octets);

}  // namespace namesake::text
