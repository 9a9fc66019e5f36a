// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "registry/code_point_set.h"
#include "registry/java_syntax.h"

// A parsed pattern written for the two engines that run it. Private to this folder.
namespace namesake::registry::java {

// In RE2's syntax, with the same meaning when it must match a whole text; nullopt when it needs
// more than RE2 has: look-around, back-references, atomic and possessive parts, word boundaries,
// grapheme clusters, line ends elsewhere than at the end.
[[nodiscard]] std::optional<std::string> WriteForRe2(const Regex& regex);

// In ICU's syntax; nullopt when that would be larger than kMaxPatternProgramBytes. Differences from
// Java that remain: a back-reference without case compares by full case folding; a look-behind
// reaches back kMaxLookBehind characters at most.
inline constexpr int kMaxLookBehind = 1000;
[[nodiscard]] std::optional<std::string> WriteForIcu(const Regex& regex);

// Appends `set` as a bracket expression that both engines read. Surrogates are left out, they do
// not occur in UTF-8.
void AppendSet(const CodePointSet& set, std::string& out);

}  // namespace namesake::registry::java
