// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/directory_table.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/store.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::ChangeKind;

base::Status NoAccount(const AccountId& account) {
  return base::Fail(ErrorCode::kNotFound, "no account " + registry::FormatAccountId(account));
}

}  // namespace

void DirectoryTable::Note(const AccountId& account, ChangeKind kind, std::string_view action,
                          std::string_view subject, std::string_view before,
                          std::string_view after) {
  draft_->Append(account, kind);
  draft_->Audit(author_, at_, account, action, subject, before, after);
}

bool DirectoryTable::Exists(const AccountId& account) {
  return connection_->Run(kGetAccount, account).count() > 0;
}

base::Status DirectoryTable::AddAccount(const registry::Account& account) {
  const std::string id = registry::FormatAccountId(account.id);
  if (Exists(account.id)) {
    return base::Fail(ErrorCode::kConflict, fmt::format("account {} exists already", id));
  }
  (void)connection_->Run(kInsertAccount, account.id, account.name, account.created_at);
  Note(account.id, ChangeKind::kAccount, "account.create", id, "", "");
  return base::Ok();
}

base::Status DirectoryTable::ChangeAccountSettings(const AccountId& account,
                                                   const registry::AccountSettingChanges& changes) {
  if (!Exists(account)) return NoAccount(account);
  const std::string before = registry::AuditText(SettingsOf(account));
  for (const auto& [name, value] : changes) {
    if (value) {
      (void)connection_->Run(kPutSetting, account, name, *value);
    } else {
      (void)connection_->Run(kDeleteSetting, account, name);
    }
  }
  Note(account, ChangeKind::kAccount, "account.set", registry::FormatAccountId(account), before,
       registry::AuditText(SettingsOf(account)));
  return base::Ok();
}

registry::AccountSettings DirectoryTable::SettingsOf(const AccountId& account) {
  registry::AccountSettings settings;
  Rows rows = connection_->Run(kGetAccountSettings, account);
  while (rows.Next()) settings.emplace(rows.Text(1), rows.Text(2));
  return settings;
}

base::Status DirectoryTable::AddDomain(const registry::Domain& domain) {
  if (Rows rows = connection_->Run(kOwnerOfDomain, domain.name); rows.Next()) {
    AccountId owner;
    rows.ReadBlob(0, owner.bytes);
    if (owner == domain.account) return base::Ok();
    return base::Fail(ErrorCode::kConflict,
                      fmt::format("domain {} belongs to another account", domain.name));
  }
  if (!Exists(domain.account)) return NoAccount(domain.account);
  (void)connection_->Run(kInsertDomain, domain.account, domain.name, domain.created_at);
  Note(domain.account, ChangeKind::kDomain, "domain.add", domain.name, "", "");
  return base::Ok();
}

base::Status DirectoryTable::RemoveDomain(const AccountId& account, std::string_view name) {
  if (connection_->Run(kDeleteDomain, account, name).changed() == 0) {
    return base::Fail(ErrorCode::kNotFound, fmt::format("account {} has no domain {}",
                                                        registry::FormatAccountId(account), name));
  }
  Note(account, ChangeKind::kDomain, "domain.remove", name, "", "");
  return base::Ok();
}

base::Status DirectoryTable::AddCredential(const registry::Credential& credential) {
  if (connection_->Run(kCredentialIsTaken, credential.id, credential.hash).count() > 0) {
    return base::Fail(ErrorCode::kConflict,
                      fmt::format("credential {} exists already", credential.id));
  }
  if (!Exists(credential.account)) return NoAccount(credential.account);
  (void)connection_->Run(kInsertCredential, credential.account, credential.id,
                         static_cast<std::int64_t>(credential.kind), credential.name,
                         credential.email, static_cast<std::int64_t>(credential.permission),
                         credential.hash, credential.created_at, credential.expires_at,
                         credential.revoked_at);
  Note(credential.account, ChangeKind::kCredential, "credential.create", credential.id, "",
       registry::AuditText(credential));
  return base::Ok();
}

base::Status DirectoryTable::RevokeCredential(std::string_view id, base::Time now) {
  Rows rows = connection_->Run(kFindCredential, id);
  if (!rows.Next()) return base::Fail(ErrorCode::kNotFound, fmt::format("no credential {}", id));
  if (!rows.IsNull(1)) return base::Ok();  // it stays revoked since then
  AccountId account;
  rows.ReadBlob(0, account.bytes);
  (void)connection_->Run(kRevokeCredential, account, id, now);
  Note(account, ChangeKind::kCredential, "credential.revoke", id, "", "");
  return base::Ok();
}

}  // namespace namesake::storage::postgres
