// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/expected.h"
#include "registry/store.h"

namespace namesake::storage {

// kInvalidArgument for rows of another account, and for entries outside the range.
[[nodiscard]] base::Status CheckAdoption(const registry::Adoption& adoption);

}  // namespace namesake::storage
