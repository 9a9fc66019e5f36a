// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "storage/postgres/connection.h"

namespace namesake::storage::postgres {

// A part of the database that has migrations of its own: the registry, or the records.
struct Schema {
  std::string_view part;                         // its row in namesake_schema
  std::span<const std::string_view> migrations;  // number n leads from schema n to schema n + 1
};

// Of the registry.
[[nodiscard]] Schema RegistrySchema() noexcept;

// Whether any of it is there. Throws Failure.
[[nodiscard]] bool IsMigrated(Connection& connection, const Schema& schema);

// Brings the database of `connection` to the newest of `schema`: the migrations that are missing,
// each once, in one transaction under an advisory lock, so that of any number of programs that
// start together one does it and the others wait and find it done. A database that has them
// already, a standby among them, is only read. Throws Failure: kConflict when the database was made
// by a newer Namesake or has tables of that name from another program; kInvalidArgument when it
// does not keep text in UTF-8.
void Migrate(Connection& connection, const Schema& schema);

}  // namespace namesake::storage::postgres
