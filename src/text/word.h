// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {

// The words of a name: runs of letters, marks and digits. Everything else ends a word, except
// apostrophes of all kinds, which are left out of it: "O'Brien-Smith, J." -> "OBrien", "Smith",
// "J". At most `max_words`; the rest is not looked at. Case stays.
[[nodiscard]] std::vector<std::string> SplitWords(std::string_view text, std::size_t max_words);

}  // namespace namesake::text
