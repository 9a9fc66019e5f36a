// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "registry/java_syntax.h"
#include "registry/pattern.h"

namespace namesake::registry::java {

// Reads a pattern as java.util.regex.Pattern does (that of OpenJDK 17), flags (?iu) set. Private to
// this folder. REQUIRES: `pattern` is well-formed UTF-8.
[[nodiscard]] tl::expected<Regex, PatternError> Parse(std::string_view pattern);

}  // namespace namesake::registry::java
