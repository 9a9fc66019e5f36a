// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/java_case.h"
#include "registry/java_reader.h"

// The flags of java.util.regex.Pattern. Private to this folder.
namespace namesake::registry::java {

// As they stand at one place of a pattern. A pattern begins with (?iu): addresses are compared
// without case, international ones too.
struct Flags {
  bool ignore_case = true;       // i
  bool unicode_case = true;      // u
  bool unicode_classes = false;  // U
  bool multiline = false;        // m
  bool dot_all = false;          // s
  bool comments = false;         // x
  bool unix_lines = false;       // d

  // Sets or clears what `letter` stands for; false for a letter that is none.
  bool Set(char32_t letter, bool on) noexcept {
    switch (letter) {
      case 'i':
        ignore_case = on;
        return true;
      case 'U':
        unicode_classes = on;
        unicode_case = on;
        return true;
      case 'u':
        unicode_case = on;
        return true;
      case 'm':
        multiline = on;
        return true;
      case 's':
        dot_all = on;
        return true;
      case 'x':
        comments = on;
        return true;
      case 'd':
        unix_lines = on;
        return true;
      case 'c':  // canonical equivalence: addresses are in one normal form before they are compared
        return true;
      default:
        return false;
    }
  }

  [[nodiscard]] CaseRule case_rule() const noexcept {
    if (!ignore_case) return CaseRule::kSensitive;
    return unicode_case ? CaseRule::kUnicode : CaseRule::kAscii;
  }

  [[nodiscard]] Comments comment_rule() const noexcept {
    if (!comments) return Comments::kAreText;
    return unix_lines ? Comments::kSkippedUnixLines : Comments::kSkipped;
  }
};

}  // namespace namesake::registry::java
