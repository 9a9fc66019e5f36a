// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::storage {

// The registry's rows, whose columns are the same in SQLite and in PostgreSQL: how a SELECT names
// them, and what their values are here. `Rows` is sqlite::Rows or postgres::Rows, at a row; `first`
// the number of the row's first column.

#define NAMESAKE_ENTRY_COLUMNS                                                                  \
  "entry.account_id, entry.id, entry.name, entry.email, entry.is_email_regex, entry.comments, " \
  "entry.directory_id, entry.directory_node_id, entry.external_directory_node_id, "             \
  "entry.provenance, entry.directory_synced, entry.created_at, entry.modified_at"
inline constexpr int kEntryColumnCount = 13;

template <typename Rows>
[[nodiscard]] registry::Entry ReadEntry(const Rows& rows, int first = 0) {
  registry::Entry entry;
  rows.ReadBlob(first, entry.account.bytes);
  rows.ReadBlob(first + 1, entry.id.bytes);
  entry.name = rows.Text(first + 2);
  entry.email = rows.Text(first + 3);
  entry.is_email_regex = rows.Bool(first + 4);
  entry.comments = rows.OptionalText(first + 5);
  entry.directory_id = rows.OptionalInteger(first + 6);
  entry.directory_node_id = rows.OptionalInteger(first + 7);
  entry.external_directory_node_id = rows.OptionalText(first + 8);
  if (const std::optional<std::int64_t> provenance = rows.OptionalInteger(first + 9)) {
    entry.provenance = static_cast<registry::Provenance>(*provenance);
  }
  entry.directory_synced = rows.Bool(first + 10);
  entry.created_at = rows.Time(first + 11);
  entry.modified_at = rows.Time(first + 12);
  return entry;
}

#define NAMESAKE_POLICY_COLUMNS                                                    \
  "policy.account_id, policy.id, policy.kind, policy.pattern_type, policy.flags, " \
  "policy.pattern, policy.is_regex, policy.comments, policy.created_at, policy.modified_at"

template <typename Rows>
[[nodiscard]] registry::Policy ReadPolicy(const Rows& rows, int first = 0) {
  registry::Policy policy;
  rows.ReadBlob(first, policy.account.bytes);
  rows.ReadBlob(first + 1, policy.id.bytes);
  policy.rule = registry::MakeRule(static_cast<registry::PolicyKind>(rows.Integer(first + 2)),
                                   static_cast<registry::PatternType>(rows.Integer(first + 3)),
                                   static_cast<registry::PolicyFlags>(rows.Integer(first + 4)));
  policy.pattern = rows.Text(first + 5);
  policy.is_regex = rows.Bool(first + 6);
  policy.comments = rows.OptionalText(first + 7);
  policy.created_at = rows.Time(first + 8);
  policy.modified_at = rows.Time(first + 9);
  return policy;
}

#define NAMESAKE_ACCOUNT_COLUMNS "account_id, name, created_at"

// Without its settings, which have a table of their own.
template <typename Rows>
[[nodiscard]] registry::Account ReadBareAccount(const Rows& rows) {
  registry::Account account;
  rows.ReadBlob(0, account.id.bytes);
  account.name = rows.Text(1);
  account.created_at = rows.Time(2);
  return account;
}

#define NAMESAKE_DOMAIN_COLUMNS "account_id, name, created_at"

template <typename Rows>
[[nodiscard]] registry::Domain ReadDomain(const Rows& rows) {
  registry::Domain domain;
  rows.ReadBlob(0, domain.account.bytes);
  domain.name = rows.Text(1);
  domain.created_at = rows.Time(2);
  return domain;
}

#define NAMESAKE_CREDENTIAL_COLUMNS \
  "account_id, id, kind, name, email, permission, hash, created_at, expires_at, revoked_at"

template <typename Rows>
[[nodiscard]] registry::Credential ReadCredential(const Rows& rows) {
  registry::Credential credential;
  rows.ReadBlob(0, credential.account.bytes);
  credential.id = rows.Text(1);
  credential.kind = static_cast<registry::CredentialKind>(rows.Integer(2));
  credential.name = rows.Text(3);
  credential.email = rows.Text(4);
  credential.permission = static_cast<registry::Permission>(rows.Integer(5));
  rows.ReadBlob(6, credential.hash);
  credential.created_at = rows.Time(7);
  credential.expires_at = rows.OptionalTime(8);
  credential.revoked_at = rows.OptionalTime(9);
  return credential;
}

#define NAMESAKE_AUDIT_COLUMNS "account_id, number, at, actor, action, subject, before, after"

template <typename Rows>
[[nodiscard]] registry::AuditRecord ReadAuditRecord(const Rows& rows) {
  registry::AuditRecord record;
  rows.ReadBlob(0, record.account.bytes);
  record.number = static_cast<std::uint64_t>(rows.Integer(1));
  record.at = rows.Time(2);
  record.actor = rows.Text(3);
  record.action = rows.Text(4);
  record.subject = rows.Text(5);
  record.before = rows.Text(6);
  record.after = rows.Text(7);
  return record;
}

}  // namespace namesake::storage
