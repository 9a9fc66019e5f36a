// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// What a database of ours may hold.
struct Schema {
  std::int64_t application_id = 0;               // in the file's header, so that `file` knows it
  std::span<const std::string_view> migrations;  // number n leads from schema n to schema n + 1
};

// Of the registry.
[[nodiscard]] Schema RegistrySchema() noexcept;

// The number of the last migration that this program knows.
[[nodiscard]] std::int64_t NewestSchema() noexcept;

// Brings the database of `connection` (Use::kWriting) to the newest of `schema`: the migrations
// that are missing, each once, in one transaction, so that of several programs that start together
// one does it and the others find it done. Throws Failure: kConflict when the database was made by
// a newer Namesake or by another program.
void Migrate(const Connection& connection, const std::filesystem::path& file, const Schema& schema);

}  // namespace namesake::storage::sqlite
