// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
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
#include "storage/first_matches.h"
#include "storage/paging.h"
#include "storage/read_all.h"
#include "storage/registry_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/list_sql.h"
#include "storage/sqlite/statement.h"
#include "text/fold.h"

namespace namesake::storage::sqlite {
namespace {

using registry::Account;
using registry::AccountId;
using registry::AccountSettings;
using registry::Change;
using registry::ChangeKind;
using registry::Credential;
using registry::Domain;
using registry::Entry;
using registry::EntryPage;
using registry::ListQuery;
using registry::Policy;

// Columns as in ReadChanges: sequence, account, kind, id, then those of the entry and the policy.
Change ReadChange(const Rows& rows) {
  constexpr int kEntry = 4;
  constexpr int kPolicy = kEntry + kEntryColumnCount;
  Change change;
  change.sequence = static_cast<std::uint64_t>(rows.Integer(0));
  rows.ReadBlob(1, change.account.bytes);
  change.kind = static_cast<ChangeKind>(rows.Integer(2));
  rows.ReadBlob(
      3, change.kind == ChangeKind::kPolicy ? change.policy_id.bytes : change.entry_id.bytes);
  if (change.kind == ChangeKind::kEntryPut && !rows.IsNull(kEntry)) {
    change.entry = ReadEntry(rows, kEntry);
  } else if (change.kind == ChangeKind::kPolicy && !rows.IsNull(kPolicy)) {
    change.policy = ReadPolicy(rows, kPolicy);
  }
  return change;
}

const std::string& VisitSql() {
  static const std::string sql =
      "SELECT " NAMESAKE_ENTRY_COLUMNS " FROM entry WHERE account_id = ?1 ORDER BY id";
  return sql;
}

const std::string& VisitPoliciesSql() {
  static const std::string sql =
      "SELECT " NAMESAKE_POLICY_COLUMNS " FROM policy WHERE account_id = ?1 ORDER BY id";
  return sql;
}

}  // namespace

Reader::Reader(const std::filesystem::path& file)
    : connection_(file, Connection::Use::kReading),
      get_entry_(connection_.Prepare("SELECT " NAMESAKE_ENTRY_COLUMNS
                                     " FROM entry WHERE account_id = ?1 AND id = ?2")),
      last_sequence_(connection_.Prepare("SELECT ifnull(max(sequence), 0) FROM change")) {}

Statement& Reader::Prepared(const std::string& sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) found = prepared_.emplace(sql, connection_.Prepare(sql)).first;
  return found->second;
}

std::optional<Entry> Reader::GetEntry(const AccountId& account, const base::Uuid& id) {
  Rows rows = get_entry_.Run(account.bytes, id.bytes);
  if (!rows.Next()) return std::nullopt;
  return ReadEntry(rows);
}

EntryPage Reader::ListEntries(const AccountId& account, const ListQuery& query) {
  const Transaction view(connection_, Transaction::Kind::kRead);
  return query.search.empty() ? Page(account, query) : Search(account, query);
}

std::uint64_t Reader::CountEntries(const AccountId& account,
                                   std::optional<registry::Provenance> provenance) {
  std::optional<std::int64_t> counted;
  if (provenance) counted = static_cast<std::int64_t>(*provenance);
  Rows rows = Prepared(
                  "SELECT ifnull(sum(entries), 0) FROM entry_count WHERE account_id = ?1 "
                  "AND (?2 IS NULL OR provenance = ?2)")
                  .Run(account.bytes, counted);
  return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : 0;
}

EntryPage Reader::Page(const AccountId& account, const ListQuery& query) {
  EntryPage page;
  page.total_count = CountEntries(account, query.provenance);
  const std::uint64_t skipped = Skipped(query);
  if (skipped >= page.total_count) return page;

  Statement& statement = Prepared(PageSql(query));
  const auto limit = static_cast<std::int64_t>(query.per_page);
  const auto offset = static_cast<std::int64_t>(skipped);
  std::int64_t provenance = 0;
  if (query.provenance) provenance = static_cast<std::int64_t>(*query.provenance);
  page.entries.reserve(std::min<std::uint64_t>(query.per_page, page.total_count - skipped));
  Rows rows = query.provenance ? statement.Run(account.bytes, limit, offset, provenance)
                               : statement.Run(account.bytes, limit, offset);
  while (rows.Next()) page.entries.push_back(ReadEntry(rows));
  return page;
}

EntryPage Reader::Search(const AccountId& account, const ListQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  const std::uint64_t skipped = Skipped(query);
  FirstMatches first(query.order, query.direction, skipped + query.per_page);
  EntryPage page;
  {
    Rows rows = Prepared(VisitSql()).Run(account.bytes);
    while (rows.Next()) {
      const Entry entry = ReadEntry(rows);
      if (!registry::MatchesFilters(entry, query.provenance, folded)) continue;
      ++page.total_count;
      first.Add(entry);
    }
  }
  const std::vector<base::Uuid> ids = std::move(first).InOrder();
  for (std::size_t i = skipped; i < ids.size(); ++i) {
    if (auto entry = GetEntry(account, ids[i])) page.entries.push_back(std::move(*entry));
  }
  return page;
}

std::uint64_t Reader::VisitEntries(const AccountId& account,
                                   const std::function<bool(Entry)>& visit) {
  const Transaction view(connection_, Transaction::Kind::kRead);
  const std::uint64_t sequence = LastSequence();
  Rows rows = Prepared(VisitSql()).Run(account.bytes);
  while (rows.Next() && visit(ReadEntry(rows))) {
  }
  return sequence;
}

std::optional<Policy> Reader::GetPolicy(const AccountId& account, registry::PolicyKind kind,
                                        const base::Uuid& id) {
  static const std::string sql =
      fmt::format("SELECT {} FROM policy WHERE account_id = ?1 AND id = ?2 AND kind = ?3",
                  NAMESAKE_POLICY_COLUMNS);
  Rows rows = Prepared(sql).Run(account.bytes, id.bytes, static_cast<std::int64_t>(kind));
  if (!rows.Next()) return std::nullopt;
  return ReadPolicy(rows);
}

registry::PolicyPage Reader::ListPolicies(const AccountId& account,
                                          const registry::PolicyQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  std::vector<Policy> matching;
  Rows rows = Prepared(VisitPoliciesSql()).Run(account.bytes);
  while (rows.Next()) {
    Policy policy = ReadPolicy(rows);
    if (registry::MatchesFilters(policy, query, folded)) matching.push_back(std::move(policy));
  }
  return registry::SelectPage(std::move(matching), query);
}

std::uint64_t Reader::VisitPolicies(const AccountId& account,
                                    const std::function<bool(Policy)>& visit) {
  const Transaction view(connection_, Transaction::Kind::kRead);
  const std::uint64_t sequence = LastSequence();
  Rows rows = Prepared(VisitPoliciesSql()).Run(account.bytes);
  while (rows.Next() && visit(ReadPolicy(rows))) {
  }
  return sequence;
}

base::Expected<std::vector<Change>> Reader::ReadChanges(std::uint64_t after, std::size_t limit) {
  const Transaction view(connection_, Transaction::Kind::kRead);
  const std::uint64_t newest = LastSequence();
  if (after > newest) {
    return base::Fail(base::ErrorCode::kNotFound,
                      fmt::format("the feed ends at {}, before {}: another database was put in "
                                  "place",
                                  newest, after));
  }
  std::vector<Change> changes;
  if (after == newest) return changes;
  Rows oldest = Prepared("SELECT min(sequence) FROM change").Run();
  if (oldest.Next() && after + 1 < static_cast<std::uint64_t>(oldest.Integer(0))) {
    return base::Fail(base::ErrorCode::kNotFound,
                      fmt::format("the feed begins at {}, after {}", oldest.Integer(0), after));
  }
  static const std::string sql = fmt::format(
      "SELECT change.sequence, change.account_id, change.kind, change.entry_id, {}, {} "
      "FROM change "
      "LEFT JOIN entry ON change.kind = {} "
      "AND entry.account_id = change.account_id AND entry.id = change.entry_id "
      "LEFT JOIN policy ON change.kind = {} "
      "AND policy.account_id = change.account_id AND policy.id = change.entry_id "
      "WHERE change.sequence > ?1 ORDER BY change.sequence LIMIT ?2",
      NAMESAKE_ENTRY_COLUMNS, NAMESAKE_POLICY_COLUMNS, static_cast<int>(ChangeKind::kEntryPut),
      static_cast<int>(ChangeKind::kPolicy));
  const auto position = static_cast<std::int64_t>(after);
  const auto most = static_cast<std::int64_t>(
      std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
  Rows rows = Prepared(sql).Run(position, most);
  while (rows.Next()) changes.push_back(ReadChange(rows));
  return changes;
}

std::uint64_t Reader::LastSequence() {
  Rows rows = last_sequence_.Run();
  return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : 0;
}

std::vector<Account> Reader::ListAccounts() {
  std::vector<Account> accounts;
  std::map<AccountId, AccountSettings> settings;
  {
    Rows rows = Prepared("SELECT account_id, name, value FROM account_setting").Run();
    while (rows.Next()) {
      AccountId id;
      rows.ReadBlob(0, id.bytes);
      settings[id].emplace(rows.Text(1), rows.Text(2));
    }
  }
  Rows rows = Prepared("SELECT " NAMESAKE_ACCOUNT_COLUMNS
                       " FROM account "
                       "ORDER BY created_at, account_id")
                  .Run();
  while (rows.Next()) {
    Account& account = accounts.emplace_back(ReadBareAccount(rows));
    if (const auto found = settings.find(account.id); found != settings.end()) {
      account.settings = std::move(found->second);
    }
  }
  return accounts;
}

std::optional<Account> Reader::GetAccount(const AccountId& id) {
  std::optional<Account> account;
  {
    Rows rows = Prepared("SELECT " NAMESAKE_ACCOUNT_COLUMNS " FROM account WHERE account_id = ?1")
                    .Run(id.bytes);
    if (!rows.Next()) return std::nullopt;
    account = ReadBareAccount(rows);
  }
  Rows rows =
      Prepared("SELECT name, value FROM account_setting WHERE account_id = ?1").Run(id.bytes);
  while (rows.Next()) account->settings.emplace(rows.Text(0), rows.Text(1));
  return account;
}

registry::AccountWithParts Reader::ReadAccount(const AccountId& id) {
  registry::AccountWithParts parts;
  parts.account = GetAccount(id);
  parts.domains = ReadAll(
      Prepared("SELECT " NAMESAKE_DOMAIN_COLUMNS " FROM domain WHERE account_id = ?1 ORDER BY name")
          .Run(id.bytes),
      ReadDomain<Rows>);
  parts.credentials = ReadAll(Prepared("SELECT " NAMESAKE_CREDENTIAL_COLUMNS " FROM credential "
                                       "WHERE account_id = ?1 ORDER BY created_at, id")
                                  .Run(id.bytes),
                              ReadCredential<Rows>);
  return parts;
}

std::vector<Domain> Reader::ListDomains() {
  return ReadAll(Prepared("SELECT " NAMESAKE_DOMAIN_COLUMNS " FROM domain ORDER BY name").Run(),
                 ReadDomain<Rows>);
}

std::vector<Credential> Reader::ListCredentials() {
  return ReadAll(
      Prepared("SELECT " NAMESAKE_CREDENTIAL_COLUMNS " FROM credential ORDER BY created_at, id")
          .Run(),
      ReadCredential<Rows>);
}

std::vector<registry::AuditRecord> Reader::ListAudit(const AccountId& account,
                                                     const registry::AuditQuery& query) {
  const std::string sql = fmt::format(
      "SELECT " NAMESAKE_AUDIT_COLUMNS
      " FROM audit WHERE account_id = ?1 "
      "AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3) AND (?4 IS NULL OR action = ?4) "
      "AND number > ?7 ORDER BY number {} LIMIT ?5 OFFSET ?6",
      query.oldest_first ? "ASC" : "DESC");
  const std::optional<std::string> action =
      query.action.empty() ? std::nullopt : std::optional(query.action);
  const auto limit = std::int64_t{query.per_page};
  const auto offset = static_cast<std::int64_t>(Skipped(query));
  const auto after = static_cast<std::int64_t>(query.after_number);
  return ReadAll(
      Prepared(sql).Run(account.bytes, query.since, query.before, action, limit, offset, after),
      ReadAuditRecord<Rows>);
}

}  // namespace namesake::storage::sqlite
