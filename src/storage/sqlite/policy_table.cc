// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/policy_table.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/registry_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::Policy;
using registry::PolicyKind;

base::Status NoPolicy(const base::Uuid& id) {
  return base::Fail(ErrorCode::kNotFound, "no policy " + base::FormatUuid(id));
}

void Put(Statement& statement, const Policy& policy) {
  statement.Execute(policy.account.bytes, policy.id.bytes, static_cast<std::int64_t>(policy.kind()),
                    static_cast<std::int64_t>(policy.pattern_type()),
                    std::int64_t{registry::FlagsOf(policy)}, policy.pattern,
                    std::int64_t{policy.is_regex}, policy.comments, policy.created_at,
                    policy.modified_at);
}

}  // namespace

PolicyTable::PolicyTable(const Connection& connection)
    : insert_(connection.Prepare(
          "INSERT INTO policy (account_id, id, kind, pattern_type, flags, pattern, is_regex, "
          "comments, created_at, modified_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")),
      find_(connection.Prepare("SELECT modified_at FROM policy "
                               "WHERE account_id = ?1 AND id = ?2 AND kind = ?3")),
      find_whole_(connection.Prepare("SELECT " NAMESAKE_POLICY_COLUMNS
                                     " FROM policy WHERE account_id = ?1 AND id = ?2")),
      replace_(connection.Prepare(
          "UPDATE policy SET pattern_type = ?4, flags = ?5, pattern = ?6, is_regex = ?7, "
          "comments = ?8, created_at = ?9, modified_at = ?10 "
          "WHERE account_id = ?1 AND id = ?2 AND kind = ?3")),
      delete_(
          connection.Prepare("DELETE FROM policy WHERE account_id = ?1 AND id = ?2 AND kind = ?3")),
      count_(connection.Prepare("SELECT count(*), count(*) FILTER (WHERE is_regex = 1) "
                                "FROM policy INDEXED BY policy_by_is_regex "
                                "WHERE account_id = ?1")) {}

std::optional<Policy> PolicyTable::Find(const AccountId& account, const base::Uuid& id) {
  Rows rows = find_whole_.Run(account.bytes, id.bytes);
  if (!rows.Next()) return std::nullopt;
  return ReadPolicy(rows);
}

base::Status PolicyTable::Insert(const Policy& policy) {
  try {
    Put(insert_, policy);
  } catch (const Failure& failure) {
    if (failure.IsDuplicateKey()) {
      return base::Fail(ErrorCode::kConflict,
                        fmt::format("policy {} exists already", base::FormatUuid(policy.id)));
    }
    if (failure.IsMissingParent()) {
      return base::Fail(ErrorCode::kNotFound,
                        "no account " + registry::FormatAccountId(policy.account));
    }
    throw;
  }
  return base::Ok();
}

base::Status PolicyTable::Replace(const Policy& policy, base::Time expected) {
  {
    Rows found =
        find_.Run(policy.account.bytes, policy.id.bytes, static_cast<std::int64_t>(policy.kind()));
    if (!found.Next()) return NoPolicy(policy.id);
    if (found.Time(0) != expected) {
      return base::Fail(ErrorCode::kConflict, fmt::format("policy {} was changed meanwhile",
                                                          base::FormatUuid(policy.id)));
    }
  }
  Put(replace_, policy);
  return base::Ok();
}

base::Status PolicyTable::Delete(const AccountId& account, PolicyKind kind, const base::Uuid& id) {
  if (delete_.Execute(account.bytes, id.bytes, static_cast<std::int64_t>(kind)) == 0) {
    return NoPolicy(id);
  }
  return base::Ok();
}

base::Status PolicyTable::CheckCounts(const AccountId& account) {
  Rows rows = count_.Run(account.bytes);
  rows.Next();
  const bool fits = rows.Integer(0) <= std::int64_t{registry::kMaxPolicies} &&
                    rows.Integer(1) <= std::int64_t{registry::kMaxPatternPolicies};
  if (fits) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, std::string(registry::kTooManyPolicies));
}

}  // namespace namesake::storage::sqlite
