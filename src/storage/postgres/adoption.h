// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/expected.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"

namespace namesake::storage::postgres {

// As registry::Store::Adopt, within the writer's transaction. After an error some of it may have
// been done: roll back. Throws Failure.
[[nodiscard]] base::Status Adopt(const registry::Adoption& adoption, Connection& connection,
                                 Draft& draft);

}  // namespace namesake::storage::postgres
