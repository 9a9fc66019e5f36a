// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "storage/postgres/migrations.h"

namespace namesake::storage::postgres {
namespace {

// Every key begins with account_id, the unit of isolation and of sharding, so that each table can
// be distributed by it. Two tables stand apart: the feed is one for all accounts, in the order of
// its numbers, and feed_head is its one row of state.
// - Text is COLLATE "C": by code point, whatever the database was made with.
// - What has to be unique among all accounts (a domain, a credential's id and hash) is held so by
//   the writers, who take turns at feed_head: no unique index could do it on a sharded database.
// - An index of text has its first 128 characters: a row of an index has room for 2,700 octets, a
//   name may have 4,096. Lists sort the few that agree so far by the rest.
// - entry_count spares counting for a list's total.
// - credential_usage may be lost in a crash, and spares the log.
// - Rows that are changed with every commit have room beside them for their next versions.
constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE account (
  account_id UUID NOT NULL PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE account_setting (
  account_id UUID NOT NULL REFERENCES account,
  name TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, name)
);

CREATE TABLE domain (
  account_id UUID NOT NULL REFERENCES account,
  name TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, name)
);
CREATE INDEX domain_by_name ON domain (name);

CREATE TABLE credential (
  account_id UUID NOT NULL REFERENCES account,
  id TEXT COLLATE "C" NOT NULL,
  kind SMALLINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  permission SMALLINT NOT NULL,
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX credential_by_id ON credential (id);
CREATE INDEX credential_by_hash ON credential (hash);

CREATE TABLE entry (
  account_id UUID NOT NULL REFERENCES account,
  id UUID NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  is_email_regex BOOLEAN NOT NULL,
  comments TEXT COLLATE "C",
  directory_id BIGINT,
  directory_node_id BIGINT,
  external_directory_node_id TEXT COLLATE "C",
  provenance SMALLINT,
  directory_synced BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  modified_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX entry_by_created_at ON entry (account_id, created_at, id) INCLUDE (provenance);
CREATE INDEX entry_by_name ON entry (account_id, left(name, 128), id);
CREATE INDEX entry_by_email ON entry (account_id, left(email, 128), id);

CREATE TABLE entry_count (
  account_id UUID NOT NULL,
  provenance SMALLINT NOT NULL,
  entries BIGINT NOT NULL,
  PRIMARY KEY (account_id, provenance)
) WITH (fillfactor = 50);

CREATE TABLE policy (
  account_id UUID NOT NULL REFERENCES account,
  id UUID NOT NULL,
  kind SMALLINT NOT NULL,
  pattern_type SMALLINT NOT NULL,
  flags INTEGER NOT NULL,
  pattern TEXT COLLATE "C" NOT NULL,
  is_regex BOOLEAN NOT NULL,
  comments TEXT COLLATE "C",
  created_at TIMESTAMPTZ NOT NULL,
  modified_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, id)
);

CREATE TABLE audit (
  account_id UUID NOT NULL REFERENCES account,
  number BIGINT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  before TEXT COLLATE "C" NOT NULL,
  after TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, number)
);

CREATE TABLE replay (
  account_id UUID NOT NULL,
  kind SMALLINT NOT NULL,
  key BYTEA NOT NULL,
  sequence BIGINT NOT NULL,
  body BYTEA NOT NULL,
  attempt BIGINT NOT NULL,
  answer TEXT COLLATE "C" NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, kind, key, sequence)
);
CREATE INDEX replay_by_expires_at ON replay (expires_at);

CREATE UNLOGGED TABLE credential_usage (
  account_id UUID NOT NULL,
  credential BYTEA NOT NULL,
  begins_at TIMESTAMPTZ NOT NULL,
  requests BIGINT NOT NULL,
  PRIMARY KEY (account_id, credential, begins_at)
) WITH (fillfactor = 50);

CREATE TABLE change (
  sequence BIGINT NOT NULL PRIMARY KEY,
  account_id UUID NOT NULL,
  kind SMALLINT NOT NULL,
  subject_id UUID,
  batch BIGINT NOT NULL
);

CREATE TABLE feed_head (
  one BOOLEAN NOT NULL DEFAULT true PRIMARY KEY CHECK (one),
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  timeline BIGINT NOT NULL,
  gap_begin BIGINT NOT NULL,
  gap_end BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO feed_head (first, last, timeline, gap_begin, gap_end) VALUES (1, 0, 0, 0, 0);
)sql";

// Number n leads from schema n to schema n + 1. Never change one that has been released: add one.
constexpr std::array kMigrations = {kFirstSchema};

}  // namespace

Schema RegistrySchema() noexcept { return {.part = "registry", .migrations = kMigrations}; }

}  // namespace namesake::storage::postgres
