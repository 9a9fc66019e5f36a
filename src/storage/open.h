// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/expected.h"
#include "registry/store.h"

namespace namesake::storage {

enum class OpenMode {
  kCreate,    // make a missing database, and its folder's file with mode 0600
  kExisting,  // a missing database is kNotFound
};

// Opens the store that `uri` names and brings its schema up to date (numbered migrations, once,
// under a lock; a database of a newer Namesake is refused). "sqlite:PATH" (relative or absolute),
// or "memory:" for tests. Anything else is kInvalidArgument and says what is understood.
[[nodiscard]] base::Expected<std::unique_ptr<registry::Store>> OpenStore(std::string_view uri,
                                                                         OpenMode mode);

}  // namespace namesake::storage
