// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/migrations.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/query.h"

namespace namesake::storage::postgres {
namespace {

// Any number that no other program of the database uses: "NmSkMgrt".
constexpr std::string_view kLock = "SELECT pg_advisory_xact_lock(5651566487606260340)";

constexpr std::string_view kSchemaTable =
    "CREATE TABLE IF NOT EXISTS namesake_schema ("
    "part TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL)";

constexpr Query kFindSchemaTable{.name = {},
                                 .text = "SELECT to_regclass('namesake_schema') IS NOT NULL"};
constexpr Query kReadVersion{.name = {},
                             .text = "SELECT version FROM namesake_schema WHERE part = $1"};
constexpr Query kWriteVersion{.name = {},
                              .text =
                                  "INSERT INTO namesake_schema (part, version) VALUES ($1, $2) "
                                  "ON CONFLICT (part) DO UPDATE SET version = excluded.version"};
constexpr Query kEncoding{.name = {}, .text = "SELECT current_setting('server_encoding')"};

std::int64_t NewestOf(const Schema& schema) noexcept {
  return static_cast<std::int64_t>(schema.migrations.size());
}

// 0: nothing of ours is there yet.
std::int64_t VersionOf(Connection& connection, const Schema& schema) {
  Rows there = connection.Run(kFindSchemaTable);
  if (!there.Next() || !there.Bool(0)) return 0;
  Rows version = connection.Run(kReadVersion, schema.part);
  return version.Next() ? version.Integer(0) : 0;
}

[[noreturn]] void Refuse(base::ErrorCode code, std::string why) {
  throw Failure({.code = code, .message = "postgresql: " + std::move(why)});
}

void RefuseNewer(std::int64_t version, const Schema& schema) {
  if (version <= NewestOf(schema)) return;
  Refuse(base::ErrorCode::kConflict,
         fmt::format("the database has schema {} of {}, made by a newer Namesake; this one knows "
                     "schemas up to {}: upgrade this program",
                     version, schema.part, NewestOf(schema)));
}

void RefuseOtherEncodings(Connection& connection) {
  Rows rows = connection.Run(kEncoding);
  if (rows.Next() && rows.Text(0) == "UTF8") return;
  Refuse(base::ErrorCode::kInvalidArgument,
         "the database does not keep text in UTF-8: make one with ENCODING 'UTF8' TEMPLATE "
         "template0");
}

}  // namespace

bool IsMigrated(Connection& connection, const Schema& schema) {
  return VersionOf(connection, schema) > 0;
}

void Migrate(Connection& connection, const Schema& schema) {
  const std::int64_t looked = VersionOf(connection, schema);
  RefuseNewer(looked, schema);
  if (looked == NewestOf(schema)) return;
  RefuseOtherEncodings(connection);

  connection.Execute("BEGIN");
  connection.Execute(kLock);
  connection.Execute(kSchemaTable);
  const std::int64_t version = VersionOf(connection, schema);  // somebody else may have done it
  RefuseNewer(version, schema);
  for (auto number = static_cast<std::size_t>(version); number < schema.migrations.size();
       ++number) {
    connection.Execute(schema.migrations[number]);
  }
  (void)connection.Run(kWriteVersion, schema.part, NewestOf(schema));
  connection.Execute("COMMIT");
}

}  // namespace namesake::storage::postgres
