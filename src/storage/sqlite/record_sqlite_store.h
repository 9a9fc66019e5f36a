// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "base/expected.h"
#include "record/record_store.h"

namespace namesake::storage::sqlite {

// The records in a file of their own, made with mode 0600 when it is missing.
[[nodiscard]] base::Expected<std::unique_ptr<record::RecordStore>> OpenSqliteRecordStore(
    const std::filesystem::path& file);

}  // namespace namesake::storage::sqlite
