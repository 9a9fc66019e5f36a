// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>
#include <vector>

#include "storage/testing/copy_ends.h"
#include "storage/testing/postgres_server.h"

namespace namesake::storage::testing {
namespace {

std::string Sqlite(const std::filesystem::path& folder) {
  return "sqlite:" + (folder / "namesake.db").string();
}

std::string Postgres(const std::filesystem::path& /*folder*/) {
  return PostgresServer::Shared().NewDatabase();
}

}  // namespace

std::vector<CopyEnds> EndsOfCopies() {
  if (!PostgresServer::IsInstalled()) return {};
  return {{"sqlite_and_postgresql", Sqlite, Postgres}, {"postgresql_and_sqlite", Postgres, Sqlite}};
}

}  // namespace namesake::storage::testing
