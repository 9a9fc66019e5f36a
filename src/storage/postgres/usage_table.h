// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "registry/usage.h"
#include "storage/postgres/connection.h"

namespace namesake::storage::postgres {

// As registry::Store::AddUsage. Throws Failure, and has then counted nothing unless it IsLost.
[[nodiscard]] std::vector<registry::Usage> AddUsage(Connection& connection,
                                                    std::span<const registry::Usage> counted);

// Removes what these accounts have from windows that ended long before those of `counted`.
void ForgetOldUsage(Connection& connection, std::span<const registry::Usage> counted);

}  // namespace namesake::storage::postgres
