// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/registry_row.h"

#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "storage/postgres/rows.h"

namespace namesake::storage::postgres {

registry::Entry ReadEntry(const Rows& rows, int first) {
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
  if (!rows.IsNull(first + 9)) {
    entry.provenance = static_cast<registry::Provenance>(rows.Integer(first + 9));
  }
  entry.directory_synced = rows.Bool(first + 10);
  entry.created_at = rows.Time(first + 11);
  entry.modified_at = rows.Time(first + 12);
  return entry;
}

registry::Policy ReadPolicy(const Rows& rows, int first) {
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

registry::Credential ReadCredential(const Rows& rows) {
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

}  // namespace namesake::storage::postgres
