// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/expected.h"
#include "base/guarded.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::live {

// All accounts, domains and credentials in memory: some hundred octets each, read by every request.
// Safe from several threads; readers wait for a look-up at most.
class Directory {
 public:
  Directory();
  ~Directory();
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  // Reads everything anew; on an error the old state stays.
  [[nodiscard]] base::Status Load(registry::Store& store);
  // The same for one account and what belongs to it.
  [[nodiscard]] base::Status LoadAccount(registry::Store& store, const registry::AccountId& id);

  [[nodiscard]] std::shared_ptr<const registry::Credential> FindCredential(
      const base::Sha256& hash) const;
  [[nodiscard]] std::optional<registry::Account> FindAccount(const registry::AccountId& id) const;
  [[nodiscard]] std::vector<registry::Account> Accounts() const;
  [[nodiscard]] std::optional<registry::AccountId> AccountOfDomain(std::string_view domain) const;
  [[nodiscard]] std::optional<registry::AccountId> OnlyAccount() const;
  [[nodiscard]] std::vector<std::string> DomainsOf(const registry::AccountId& id) const;

 private:
  class State;
  const std::unique_ptr<base::Guarded<State>> state_;
};

}  // namespace namesake::live
