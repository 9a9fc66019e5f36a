// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"
#include "storage/sqlite/audit_log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/feed_log.h"

namespace namesake::storage::sqlite {

// Accounts, domains and credentials as the writer sees them, with their changes in the feed. Rare,
// so nothing is prepared ahead. A function that returns an error has changed nothing; what only a
// lost database can cause is thrown as Failure.
class DirectoryTable {
 public:
  DirectoryTable(const Connection& connection, FeedLog& feed, AuditLog& audit)
      : connection_(&connection), feed_(&feed), audit_(&audit) {}

  // Whose changes those that follow are.
  void ActAs(std::string name, base::Time at) {
    author_ = std::move(name);
    at_ = at;
  }

  [[nodiscard]] base::Status AddAccount(const registry::Account& account);
  [[nodiscard]] base::Status ChangeAccountSettings(const registry::AccountId& account,
                                                   const registry::AccountSettingChanges& changes);
  [[nodiscard]] base::Status AddDomain(const registry::Domain& domain);
  [[nodiscard]] base::Status RemoveDomain(const registry::AccountId& account,
                                          std::string_view name);
  [[nodiscard]] base::Status AddCredential(const registry::Credential& credential);
  [[nodiscard]] base::Status RevokeCredential(std::string_view id, base::Time now);

 private:
  [[nodiscard]] registry::AccountSettings SettingsOf(const registry::AccountId& account) const;
  // The change in the feed and in the audit log.
  void Note(const registry::AccountId& account, registry::ChangeKind kind, std::string_view action,
            std::string_view subject, std::string_view before, std::string_view after);

  const Connection* connection_;
  FeedLog* feed_;
  AuditLog* audit_;
  std::string author_;
  base::Time at_ = {};
};

}  // namespace namesake::storage::sqlite
