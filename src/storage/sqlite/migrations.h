// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// The number of the last migration that this program knows.
[[nodiscard]] std::int64_t NewestSchema() noexcept;

// Brings the database of `connection` (Use::kWriting) to the newest schema: the migrations that are
// missing, each once, in one transaction, so that of several programs that start together one does
// it and the others find it done. Throws Failure: kConflict when the database was made by a newer
// Namesake or by another program.
void Migrate(const Connection& connection, const std::filesystem::path& file);

}  // namespace namesake::storage::sqlite
