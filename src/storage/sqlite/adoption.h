// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/expected.h"
#include "registry/store.h"
#include "storage/sqlite/audit_log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/entry_table.h"
#include "storage/sqlite/feed_log.h"
#include "storage/sqlite/policy_table.h"

namespace namesake::storage::sqlite {

// What the writer has, within a transaction.
struct AdoptionTables {
  const Connection& connection;
  EntryTable& entries;
  PolicyTable& policies;
  FeedLog& feed;
  AuditLog& audit;
};

// As registry::Store::Adopt. After an error some of it may have been done: go back to a savepoint.
[[nodiscard]] base::Status Adopt(const registry::Adoption& adoption, AdoptionTables& tables);

}  // namespace namesake::storage::sqlite
