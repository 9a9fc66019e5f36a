// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/expected.h"
#include "record/record_store.h"

namespace namesake::storage::postgres {

// The records in a PostgreSQL database, which any number of nodes may have open at once. See
// OpenRecordStore for the errors.
//
// A day's records go as a whole, when no account wants them any more: a record may stay for up to a
// day longer than its account says.
[[nodiscard]] base::Expected<std::unique_ptr<record::RecordStore>> OpenPostgresRecordStore(
    std::string_view uri);

}  // namespace namesake::storage::postgres
