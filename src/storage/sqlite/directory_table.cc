// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/directory_table.h"

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/store.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::ChangeKind;

// Runs `insert`; a key that is taken is kConflict with `taken`, an unknown account kNotFound.
base::Status Insert(const AccountId& account, const std::string& taken,
                    const std::function<void()>& insert) {
  try {
    insert();
  } catch (const Failure& failure) {
    if (failure.IsDuplicateKey()) return base::Fail(ErrorCode::kConflict, taken);
    if (failure.IsMissingParent()) {
      return base::Fail(ErrorCode::kNotFound, "no account " + registry::FormatAccountId(account));
    }
    throw;
  }
  return base::Ok();
}

}  // namespace

void DirectoryTable::Note(const AccountId& account, ChangeKind kind, std::string_view action,
                          std::string_view subject, std::string_view before,
                          std::string_view after) {
  feed_->Append(account, kind);
  audit_->Append({.name = author_, .at = at_}, account, action, subject, before, after);
}

base::Status DirectoryTable::AddAccount(const registry::Account& account) {
  const auto added =
      Insert(account.id,
             fmt::format("account {} exists already", registry::FormatAccountId(account.id)), [&] {
               connection_
                   ->Prepare(
                       "INSERT INTO account (account_id, name, created_at) "
                       "VALUES (?1, ?2, ?3)")
                   .Execute(account.id.bytes, account.name, account.created_at);
             });
  if (added) {
    Note(account.id, ChangeKind::kAccount, "account.create", registry::FormatAccountId(account.id),
         "", "");
  }
  return added;
}

base::Status DirectoryTable::ChangeAccountSettings(const AccountId& account,
                                                   const registry::AccountSettingChanges& changes) {
  Statement find = connection_->Prepare("SELECT 1 FROM account WHERE account_id = ?1");
  if (Rows rows = find.Run(account.bytes); !rows.Next()) {
    return base::Fail(ErrorCode::kNotFound, "no account " + registry::FormatAccountId(account));
  }
  const std::string before = registry::AuditText(SettingsOf(account));
  Statement put = connection_->Prepare(
      "INSERT INTO account_setting (account_id, name, value) VALUES (?1, ?2, ?3) "
      "ON CONFLICT DO UPDATE SET value = ?3");
  Statement remove =
      connection_->Prepare("DELETE FROM account_setting WHERE account_id = ?1 AND name = ?2");
  for (const auto& [name, value] : changes) {
    if (value) {
      put.Execute(account.bytes, name, *value);
    } else {
      remove.Execute(account.bytes, name);
    }
  }
  Note(account, ChangeKind::kAccount, "account.set", registry::FormatAccountId(account), before,
       registry::AuditText(SettingsOf(account)));
  return base::Ok();
}

registry::AccountSettings DirectoryTable::SettingsOf(const AccountId& account) const {
  registry::AccountSettings settings;
  Statement select =
      connection_->Prepare("SELECT name, value FROM account_setting WHERE account_id = ?1");
  Rows rows = select.Run(account.bytes);
  while (rows.Next()) settings.emplace(rows.Text(0), rows.Text(1));
  return settings;
}

base::Status DirectoryTable::AddDomain(const registry::Domain& domain) {
  Statement find = connection_->Prepare("SELECT account_id FROM domain WHERE name = ?1");
  if (Rows rows = find.Run(domain.name); rows.Next()) {
    AccountId owner;
    rows.ReadBlob(0, owner.bytes);
    if (owner == domain.account) return base::Ok();
    return base::Fail(ErrorCode::kConflict,
                      fmt::format("domain {} belongs to another account", domain.name));
  }
  const auto added =
      Insert(domain.account, fmt::format("domain {} exists already", domain.name), [&] {
        connection_
            ->Prepare(
                "INSERT INTO domain (account_id, name, created_at) "
                "VALUES (?1, ?2, ?3)")
            .Execute(domain.account.bytes, domain.name, domain.created_at);
      });
  if (added) Note(domain.account, ChangeKind::kDomain, "domain.add", domain.name, "", "");
  return added;
}

base::Status DirectoryTable::RemoveDomain(const AccountId& account, std::string_view name) {
  const std::int64_t removed =
      connection_->Prepare("DELETE FROM domain WHERE account_id = ?1 AND name = ?2")
          .Execute(account.bytes, name);
  if (removed == 0) {
    return base::Fail(ErrorCode::kNotFound, fmt::format("account {} has no domain {}",
                                                        registry::FormatAccountId(account), name));
  }
  Note(account, ChangeKind::kDomain, "domain.remove", name, "", "");
  return base::Ok();
}

base::Status DirectoryTable::AddCredential(const registry::Credential& credential) {
  const auto added =
      Insert(credential.account, fmt::format("credential {} exists already", credential.id), [&] {
        connection_
            ->Prepare(
                "INSERT INTO credential (account_id, id, kind, name, email, "
                "permission, hash, created_at, expires_at, revoked_at) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
            .Execute(credential.account.bytes, credential.id,
                     static_cast<std::int64_t>(credential.kind), credential.name, credential.email,
                     static_cast<std::int64_t>(credential.permission), credential.hash,
                     credential.created_at, credential.expires_at, credential.revoked_at);
      });
  if (added) {
    Note(credential.account, ChangeKind::kCredential, "credential.create", credential.id, "",
         registry::AuditText(credential));
  }
  return added;
}

base::Status DirectoryTable::RevokeCredential(std::string_view id, base::Time now) {
  AccountId account;
  {
    Statement find = connection_->Prepare(
        "SELECT account_id, revoked_at FROM credential "
        "WHERE id = ?1");
    Rows rows = find.Run(id);
    if (!rows.Next()) {
      return base::Fail(ErrorCode::kNotFound, fmt::format("no credential {}", id));
    }
    if (!rows.IsNull(1)) return base::Ok();  // it stays revoked since then
    rows.ReadBlob(0, account.bytes);
  }
  connection_->Prepare("UPDATE credential SET revoked_at = ?3 WHERE account_id = ?1 AND id = ?2")
      .Execute(account.bytes, id, now);
  Note(account, ChangeKind::kCredential, "credential.revoke", id, "", "");
  return base::Ok();
}

}  // namespace namesake::storage::sqlite
