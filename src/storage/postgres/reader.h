// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"

namespace namesake::storage::postgres {

// The reading half of the store over one connection. What the functions promise is said at
// registry::Store; they throw Failure.
class Reader {
 public:
  explicit Reader(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::optional<registry::Entry> GetEntry(const registry::AccountId& account,
                                                        const base::Uuid& id);
  [[nodiscard]] registry::EntryPage ListEntries(const registry::AccountId& account,
                                                const registry::ListQuery& query);
  std::uint64_t VisitEntries(const registry::AccountId& account,
                             const std::function<bool(registry::Entry)>& visit);
  [[nodiscard]] std::optional<registry::Policy> GetPolicy(const registry::AccountId& account,
                                                          registry::PolicyKind kind,
                                                          const base::Uuid& id);
  [[nodiscard]] registry::PolicyPage ListPolicies(const registry::AccountId& account,
                                                  const registry::PolicyQuery& query);
  std::uint64_t VisitPolicies(const registry::AccountId& account,
                              const std::function<bool(registry::Policy)>& visit);

  [[nodiscard]] base::Expected<std::vector<registry::Change>> ReadChanges(std::uint64_t after,
                                                                          std::size_t limit);
  [[nodiscard]] std::uint64_t LastSequence();

  [[nodiscard]] std::vector<registry::Account> ListAccounts();
  [[nodiscard]] std::optional<registry::Account> GetAccount(const registry::AccountId& id);
  [[nodiscard]] registry::AccountWithParts ReadAccount(const registry::AccountId& id);
  [[nodiscard]] std::vector<registry::Domain> ListDomains();
  [[nodiscard]] std::vector<registry::Credential> ListCredentials();
  [[nodiscard]] std::vector<registry::AuditRecord> ListAudit(const registry::AccountId& account,
                                                             const registry::AuditQuery& query);

 private:
  void BeginView();
  void EndView();
  [[nodiscard]] std::optional<registry::Account> ReceiveAccount();
  [[nodiscard]] registry::EntryPage Page(const registry::AccountId& account,
                                         const registry::ListQuery& query);
  [[nodiscard]] registry::EntryPage Search(const registry::AccountId& account,
                                           const registry::ListQuery& query);

  Connection& connection_;
};

}  // namespace namesake::storage::postgres
