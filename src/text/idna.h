// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace namesake::text {

// The ASCII form of a domain name for comparison and look-up: UTS #46 non-transitional processing,
// lower case, a trailing dot removed. nullopt when it is no domain name: an empty label, a label
// over 63 or a name over 253 octets, a disallowed code point, no label at all. Underscores and
// hyphens in odd places are accepted: mail in the wild has them.
[[nodiscard]] std::optional<std::string> DomainToAscii(std::string_view domain);

// The Unicode form, for showing to a person and for skeletons; ill-formed punycode stays as it is.
[[nodiscard]] std::string DomainToUnicode(std::string_view domain);

}  // namespace namesake::text
