// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/record_schema.h"

#include <array>
#include <string_view>

#include "storage/postgres/migrations.h"

namespace namesake::storage::postgres {
namespace {

// Three tables in partitions of a day each, by the time of the message (record_days): the records,
// the octets of messages that are kept, and what was done with them. Their keys begin with the
// account, the unit of isolation and of sharding; the other tables are small and of the whole
// store.
// - Lists are texts with a line feed before, between and behind their items, so that an item is
//   found with strpos. `senders` and what follows it are without case, for searching alone.
// - record_head gives the numbers that followers go by. Its one row is locked from the moment when
//   a transaction takes numbers until it is committed, so that numbers become visible in their
//   order and nobody steps over one that is still to come.
// - record_retention is what each account lets be kept, as its last sweep said: a day goes as a
//   whole when no account wants it any more.
constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE message (
  account_id UUID NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  scanned_at TIMESTAMPTZ NOT NULL,
  number BIGINT NOT NULL,
  sent_at TIMESTAMPTZ,
  flagged BOOLEAN NOT NULL,
  treatment SMALLINT NOT NULL,
  hold SMALLINT NOT NULL,
  size BIGINT NOT NULL,
  queue_id TEXT COLLATE "C" NOT NULL,
  envelope_from TEXT COLLATE "C" NOT NULL,
  recipients TEXT COLLATE "C" NOT NULL,
  client_ip TEXT COLLATE "C" NOT NULL,
  from_address TEXT COLLATE "C" NOT NULL,
  from_name TEXT COLLATE "C" NOT NULL,
  to_addresses TEXT COLLATE "C" NOT NULL,
  to_names TEXT COLLATE "C" NOT NULL,
  cc TEXT COLLATE "C" NOT NULL,
  reply_to TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  message_id TEXT COLLATE "C" NOT NULL,
  date TEXT COLLATE "C" NOT NULL,
  originating_ip TEXT COLLATE "C" NOT NULL,
  spf TEXT COLLATE "C" NOT NULL,
  dkim TEXT COLLATE "C" NOT NULL,
  dmarc TEXT COLLATE "C" NOT NULL,
  disposition TEXT COLLATE "C" NOT NULL,
  reasons TEXT COLLATE "C" NOT NULL,
  findings TEXT COLLATE "C" NOT NULL,
  policy TEXT COLLATE "C" NOT NULL,
  policy_pattern TEXT COLLATE "C" NOT NULL,
  senders TEXT COLLATE "C" NOT NULL,
  recipients_folded TEXT COLLATE "C" NOT NULL,
  subject_folded TEXT COLLATE "C" NOT NULL,
  search TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, scanned_at, id)
) PARTITION BY RANGE (scanned_at);
CREATE INDEX message_by_id ON message (account_id, id);
CREATE INDEX message_by_queue_id ON message (account_id, queue_id);
CREATE INDEX flagged_message_by_time ON message (account_id, scanned_at, id) WHERE flagged;
CREATE INDEX flagged_message_by_number ON message (number) WHERE flagged;
CREATE INDEX whole_message_by_time ON message (account_id, scanned_at, id, size, hold)
  WHERE size > 0;
CREATE INDEX held_message ON message (account_id) WHERE hold IN (1, 2);

CREATE TABLE message_raw (
  account_id UUID NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  scanned_at TIMESTAMPTZ NOT NULL,
  octets BYTEA NOT NULL,
  PRIMARY KEY (account_id, scanned_at, id)
) PARTITION BY RANGE (scanned_at);

CREATE SEQUENCE message_action_number;
CREATE TABLE message_action (
  account_id UUID NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  scanned_at TIMESTAMPTZ NOT NULL,
  number BIGINT NOT NULL DEFAULT nextval('message_action_number'),
  operation TEXT COLLATE "C" NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  completed_at TIMESTAMPTZ,
  success BOOLEAN NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  requested_by TEXT COLLATE "C" NOT NULL,
  destination TEXT COLLATE "C" NOT NULL,
  requested_disposition TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, scanned_at, id, number)
) PARTITION BY RANGE (scanned_at);
CREATE INDEX message_action_by_id ON message_action (account_id, id, number);

CREATE TABLE record_retention (
  account_id UUID NOT NULL PRIMARY KEY,
  keep_days BIGINT NOT NULL
);

CREATE TABLE record_head (
  one BOOLEAN NOT NULL DEFAULT true PRIMARY KEY CHECK (one),
  last BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO record_head (last) VALUES (0);

CREATE TABLE follower_position (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  records BIGINT NOT NULL,
  changes BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE follower_lease (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  holder TEXT COLLATE "C" NOT NULL,
  until TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);
)sql";

// Few, and each rewritten every some seconds.
constexpr std::string_view kNodes = R"sql(
CREATE TABLE node (
  id UUID NOT NULL PRIMARY KEY,
  program TEXT COLLATE "C" NOT NULL,
  host TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL,
  behind_ms BIGINT NOT NULL,
  messages BIGINT NOT NULL,
  recent_messages BIGINT NOT NULL,
  recent_ms BIGINT NOT NULL
) WITH (fillfactor = 50);
)sql";

// Number n leads from schema n to schema n + 1. Never change one that has been released: add one.
constexpr std::array kMigrations = {kFirstSchema, kNodes};

}  // namespace

Schema RecordSchema() noexcept { return {.part = "records", .migrations = kMigrations}; }

}  // namespace namesake::storage::postgres
