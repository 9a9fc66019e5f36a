// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The reading half of the store over one connection. Used by one thread at a time. What the
// functions promise is said at registry::Store; they throw Failure.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file);

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

  [[nodiscard]] const Connection& connection() const noexcept { return connection_; }

 private:
  // Prepares a statement the first time it is asked for.
  Statement& Prepared(const std::string& sql);
  [[nodiscard]] std::uint64_t CountEntries(const registry::AccountId& account,
                                           std::optional<registry::Provenance> provenance);
  [[nodiscard]] registry::EntryPage Page(const registry::AccountId& account,
                                         const registry::ListQuery& query);
  [[nodiscard]] registry::EntryPage Search(const registry::AccountId& account,
                                           const registry::ListQuery& query);

  Connection connection_;
  Statement get_entry_;
  Statement last_sequence_;
  std::unordered_map<std::string, Statement> prepared_;
};

}  // namespace namesake::storage::sqlite
