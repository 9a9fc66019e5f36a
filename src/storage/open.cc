// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "base/expected.h"
#include "record/memory_record_store.h"
#include "record/record_store.h"
#include "registry/memory_store.h"
#include "registry/store.h"
#include "storage/postgres/postgres_store.h"
#include "storage/postgres/record_postgres_store.h"
#include "storage/postgres/settings.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/record_sqlite_store.h"
#include "storage/sqlite/sqlite_store.h"

namespace namesake::storage {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr std::string_view kMemory = "memory:";

using Opened = base::Expected<std::unique_ptr<registry::Store>>;

Opened OpenSqlite(std::string_view path, OpenMode mode) {
  if (path.empty()) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "sqlite: lacks the path, write it like sqlite:/var/lib/namesake/namesake.db");
  }
  if (path == ":memory:") {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      "sqlite::memory: would be lost at once, write memory: for a trial");
  }
  return sqlite::OpenSqliteStore(std::filesystem::path(path), mode);
}

}  // namespace

Opened OpenStore(std::string_view uri, OpenMode mode) {
  if (uri == kMemory) return std::make_unique<registry::MemoryStore>();
  if (uri.starts_with(kSqliteScheme)) return OpenSqlite(uri.substr(kSqliteScheme.size()), mode);
  if (postgres::IsPostgresUri(uri)) return postgres::OpenPostgresStore(uri, mode);
  // Not repeated: a URI of another kind may hold a password.
  return base::Fail(base::ErrorCode::kInvalidArgument,
                    "a store is named like sqlite:/var/lib/namesake/namesake.db or "
                    "postgresql://USER@HOST/DATABASE (or memory: for a trial)");
}

base::Expected<std::unique_ptr<record::RecordStore>> OpenRecordStore(std::string_view uri) {
  if (uri == kMemory) return std::make_unique<record::MemoryRecordStore>();
  if (uri.starts_with(kSqliteScheme) && uri.size() > kSqliteScheme.size()) {
    return sqlite::OpenSqliteRecordStore(sqlite::RecordsBeside(uri.substr(kSqliteScheme.size())));
  }
  if (postgres::IsPostgresUri(uri)) return postgres::OpenPostgresRecordStore(uri);
  return base::Fail(
      base::ErrorCode::kInvalidArgument,
      "records stand in or beside a store like sqlite:/var/lib/namesake/namesake.db or "
      "postgresql://HOST/DATABASE");
}

}  // namespace namesake::storage
