// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "registry/code_point_set.h"
#include "registry/java_flags.h"
#include "registry/java_reader.h"

// What a backslash means inside and outside of character classes. Private to this folder.
// Each reads at a backslash, and leaves the cursor there when it returns nothing. After a fault,
// which is the reader's, they return some value.
namespace namesake::registry::java {

// An escape that stands for one character: \t \x41 \u0041 \0101 \cA \N{...} \@ and the like.
[[nodiscard]] std::optional<char32_t> ReadEscapedCharacter(Reader& reader);

// \d \D \h \H \s \S \v \V \w \W
[[nodiscard]] SharedSet ReadPredefinedClass(Reader& reader, const Flags& flags);

// \p{...} \P{...} \pL
[[nodiscard]] SharedSet ReadProperty(Reader& reader, const Flags& flags);

// Reports the escape at the cursor as one that Java does not have.
void RefuseEscape(Reader& reader);

}  // namespace namesake::registry::java
