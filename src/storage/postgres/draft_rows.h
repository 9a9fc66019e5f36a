// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "base/digest.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"
#include "storage/postgres/parameters.h"

namespace namesake::storage::postgres {

// What a batch of writes names, read from the database in one round trip. Functions throw Failure.
class RowFetch {
 public:
  explicit RowFetch(std::span<const registry::Write* const> writes);

  void Send(Connection& connection) const;
  void Receive(Connection& connection, Draft& draft) const;

 private:
  Column<registry::AccountId> accounts_;  // that get something new
  Column<registry::AccountId> entry_accounts_;
  Column<base::Uuid> entry_ids_;
  Column<registry::AccountId> policy_accounts_;
  Column<base::Uuid> policy_ids_;
  Column<registry::AccountId> counted_accounts_;  // whose policies are counted
  Column<registry::AccountId> replay_accounts_;
  Column<std::int64_t> replay_kinds_;
  Column<base::Sha256> replay_keys_;
};

// Sends the draft's rows: a handful of statements for any number of rows. Each is one answer, which
// is left to be received; what is large is sent and answered piece by piece. Returns how many
// answers are owed. Throws Failure.
[[nodiscard]] int SendRows(Connection& connection, const Draft& draft, std::int64_t batch);

}  // namespace namesake::storage::postgres
