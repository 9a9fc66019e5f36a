// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/migrations.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <thread>

#include "base/error.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"

namespace namesake::storage::sqlite {
namespace {

// In the file's header, so that `file` and we know whose it is: "NmSk".
constexpr std::int64_t kApplicationId = 0x4E6D536B;

// Times are microseconds since 1970, ids and hashes raw octets, enumerations the values of the
// enumerators. Every key begins with the account, the unit of isolation and, one day, of sharding.
// Besides:
// - entry is found by its key in one descent (WITHOUT ROWID). Each order of a list has an index of
//   all that a page is chosen by, so that skipping to a late page reads narrow rows only.
// - A new entry belongs anywhere among the names and addresses: with 100,000 of them each would
//   write two pages of its own, which cost twice as much as all the rest. So new entries wait in
//   entry_not_indexed, which lists read too, and are put in order later (EntryTable).
// - entry_count spares counting for a list's total.
// - replay is read across accounts too, by expiry; change by its sequence alone (kFeedSchema).
constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE account (
  account_id BLOB NOT NULL PRIMARY KEY CHECK (length(account_id) = 16),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE domain (
  account_id BLOB NOT NULL REFERENCES account,
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, name)
) WITHOUT ROWID, STRICT;

CREATE TABLE credential (
  account_id BLOB NOT NULL REFERENCES account,
  id TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  permission INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID, STRICT;

CREATE TABLE entry (
  account_id BLOB NOT NULL REFERENCES account,
  id BLOB NOT NULL CHECK (length(id) = 16),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  is_email_regex INTEGER NOT NULL,
  comments TEXT,
  directory_id INTEGER,
  directory_node_id INTEGER,
  external_directory_node_id TEXT,
  provenance INTEGER,
  directory_synced INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX entry_by_created_at ON entry (account_id, created_at, id, provenance);
CREATE INDEX entry_by_name ON entry (account_id, name, id, provenance, indexed)
  WHERE indexed = 1;
CREATE INDEX entry_by_email ON entry (account_id, email, id, provenance, indexed)
  WHERE indexed = 1;
CREATE INDEX entry_not_indexed ON entry (account_id, id) WHERE indexed = 0;

CREATE TABLE entry_count (
  account_id BLOB NOT NULL,
  provenance INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  PRIMARY KEY (account_id, provenance)
) WITHOUT ROWID, STRICT;

CREATE TABLE change (
  account_id BLOB NOT NULL,
  sequence INTEGER NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  entry_id BLOB,
  PRIMARY KEY (account_id, sequence)
) WITHOUT ROWID, STRICT;

CREATE TABLE replay (
  account_id BLOB NOT NULL,
  kind INTEGER NOT NULL,
  key BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  body BLOB NOT NULL,
  attempt INTEGER NOT NULL,
  answer TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, kind, key, sequence)
) WITHOUT ROWID, STRICT;
CREATE INDEX replay_by_expires_at ON replay (expires_at);
)sql";

// Policies are few (registry::kMaxPolicies an account): lists read all of them. `flags` are those
// of registry::PolicyFlag; the index is for counting.
constexpr std::string_view kPolicySchema = R"sql(
CREATE TABLE policy (
  account_id BLOB NOT NULL REFERENCES account,
  id BLOB NOT NULL CHECK (length(id) = 16),
  kind INTEGER NOT NULL,
  pattern_type INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  pattern TEXT NOT NULL,
  is_regex INTEGER NOT NULL,
  comments TEXT,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX policy_by_is_regex ON policy (account_id, is_regex);
)sql";

// The feed is read by sequence alone, and only ever appended to. In a table that stands in this
// order a change costs one row instead of two, and a commit two pages less.
constexpr std::string_view kFeedSchema = R"sql(
CREATE TABLE feed (
  sequence INTEGER PRIMARY KEY,
  account_id BLOB NOT NULL,
  kind INTEGER NOT NULL,
  entry_id BLOB
) STRICT;
INSERT INTO feed SELECT sequence, account_id, kind, entry_id FROM change ORDER BY sequence;
DROP TABLE change;
ALTER TABLE feed RENAME TO change;
)sql";

constexpr std::string_view kAccountSettingSchema = R"sql(
CREATE TABLE account_setting (
  account_id BLOB NOT NULL REFERENCES account,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) WITHOUT ROWID, STRICT;
)sql";

// Read by account, newest first; written in the transaction of the change, at the end of its
// account.
constexpr std::string_view kAuditSchema = R"sql(
CREATE TABLE audit (
  account_id BLOB NOT NULL REFERENCES account,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  PRIMARY KEY (account_id, number)
) WITHOUT ROWID, STRICT;
)sql";

// Number n leads from schema n to schema n + 1. Never change one that has been released: add one.
constexpr std::array kMigrations = {kFirstSchema, kPolicySchema, kFeedSchema, kAccountSettingSchema,
                                    kAuditSchema};

constexpr std::chrono::milliseconds kWalRetryPause{10};

// The change to write-ahead logging needs the file for itself. SQLite does not wait for that, so
// that two programs that try at once cannot wait for each other: we try again.
void UseWriteAheadLog(const Connection& connection) {
  const auto deadline = std::chrono::steady_clock::now() + kBusyTimeout;
  for (;;) {
    try {
      return connection.Execute("PRAGMA journal_mode = WAL");
    } catch (const Failure& failure) {
      if (!failure.IsBusy() || std::chrono::steady_clock::now() >= deadline) throw;
    }
    std::this_thread::sleep_for(kWalRetryPause);
  }
}

std::int64_t NewestOf(const Schema& schema) noexcept {
  return static_cast<std::int64_t>(schema.migrations.size());
}

[[noreturn]] void Refuse(const std::filesystem::path& file, std::string_view why) {
  throw Failure({base::ErrorCode::kConflict, fmt::format("{}: {}", file.string(), why)});
}

// Which schema the database has, 0 for an empty one. Within a transaction: the three facts belong
// together.
std::int64_t SchemaOf(const Connection& connection, const std::filesystem::path& file,
                      const Schema& known) {
  const std::int64_t application = connection.QueryInteger("PRAGMA application_id");
  const std::int64_t schema = connection.QueryInteger("PRAGMA user_version");
  const bool empty = connection.QueryInteger("SELECT count(*) FROM sqlite_schema") == 0;
  if (application != known.application_id && !(application == 0 && schema == 0 && empty)) {
    Refuse(file, "the database belongs to another program");
  }
  if (schema > NewestOf(known)) {
    Refuse(file, fmt::format("the database has schema {}, made by a newer Namesake; this one knows "
                             "schemas up to {}: upgrade this program",
                             schema, NewestOf(known)));
  }
  return schema;
}

}  // namespace

Schema RegistrySchema() noexcept {
  return {.application_id = kApplicationId, .migrations = kMigrations};
}

std::int64_t NewestSchema() noexcept { return NewestOf(RegistrySchema()); }

void Migrate(const Connection& connection, const std::filesystem::path& file, const Schema& known) {
  {
    // Looked at before anything is written: a file of another program stays as it is.
    const Transaction looking(connection, Transaction::Kind::kRead);
    SchemaOf(connection, file, known);
  }
  UseWriteAheadLog(connection);

  Transaction transaction(connection, Transaction::Kind::kWrite);
  const std::int64_t schema = SchemaOf(connection, file, known);  // somebody else may have done it
  if (schema == NewestOf(known)) return;
  for (auto number = static_cast<std::size_t>(schema); number < known.migrations.size(); ++number) {
    connection.Execute(known.migrations[number]);
  }
  connection.Execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}",
                                 known.application_id, NewestOf(known)));
  transaction.Commit();
}

}  // namespace namesake::storage::sqlite
