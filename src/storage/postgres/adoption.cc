// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/adoption.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/adoption_check.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"
#include "storage/registry_rows.h"

namespace namesake::storage::postgres {
namespace {

using registry::Account;
using registry::AccountId;
using registry::Adoption;
using registry::ChangeKind;
using registry::Credential;
using registry::Domain;
using registry::Entry;
using registry::Policy;

base::Status BelongsToAnother(const AccountId& account) {
  return base::Fail(base::ErrorCode::kConflict,
                    "a domain or credential of account " + registry::FormatAccountId(account) +
                        " belongs to another account of the store that is copied to");
}

// ---- Accounts, domains, credentials -------------------------------------------------------------

std::optional<Account> FindAccount(Connection& connection, const AccountId& id) {
  Account account{.id = id, .name = {}, .created_at = {}};
  Rows found = connection.Run(kGetAccount, id);
  if (!found.Next()) return std::nullopt;
  account.name = found.Text(1);
  account.created_at = found.Time(2);
  Rows settings = connection.Run(kGetAccountSettings, id);
  while (settings.Next()) account.settings.emplace(settings.Text(1), settings.Text(2));
  return account;
}

bool Put(Connection& connection, const Account& account) {
  if (FindAccount(connection, account.id) == account) return false;
  (void)connection.Run(kPutAccount, account.id, account.name, account.created_at);
  (void)connection.Run(kClearSettings, account.id);
  for (const auto& [name, value] : account.settings) {
    (void)connection.Run(kPutSetting, account.id, name, value);
  }
  return true;
}

// What of `there` is not wanted goes; what of `wanted` is not there is left to be inserted.
template <typename Row, typename Remove>
std::vector<Row> MissingAfter(const std::vector<Row>& there, const std::vector<Row>& wanted,
                              const Remove& remove) {
  const auto contains = [](const std::vector<Row>& rows, const Row& row) {
    return std::ranges::find(rows, row) != rows.end();
  };
  for (const Row& row : there) {
    if (!contains(wanted, row)) remove(row);
  }
  std::vector<Row> missing;
  for (const Row& row : wanted) {
    if (!contains(there, row)) missing.push_back(row);
  }
  return missing;
}

base::Status Put(Connection& connection, Draft& draft, const AccountId& account,
                 const std::vector<Domain>& domains) {
  std::vector<Domain> there;
  for (Rows rows = connection.Run(kGetDomains, account); rows.Next();) {
    there.push_back(
        {.account = account, .name = std::string(rows.Text(1)), .created_at = rows.Time(2)});
  }
  bool changed = false;
  const std::vector<Domain> missing = MissingAfter(there, domains, [&](const Domain& domain) {
    (void)connection.Run(kDeleteDomain, account, domain.name);
    changed = true;
  });
  for (const Domain& domain : missing) {
    if (connection.Run(kOwnerOfDomain, domain.name).count() > 0) return BelongsToAnother(account);
    (void)connection.Run(kInsertDomain, account, domain.name, domain.created_at);
    changed = true;
  }
  if (changed) draft.Append(account, ChangeKind::kDomain);
  return base::Ok();
}

base::Status Put(Connection& connection, Draft& draft, const AccountId& account,
                 const std::vector<Credential>& credentials) {
  std::vector<Credential> there;
  for (Rows rows = connection.Run(kGetCredentials, account); rows.Next();) {
    there.push_back(ReadCredential(rows));
  }
  bool changed = false;
  const auto missing = MissingAfter(there, credentials, [&](const Credential& credential) {
    (void)connection.Run(kDeleteCredential, account, credential.id);
    changed = true;
  });
  for (const Credential& credential : missing) {
    if (connection.Run(kCredentialIsTaken, credential.id, credential.hash).count() > 0) {
      return BelongsToAnother(account);
    }
    (void)connection.Run(
        kInsertCredential, account, credential.id, static_cast<std::int64_t>(credential.kind),
        credential.name, credential.email, static_cast<std::int64_t>(credential.permission),
        credential.hash, credential.created_at, credential.expires_at, credential.revoked_at);
    changed = true;
  }
  if (changed) draft.Append(account, ChangeKind::kCredential);
  return base::Ok();
}

// ---- Policies and entries -----------------------------------------------------------------------

base::Status Put(Connection& connection, Draft& draft, const AccountId& account,
                 const std::vector<Policy>& policies) {
  std::set<base::Uuid> gone;
  Draft::PolicyCount count;
  std::map<base::Uuid, Policy> there;
  for (Rows rows = connection.Run(kPoliciesOf, account); rows.Next();) {
    Policy policy = ReadPolicy(rows);
    gone.insert(policy.id);
    ++count.all;
    count.patterns += std::int64_t{policy.is_regex};
    draft.Load(policy);
    there.emplace(policy.id, std::move(policy));
  }
  draft.Load(account, count);
  for (const Policy& policy : policies) {
    gone.erase(policy.id);
    const auto before = there.find(policy.id);
    if (before == there.end() || before->second != policy) draft.Adopt(policy);
  }
  for (const base::Uuid& id : gone) draft.DropPolicy(account, id);
  return draft.CheckPolicyCount(account);
}

// The smallest id above `id`; nothing when there is none.
std::optional<base::Uuid> Next(base::Uuid id) {
  for (auto octet = id.bytes.rbegin(); octet != id.bytes.rend(); ++octet) {
    if (++*octet != 0) return id;
  }
  return std::nullopt;
}

void Put(Connection& connection, Draft& draft, const AccountId& account,
         const Adoption::Range& range) {
  std::map<base::Uuid, Entry> there;
  base::Uuid last;
  last.bytes.fill(0xFF);
  const std::optional<base::Uuid> first = range.after ? Next(*range.after) : base::Uuid{};
  if (!first) return;
  Rows rows = connection.Run(kEntriesBetween, account, *first, range.up_to.value_or(last));
  while (rows.Next()) {
    Entry entry = ReadEntry(rows);
    draft.Load(entry);
    there.emplace(entry.id, std::move(entry));
  }
  for (const Entry& entry : range.entries) {
    const auto before = there.find(entry.id);
    if (before == there.end() || before->second != entry) draft.Adopt(entry);
    if (before != there.end()) there.erase(before);
  }
  for (const auto& [id, entry] : there) draft.DropEntry(account, id);
}

}  // namespace

base::Status Adopt(const Adoption& adoption, Connection& connection, Draft& draft) {
  if (auto fits = CheckAdoption(adoption); !fits) return fits;
  const AccountId& account = adoption.account.id;
  if (Put(connection, adoption.account)) draft.Append(account, ChangeKind::kAccount);
  if (adoption.domains) {
    if (auto put = Put(connection, draft, account, *adoption.domains); !put) return put;
  }
  if (adoption.credentials) {
    if (auto put = Put(connection, draft, account, *adoption.credentials); !put) return put;
  }
  if (adoption.policies) {
    if (auto put = Put(connection, draft, account, *adoption.policies); !put) return put;
  }
  if (adoption.entries) Put(connection, draft, account, *adoption.entries);
  for (const registry::AuditRecord& record : adoption.audit) draft.Adopt(record);
  if (!adoption.audit.empty()) draft.Append(account, ChangeKind::kAccount);
  return base::Ok();
}

}  // namespace namesake::storage::postgres
