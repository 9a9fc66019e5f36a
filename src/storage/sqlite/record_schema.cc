// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_schema.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "storage/sqlite/migrations.h"

namespace namesake::storage::sqlite {
namespace {

// "NmRc".
constexpr std::int64_t kApplicationId = 0x4E6D5263;

// Lists are texts with a line feed before, between and behind their items, so that an item is found
// with instr. `senders` and what follows it are without case, for searching alone.
// Pages are read newest first, mostly of flagged messages: each has an index in that order.
constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE message (
  account_id BLOB NOT NULL CHECK (length(account_id) = 16),
  id TEXT NOT NULL,
  scanned_at INTEGER NOT NULL,
  queue_id TEXT NOT NULL,
  envelope_from TEXT NOT NULL,
  recipients TEXT NOT NULL,
  client_ip TEXT NOT NULL,
  from_address TEXT NOT NULL,
  from_name TEXT NOT NULL,
  to_addresses TEXT NOT NULL,
  to_names TEXT NOT NULL,
  cc TEXT NOT NULL,
  reply_to TEXT NOT NULL,
  subject TEXT NOT NULL,
  message_id TEXT NOT NULL,
  date TEXT NOT NULL,
  sent_at INTEGER,
  originating_ip TEXT NOT NULL,
  spf TEXT NOT NULL,
  dkim TEXT NOT NULL,
  dmarc TEXT NOT NULL,
  disposition TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  findings TEXT NOT NULL,
  policy TEXT NOT NULL,
  policy_pattern TEXT NOT NULL,
  treatment INTEGER NOT NULL,
  hold INTEGER NOT NULL,
  size INTEGER NOT NULL,
  senders TEXT NOT NULL,
  recipients_folded TEXT NOT NULL,
  subject_folded TEXT NOT NULL,
  search TEXT NOT NULL,
  PRIMARY KEY (account_id, id)
) STRICT;
CREATE INDEX message_by_time ON message (account_id, scanned_at, id);
CREATE INDEX flagged_message_by_time ON message (account_id, scanned_at, id) WHERE flagged = 1;
CREATE INDEX message_by_queue_id ON message (account_id, queue_id);

CREATE TABLE raw (
  account_id BLOB NOT NULL,
  id TEXT NOT NULL,
  scanned_at INTEGER NOT NULL,
  octets BLOB NOT NULL,
  PRIMARY KEY (account_id, id)
) STRICT;
CREATE INDEX raw_by_time ON raw (account_id, scanned_at);

CREATE TABLE action (
  account_id BLOB NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  operation TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  completed_at INTEGER,
  success INTEGER NOT NULL,
  status TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  destination TEXT NOT NULL,
  requested_disposition TEXT NOT NULL,
  PRIMARY KEY (account_id, id, number)
) WITHOUT ROWID, STRICT;
)sql";

// For those who follow what is recorded. Numbers stand in the order of commits, because one
// transaction at a time writes; rowids would be given again after the newest records are swept.
constexpr std::string_view kNumbersAndPositions = R"sql(
ALTER TABLE message ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE message SET number = rowid;
CREATE UNIQUE INDEX flagged_message_by_number ON message (number) WHERE flagged = 1;
CREATE TABLE last_number (number INTEGER NOT NULL) STRICT;
INSERT INTO last_number SELECT coalesce(max(number), 0) FROM message;

CREATE TABLE position (
  name TEXT NOT NULL PRIMARY KEY,
  records INTEGER NOT NULL,
  changes INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE lease (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
)sql";

// Few, and each rewritten every some seconds.
constexpr std::string_view kNodes = R"sql(
CREATE TABLE node (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  program TEXT NOT NULL,
  host TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  behind_ms INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  recent_messages INTEGER NOT NULL,
  recent_ms INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
)sql";

constexpr std::array kMigrations = {kFirstSchema, kNumbersAndPositions, kNodes};

}  // namespace

Schema RecordSchema() noexcept {
  return {.application_id = kApplicationId, .migrations = kMigrations};
}

}  // namespace namesake::storage::sqlite
