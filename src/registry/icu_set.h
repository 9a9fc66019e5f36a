// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "registry/code_point_set.h"

// ICU's character properties as sets, without its headers. Private to this folder.
namespace namesake::registry {

// The characters that have `value` for the property of ICU's number `property` (UProperty); for
// the general category a mask of values.
[[nodiscard]] CodePointSet SetWithValue(int property, std::int32_t value);

}  // namespace namesake::registry
