// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "registry/code_point_set.h"

// The names of scripts, blocks and characters, of which there are hundreds. Private to this folder.
// All functions are safe from several threads; nullptr is a name that Java does not know.
namespace namesake::registry::java {

[[nodiscard]] std::string UpperAscii(std::string_view text);

// "Latin", "LATIN", "Latn": UnicodeScript.forName.
[[nodiscard]] SharedSet FindScript(std::string_view name);

// "BASIC_LATIN", "Basic Latin", "BasicLatin", in any case: UnicodeBlock.forName.
[[nodiscard]] SharedSet FindBlock(std::string_view name);

// The character of \N{name}, "LATIN SMALL LETTER A" in any case, as Character.codePointOf;
// kNoCodePoint when there is none of that name.
inline constexpr char32_t kNoCodePoint = 0xFFFFFFFF;
[[nodiscard]] char32_t FindNamedCharacter(std::string_view name);

}  // namespace namesake::registry::java
