// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::console {

enum class Encoding { kIdentity, kGzip, kBrotli };

// As Content-Encoding spells it: "gzip", "br", "identity".
[[nodiscard]] std::string_view Name(Encoding encoding) noexcept;

// Whether a field Accept-Encoding (RFC 9110 section 12.5.3) names the encoding with a weight above
// zero. "*" is not taken for a name: who asks for a particular encoding says so.
[[nodiscard]] bool Accepts(std::string_view accept_encoding, Encoding encoding) noexcept;

}  // namespace namesake::console
