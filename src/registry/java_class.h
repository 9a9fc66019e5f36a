// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/code_point_set.h"
#include "registry/java_flags.h"
#include "registry/java_reader.h"

namespace namesake::registry::java {

// Groups and character classes may stand in each other this deep. People write three or four; a
// pattern of brackets only must not exhaust the stack.
inline constexpr int kMaxNesting = 200;

// Reads the character class whose bracket is at the cursor, with its unions [a[b]] and
// intersections [a&&[b]]. After a fault, which is the reader's, the set is of no use.
[[nodiscard]] SharedSet ReadCharacterClass(Reader& reader, const Flags& flags);

}  // namespace namesake::registry::java
