// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/policy_row.h"

#include "registry/policy.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

registry::Policy ReadPolicy(const Rows& rows, int first) {
  registry::Policy policy;
  rows.ReadBlob(first, policy.account.bytes);
  rows.ReadBlob(first + 1, policy.id.bytes);
  policy.rule = registry::MakeRule(static_cast<registry::PolicyKind>(rows.Integer(first + 2)),
                                   static_cast<registry::PatternType>(rows.Integer(first + 3)),
                                   static_cast<registry::PolicyFlags>(rows.Integer(first + 4)));
  policy.pattern = rows.Text(first + 5);
  policy.is_regex = rows.Integer(first + 6) != 0;
  if (!rows.IsNull(first + 7)) policy.comments = rows.Text(first + 7);
  policy.created_at = rows.Time(first + 8);
  policy.modified_at = rows.Time(first + 9);
  return policy;
}

}  // namespace namesake::storage::sqlite
