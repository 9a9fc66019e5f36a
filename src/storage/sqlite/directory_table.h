// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/feed_log.h"

namespace namesake::storage::sqlite {

// Accounts, domains and credentials as the writer sees them, with their changes in the feed. Rare,
// so nothing is prepared ahead. A function that returns an error has changed nothing; what only a
// lost database can cause is thrown as Failure.
class DirectoryTable {
 public:
  DirectoryTable(const Connection& connection, FeedLog& feed)
      : connection_(&connection), feed_(&feed) {}

  [[nodiscard]] base::Status AddAccount(const registry::Account& account);
  [[nodiscard]] base::Status ChangeAccountSettings(const registry::AccountId& account,
                                                   const registry::AccountSettingChanges& changes);
  [[nodiscard]] base::Status AddDomain(const registry::Domain& domain);
  [[nodiscard]] base::Status RemoveDomain(const registry::AccountId& account,
                                          std::string_view name);
  [[nodiscard]] base::Status AddCredential(const registry::Credential& credential);
  [[nodiscard]] base::Status RevokeCredential(std::string_view id, base::Time now);

 private:
  const Connection* connection_;
  FeedLog* feed_;
};

}  // namespace namesake::storage::sqlite
