// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::text {

// NFKC_Casefold (UAX #44): case, compatibility forms and default-ignorable characters no longer
// differ. For search and for comparing local parts. ASCII is only lower-cased.
[[nodiscard]] std::string FoldCase(std::string_view text);

}  // namespace namesake::text
