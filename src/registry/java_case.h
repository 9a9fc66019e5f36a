// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/code_point_set.h"

// Which characters Java's Pattern takes for the same. Private to this folder.
namespace namesake::registry {

enum class CaseRule {
  kSensitive,
  kAscii,    // CASE_INSENSITIVE alone: a-z and A-Z
  kUnicode,  // with UNICODE_CASE: equal when toLowerCase(toUpperCase(c)) is, one to one, no locale
};

// What a character that is written in a run of several ("ab") matches.
[[nodiscard]] CodePointSet CaseVariants(char32_t code_point, CaseRule rule);

// What a character that is written alone ("a+", "[\u0430]") matches: one that is its own upper and
// lower case stays alone, so "ß" does not match U+1E9E although "ßa" matches U+1E9E "a".
[[nodiscard]] CodePointSet CaseVariantsOfSingle(char32_t code_point, CaseRule rule);

// What a range in a character class matches.
[[nodiscard]] CodePointSet CaseVariants(const CodePointRange& range, CaseRule rule);

// What one character in a character class matches. Below U+0100 that is its own lower and upper
// case only, as far as they are below U+0100 too; i, k, s and å have relatives above.
[[nodiscard]] CodePointSet CaseVariantsInClass(char32_t code_point, CaseRule rule);

}  // namespace namesake::registry
