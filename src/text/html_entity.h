// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace namesake::text {

// The text with HTML character references undone (HTML Living Standard, section 13.5), as web mail
// shows a name that was escaped once too often: "J&ouml;rg", "&#74;ohn", "&#x4A;ohn". All numeric
// ones, the named ones of Latin-1 and of punctuation; others and ill-formed ones stay as they are.
[[nodiscard]] std::string DecodeHtmlEntities(std::string_view text);

}  // namespace namesake::text
