// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/postgres/migrations.h"

namespace namesake::storage::postgres {

// Of the records of messages.
[[nodiscard]] Schema RecordSchema() noexcept;

}  // namespace namesake::storage::postgres
