// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::detection {

// The text with signs that stand beside letters read as the letters they are drawn for: "J@ne D0€"
// -> "Jane D0e", "Ul|a" -> "Ulla", "$mith" -> "smith". What looks like an e-mail address stays.
[[nodiscard]] std::string SignsAsLetters(std::string_view text);

}  // namespace namesake::detection
