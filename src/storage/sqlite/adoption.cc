// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/adoption.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
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
#include "storage/sqlite/connection.h"
#include "storage/sqlite/entry_table.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/policy_table.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;
using registry::Account;
using registry::AccountId;
using registry::Adoption;
using registry::ChangeKind;
using registry::Credential;
using registry::Domain;
using registry::Entry;
using registry::Policy;

// From here on entries share the pages they are put on.
constexpr std::size_t kIndexedAtOnce = 1000;

// ---- Accounts, domains, credentials: few, so all or none of a kind are written anew
// --------------

std::optional<Account> FindAccount(const Connection& db, const AccountId& id) {
  Statement find = db.Prepare("SELECT name, created_at FROM account WHERE account_id = ?1");
  Account account{.id = id, .name = {}, .created_at = {}};
  {
    Rows rows = find.Run(id.bytes);
    if (!rows.Next()) return std::nullopt;
    account.name = rows.Text(0);
    account.created_at = rows.Time(1);
  }
  Statement settings = db.Prepare("SELECT name, value FROM account_setting WHERE account_id = ?1");
  Rows rows = settings.Run(id.bytes);
  while (rows.Next()) account.settings.emplace(rows.Text(0), rows.Text(1));
  return account;
}

bool Put(const Connection& db, const Account& account) {
  if (FindAccount(db, account.id) == account) return false;
  db.Prepare(
        "INSERT INTO account (account_id, name, created_at) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO UPDATE SET name = ?2, created_at = ?3")
      .Execute(account.id.bytes, account.name, account.created_at);
  db.Prepare("DELETE FROM account_setting WHERE account_id = ?1").Execute(account.id.bytes);
  Statement insert =
      db.Prepare("INSERT INTO account_setting (account_id, name, value) VALUES (?1, ?2, ?3)");
  for (const auto& [name, value] : account.settings) insert.Execute(account.id.bytes, name, value);
  return true;
}

std::vector<Domain> DomainsOf(const Connection& db, const AccountId& account) {
  std::vector<Domain> domains;
  Statement select =
      db.Prepare("SELECT name, created_at FROM domain WHERE account_id = ?1 ORDER BY name");
  Rows rows = select.Run(account.bytes);
  while (rows.Next()) {
    domains.push_back(
        {.account = account, .name = std::string(rows.Text(0)), .created_at = rows.Time(1)});
  }
  return domains;
}

bool Put(const Connection& db, const AccountId& account, std::vector<Domain> domains) {
  std::ranges::sort(domains, {}, &Domain::name);
  if (DomainsOf(db, account) == domains) return false;
  db.Prepare("DELETE FROM domain WHERE account_id = ?1").Execute(account.bytes);
  Statement insert =
      db.Prepare("INSERT INTO domain (account_id, name, created_at) VALUES (?1, ?2, ?3)");
  for (const Domain& domain : domains) {
    insert.Execute(account.bytes, domain.name, domain.created_at);
  }
  return true;
}

// Each is compared by the columns themselves: what is there already is not written again.
bool Put(const Connection& db, const AccountId& account,
         const std::vector<Credential>& credentials) {
  std::set<std::string> missing;
  {
    Statement select = db.Prepare("SELECT id FROM credential WHERE account_id = ?1");
    Rows rows = select.Run(account.bytes);
    while (rows.Next()) missing.emplace(rows.Text(0));
  }
  Statement put = db.Prepare(
      "INSERT INTO credential (account_id, id, kind, name, email, permission, hash, created_at, "
      "expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
      "ON CONFLICT (account_id, id) DO UPDATE SET kind = ?3, name = ?4, email = ?5, "
      "permission = ?6, hash = ?7, created_at = ?8, expires_at = ?9, revoked_at = ?10 "
      "WHERE (kind, name, email, permission, hash, created_at) "
      "IS NOT (?3, ?4, ?5, ?6, ?7, ?8) OR (expires_at, revoked_at) IS NOT (?9, ?10)");
  std::int64_t changed = 0;
  for (const Credential& credential : credentials) {
    missing.erase(credential.id);
    changed += put.Execute(account.bytes, credential.id, static_cast<std::int64_t>(credential.kind),
                           credential.name, credential.email,
                           static_cast<std::int64_t>(credential.permission), credential.hash,
                           credential.created_at, credential.expires_at, credential.revoked_at);
  }
  Statement remove = db.Prepare("DELETE FROM credential WHERE account_id = ?1 AND id = ?2");
  for (const std::string& id : missing) changed += remove.Execute(account.bytes, id);
  return changed > 0;
}

// ---- Policies and entries -----------------------------------------------------------------------

void NotePolicy(AdoptionTables& tables, const AccountId& account, const base::Uuid& id,
                std::optional<Policy> policy) {
  registry::Change change;
  change.account = account;
  change.kind = ChangeKind::kPolicy;
  change.policy_id = id;
  change.policy = std::move(policy);
  tables.feed.Append(std::move(change));
}

base::Status Put(AdoptionTables& tables, const Policy& policy) {
  const std::optional<Policy> before = tables.policies.Find(policy.account, policy.id);
  if (before == policy) return base::Ok();
  if (before) {
    auto deleted = tables.policies.Delete(policy.account, before->kind(), policy.id);
    if (!deleted) return deleted;
  }
  if (auto inserted = tables.policies.Insert(policy); !inserted) return inserted;
  NotePolicy(tables, policy.account, policy.id, policy);
  return base::Ok();
}

base::Status Put(AdoptionTables& tables, const AccountId& account,
                 const std::vector<Policy>& policies) {
  std::set<base::Uuid> kept;
  for (const Policy& policy : policies) kept.insert(policy.id);
  std::vector<std::pair<base::Uuid, registry::PolicyKind>> gone;
  {
    Statement select =
        tables.connection.Prepare("SELECT id, kind FROM policy WHERE account_id = ?1");
    Rows rows = select.Run(account.bytes);
    while (rows.Next()) {
      base::Uuid id;
      rows.ReadBlob(0, id.bytes);
      if (kept.contains(id)) continue;
      gone.emplace_back(id, static_cast<registry::PolicyKind>(rows.Integer(1)));
    }
  }
  for (const auto& [id, kind] : gone) {
    if (auto deleted = tables.policies.Delete(account, kind, id); !deleted) return deleted;
    NotePolicy(tables, account, id, std::nullopt);
  }
  for (const Policy& policy : policies) {
    if (auto put = Put(tables, policy); !put) return put;
  }
  return tables.policies.CheckCounts(account);
}

void NoteEntry(AdoptionTables& tables, ChangeKind kind, const AccountId& account,
               const base::Uuid& id, std::optional<Entry> entry) {
  registry::Change change;
  change.account = account;
  change.kind = kind;
  change.entry_id = id;
  change.entry = std::move(entry);
  tables.feed.Append(std::move(change));
}

base::Status Put(AdoptionTables& tables, const AccountId& account, const Adoption::Range& range) {
  std::set<base::Uuid> gone;
  for (const base::Uuid& id : tables.entries.IdsIn(account, range.after, range.up_to)) {
    gone.insert(id);
  }
  const auto indexing = range.entries.size() < kIndexedAtOnce ? EntryTable::Indexing::kLater
                                                              : EntryTable::Indexing::kAtOnce;
  for (const Entry& entry : range.entries) {
    const bool is_there = gone.erase(entry.id) > 0;
    const auto before = is_there ? tables.entries.Find(account, entry.id) : std::nullopt;
    if (before == entry) continue;
    auto put = before ? tables.entries.Replace(entry, before->modified_at)
                      : tables.entries.Insert(entry, indexing);
    if (!put) return put;
    NoteEntry(tables, ChangeKind::kEntryPut, account, entry.id, entry);
  }
  for (const base::Uuid& id : gone) {
    if (auto deleted = tables.entries.Delete(account, id); !deleted) return deleted;
    NoteEntry(tables, ChangeKind::kEntryDeleted, account, id, std::nullopt);
  }
  return base::Ok();
}

base::Status Carry(const Adoption& adoption, AdoptionTables& tables) {
  const Connection& db = tables.connection;
  const AccountId& account = adoption.account.id;
  if (Put(db, adoption.account)) tables.feed.Append(account, ChangeKind::kAccount);
  if (adoption.domains && Put(db, account, *adoption.domains)) {
    tables.feed.Append(account, ChangeKind::kDomain);
  }
  if (adoption.credentials && Put(db, account, *adoption.credentials)) {
    tables.feed.Append(account, ChangeKind::kCredential);
  }
  if (adoption.policies) {
    if (auto put = Put(tables, account, *adoption.policies); !put) return put;
  }
  if (adoption.entries) {
    if (auto put = Put(tables, account, *adoption.entries); !put) return put;
  }
  for (const registry::AuditRecord& record : adoption.audit) tables.audit.Adopt(record);
  // The feed's end is where its last change is.
  if (!adoption.audit.empty()) tables.feed.Append(account, ChangeKind::kAccount);
  return base::Ok();
}

}  // namespace

base::Status Adopt(const Adoption& adoption, AdoptionTables& tables) {
  if (auto fits = CheckAdoption(adoption); !fits) return fits;
  try {
    return Carry(adoption, tables);
  } catch (const Failure& failure) {
    if (!failure.IsDuplicateKey()) throw;
    return base::Fail(ErrorCode::kConflict,
                      "a domain or credential of account " +
                          registry::FormatAccountId(adoption.account.id) +
                          " belongs to another account of the store that is copied to");
  }
}

}  // namespace namesake::storage::sqlite
