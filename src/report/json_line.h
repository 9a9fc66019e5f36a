// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace namesake::report {

// `value` as one line of JSON (RFC 8259) without a line end, spaced for reading: {"a": 1, "b":
// [true]}.
//
// Safe to show in a terminal and to `grep`: what would end the line, move the cursor or turn the
// direction of text (control characters, line and paragraph separators, invisible and bidirectional
// format characters) is written as \uXXXX, ill-formed UTF-8 as U+FFFD. A reader of JSON sees the
// same text as before. Whole numbers of type double keep a fraction: 1.0.
//
//   JsonLine({{"score", 1.0}, {"name", "a\u202Eb"}}) -> {"score": 1.0, "name": "a\u202eb"}
[[nodiscard]] std::string JsonLine(const boost::json::value& value);

}  // namespace namesake::report
