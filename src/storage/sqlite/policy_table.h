// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The policies as the writer sees them. A function that returns an error has changed nothing; what
// only a lost database can cause is thrown as Failure.
class PolicyTable {
 public:
  explicit PolicyTable(const Connection& connection);

  // As it stands in this transaction.
  [[nodiscard]] std::optional<registry::Policy> Find(const registry::AccountId& account,
                                                     const base::Uuid& id);
  // kConflict: the id is taken; kNotFound: there is no such account.
  [[nodiscard]] base::Status Insert(const registry::Policy& policy);
  [[nodiscard]] base::Status Replace(const registry::Policy& policy, base::Time expected);
  [[nodiscard]] base::Status Delete(const registry::AccountId& account, registry::PolicyKind kind,
                                    const base::Uuid& id);

  // Whether the account keeps within kMaxPolicies and kMaxPatternPolicies.
  [[nodiscard]] base::Status CheckCounts(const registry::AccountId& account);

 private:
  Statement insert_;
  Statement find_;
  Statement find_whole_;
  Statement replace_;
  Statement delete_;
  Statement count_;
};

}  // namespace namesake::storage::sqlite
