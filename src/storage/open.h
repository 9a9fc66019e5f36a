// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/expected.h"
#include "record/record_store.h"
#include "registry/store.h"

namespace namesake::storage {

enum class OpenMode {
  kCreate,    // make a missing database, and its folder's file with mode 0600
  kExisting,  // a missing database is kNotFound
};

// Opens the store that `uri` names and brings its schema up to date (numbered migrations, once,
// under a lock; a database of a newer Namesake is refused). "sqlite:PATH" (relative or absolute),
// "postgresql://…" or "postgres://…" with all of libpq's
// settings, or "memory:" for tests. Anything else is kInvalidArgument and says what is understood.
[[nodiscard]] base::Expected<std::unique_ptr<registry::Store>> OpenStore(std::string_view uri,
                                                                         OpenMode mode);

// Opens the records of the messages that were checked against the store which `uri` names, making
// what is missing. For "sqlite:PATH/namesake.db" that is the file PATH/namesake.records.db; for
// "memory:", memory; for "postgresql://…", tables in the same database.
[[nodiscard]] base::Expected<std::unique_ptr<record::RecordStore>> OpenRecordStore(
    std::string_view uri);

}  // namespace namesake::storage
