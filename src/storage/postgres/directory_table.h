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
#include "storage/postgres/adoption.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"

namespace namesake::storage::postgres {

// Accounts, domains and credentials as the writer sees them within its transaction, with their
// changes in the feed and the audit log. What has to be unique among all accounts is looked up
// first: nobody else writes meanwhile. A function that returns an error has changed nothing; what
// only a lost server can cause is thrown as Failure.
class DirectoryTable {
 public:
  DirectoryTable(Connection& connection, Draft& draft) : connection_(&connection), draft_(&draft) {}

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
  [[nodiscard]] base::Status Adopt(const registry::Adoption& adoption) {
    return postgres::Adopt(adoption, *connection_, *draft_);
  }

 private:
  [[nodiscard]] bool Exists(const registry::AccountId& account);
  [[nodiscard]] registry::AccountSettings SettingsOf(const registry::AccountId& account);
  // The change in the feed and in the audit log.
  void Note(const registry::AccountId& account, registry::ChangeKind kind, std::string_view action,
            std::string_view subject, std::string_view before, std::string_view after);

  Connection* connection_;
  Draft* draft_;
  std::string author_;
  base::Time at_ = {};
};

}  // namespace namesake::storage::postgres
