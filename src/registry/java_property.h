// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "registry/code_point_set.h"

// The characters that the property names of java.util.regex.Pattern stand for, computed from ICU's
// tables. Private to this folder. All functions are safe from several threads. Sets are computed
// once and kept: there is only a fixed number of them, however their names are spelled.
namespace namesake::registry::java {

// What (?i) makes of \p{Lower} and its like.
enum class CaseOfProperty { kKept, kIgnored };

// How \p{Alpha} and its like are read.
enum class PosixMeaning { kAscii, kUnicode };  // kUnicode: with (?U)

// The set of \p{name}, e.g. "Lu", "Alpha", "IsLatin", "InGreek", "javaLowerCase", "sc=Latin";
// nullptr for a name that Java does not know. Upper and lower case and underscores matter as they
// do in Java.
[[nodiscard]] SharedSet FindProperty(std::string_view name, PosixMeaning posix,
                                     CaseOfProperty case_of_property);

// The predefined classes, by their lower-case letter: \d \h \s \v \w;
// nullptr for another letter.
[[nodiscard]] SharedSet FindPredefined(char32_t letter, PosixMeaning posix);

}  // namespace namesake::registry::java
