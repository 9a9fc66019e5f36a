// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
#include "storage/postgres/connection.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"
#include "storage/read_all.h"
#include "storage/registry_rows.h"
#include "text/fold.h"

namespace namesake::storage::postgres {
namespace {

using registry::Account;
using registry::AccountId;
using registry::AccountSettings;
using registry::Change;
using registry::ChangeKind;
using registry::Credential;
using registry::Direction;
using registry::Domain;
using registry::Entry;
using registry::EntryPage;
using registry::ListQuery;
using registry::Policy;

// Rows that are fetched at once of what may be a million: a few milliseconds, some 500 KB.
constexpr std::int64_t kPiece = 2000;

// Columns as in kReadChanges: four of the head, then sequence, account, kind, subject, then those
// of the entry and the policy.
constexpr int kSequence = 4;

Change ReadChange(const Rows& rows) {
  constexpr int kEntry = kSequence + 4;
  constexpr int kPolicy = kEntry + kEntryColumnCount;
  Change change;
  change.sequence = static_cast<std::uint64_t>(rows.Integer(kSequence));
  rows.ReadBlob(kSequence + 1, change.account.bytes);
  change.kind = static_cast<ChangeKind>(rows.Integer(kSequence + 2));
  auto& id = change.kind == ChangeKind::kPolicy ? change.policy_id : change.entry_id;
  rows.ReadBlob(kSequence + 3, id.bytes);
  if (change.kind == ChangeKind::kEntryPut && !rows.IsNull(kEntry)) {
    change.entry = ReadEntry(rows, kEntry);
  } else if (change.kind == ChangeKind::kPolicy && !rows.IsNull(kPolicy)) {
    change.policy = ReadPolicy(rows, kPolicy);
  }
  return change;
}

// Every row of a table that has ids, in their order, piece by piece. False: ended early.
template <typename Value, typename Read, typename Visit>
bool VisitPieces(Connection& connection, const Query& query, const AccountId& account, Read read,
                 const Visit& visit) {
  base::Uuid after{};  // no id is all zeros
  for (;;) {
    Rows rows = connection.Run(query, account, after, kPiece);
    while (rows.Next()) {
      Value value = read(rows, 0);
      after = value.id;
      if (!visit(std::move(value))) return false;
    }
    if (rows.count() < kPiece) return true;
  }
}

}  // namespace

void Reader::BeginView() { (void)connection_.Run(kBeginView); }
void Reader::EndView() { (void)connection_.Run(kEndView); }

std::optional<Entry> Reader::GetEntry(const AccountId& account, const base::Uuid& id) {
  Rows rows = connection_.Run(kGetEntry, account, id);
  if (!rows.Next()) return std::nullopt;
  return ReadEntry(rows);
}

EntryPage Reader::ListEntries(const AccountId& account, const ListQuery& query) {
  return query.search.empty() ? Page(account, query) : Search(account, query);
}

EntryPage Reader::Page(const AccountId& account, const ListQuery& query) {
  std::optional<std::int64_t> provenance;
  if (query.provenance) provenance = static_cast<std::int64_t>(*query.provenance);
  connection_.Send(kBeginView);
  connection_.Send(kCountEntries, account, provenance);
  connection_.Flush();
  connection_.Skip();
  Rows count = connection_.Receive();
  connection_.Finish();

  EntryPage page;
  page.total_count = count.Next() ? static_cast<std::uint64_t>(count.Integer(0)) : 0;
  const std::uint64_t skipped = Skipped(query);
  if (skipped >= page.total_count) {
    EndView();
    return page;
  }
  // A page of the second half is found from the end.
  const std::uint64_t shown = std::min<std::uint64_t>(query.per_page, page.total_count - skipped);
  const std::uint64_t behind = page.total_count - skipped - shown;
  const bool from_end = behind < skipped;
  ListQuery found = query;
  if (from_end) {
    found.direction =
        query.direction == Direction::kAscending ? Direction::kDescending : Direction::kAscending;
  }
  const auto limit = static_cast<std::int64_t>(shown);
  const auto offset = static_cast<std::int64_t>(from_end ? behind : skipped);
  if (provenance) {
    connection_.Send(PageOfEntries(found), account, limit, offset, *provenance);
  } else {
    connection_.Send(PageOfEntries(found), account, limit, offset);
  }
  connection_.Send(kEndView);
  connection_.Flush();
  Rows rows = connection_.Receive();
  page.entries.reserve(shown);
  while (rows.Next()) page.entries.push_back(ReadEntry(rows));
  connection_.Skip();
  connection_.Finish();
  if (from_end) std::reverse(page.entries.begin(), page.entries.end());
  return page;
}

EntryPage Reader::Search(const AccountId& account, const ListQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  const std::uint64_t skipped = Skipped(query);
  FirstMatches first(query.order, query.direction, skipped + query.per_page);
  EntryPage page;
  BeginView();
  VisitPieces<Entry>(connection_, kVisitEntries, account, ReadEntry<Rows>, [&](const Entry& entry) {
    if (registry::MatchesFilters(entry, query.provenance, folded)) {
      ++page.total_count;
      first.Add(entry);
    }
    return true;
  });
  const std::vector<base::Uuid> ids = std::move(first).InOrder();
  for (std::size_t i = skipped; i < ids.size(); ++i) connection_.Send(kGetEntry, account, ids[i]);
  connection_.Send(kEndView);
  connection_.Flush();
  for (std::size_t i = skipped; i < ids.size(); ++i) {
    Rows rows = connection_.Receive();
    if (rows.Next()) page.entries.push_back(ReadEntry(rows));
  }
  connection_.Skip();
  connection_.Finish();
  return page;
}

std::uint64_t Reader::VisitEntries(const AccountId& account,
                                   const std::function<bool(Entry)>& visit) {
  BeginView();
  const std::uint64_t sequence = LastSequence();
  VisitPieces<Entry>(connection_, kVisitEntries, account, ReadEntry<Rows>, visit);
  EndView();
  return sequence;
}

std::optional<Policy> Reader::GetPolicy(const AccountId& account, registry::PolicyKind kind,
                                        const base::Uuid& id) {
  Rows rows = connection_.Run(kGetPolicy, account, id, static_cast<std::int64_t>(kind));
  if (!rows.Next()) return std::nullopt;
  return ReadPolicy(rows);
}

registry::PolicyPage Reader::ListPolicies(const AccountId& account,
                                          const registry::PolicyQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  std::vector<Policy> matching;
  BeginView();
  VisitPieces<Policy>(connection_, kVisitPolicies, account, ReadPolicy<Rows>, [&](Policy policy) {
    if (registry::MatchesFilters(policy, query, folded)) matching.push_back(std::move(policy));
    return true;
  });
  EndView();
  return registry::SelectPage(std::move(matching), query);
}

std::uint64_t Reader::VisitPolicies(const AccountId& account,
                                    const std::function<bool(Policy)>& visit) {
  BeginView();
  const std::uint64_t sequence = LastSequence();
  VisitPieces<Policy>(connection_, kVisitPolicies, account, ReadPolicy<Rows>, visit);
  EndView();
  return sequence;
}

base::Expected<std::vector<Change>> Reader::ReadChanges(std::uint64_t after, std::size_t limit) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto position = static_cast<std::int64_t>(std::min(after, kMost));
  const auto most = static_cast<std::int64_t>(
      std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
  Rows rows = connection_.Run(kReadChanges, position, most);
  std::vector<Change> changes;
  changes.reserve(static_cast<std::size_t>(rows.count()));
  for (bool is_first = true; rows.Next(); is_first = false) {
    if (is_first) {
      const auto first = static_cast<std::uint64_t>(rows.Integer(0));
      const auto last = static_cast<std::uint64_t>(rows.Integer(1));
      const auto gap_begin = static_cast<std::uint64_t>(rows.Integer(2));
      const auto gap_end = static_cast<std::uint64_t>(rows.Integer(3));
      if (after > last) {
        return base::Fail(base::ErrorCode::kNotFound,
                          fmt::format("the feed ends at {}, before {}: another database was put in "
                                      "place",
                                      last, after));
      }
      if (after + 1 < first) {
        return base::Fail(base::ErrorCode::kNotFound,
                          fmt::format("the feed begins at {}, after {}", first, after));
      }
      if (after > gap_begin && after < gap_end) {
        return base::Fail(base::ErrorCode::kNotFound,
                          fmt::format("what the feed had at {} was lost in a failover", after));
      }
    }
    if (!rows.IsNull(kSequence)) changes.push_back(ReadChange(rows));
  }
  return changes;
}

std::uint64_t Reader::LastSequence() {
  Rows rows = connection_.Run(kLastSequence);
  return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : 0;
}

std::vector<Account> Reader::ListAccounts() {
  connection_.Send(kBeginView);
  connection_.Send(kListAccountSettings);
  connection_.Send(kListAccounts);
  connection_.Send(kEndView);
  connection_.Flush();
  connection_.Skip();
  std::map<AccountId, AccountSettings> settings;
  Rows chosen = connection_.Receive();
  while (chosen.Next()) {
    AccountId id;
    chosen.ReadBlob(0, id.bytes);
    settings[id].emplace(chosen.Text(1), chosen.Text(2));
  }
  std::vector<Account> accounts;
  Rows rows = connection_.Receive();
  while (rows.Next()) {
    Account& account = accounts.emplace_back(ReadBareAccount(rows));
    if (const auto found = settings.find(account.id); found != settings.end()) {
      account.settings = std::move(found->second);
    }
  }
  connection_.Skip();
  connection_.Finish();
  return accounts;
}

std::optional<Account> Reader::GetAccount(const AccountId& id) {
  connection_.Send(kGetAccount, id);
  connection_.Send(kGetAccountSettings, id);
  connection_.Flush();
  std::optional<Account> account = ReceiveAccount();
  connection_.Finish();
  return account;
}

registry::AccountWithParts Reader::ReadAccount(const AccountId& id) {
  connection_.Send(kGetAccount, id);
  connection_.Send(kGetAccountSettings, id);
  connection_.Send(kGetDomains, id);
  connection_.Send(kGetCredentials, id);
  connection_.Flush();
  registry::AccountWithParts parts;
  parts.account = ReceiveAccount();
  parts.domains = ReadAll(connection_.Receive(), ReadDomain<Rows>);
  parts.credentials = ReadAll(connection_.Receive(), ReadCredential<Rows>);
  connection_.Finish();
  return parts;
}

// The answers to kGetAccount and kGetAccountSettings.
std::optional<Account> Reader::ReceiveAccount() {
  Rows rows = connection_.Receive();
  Rows settings = connection_.Receive();
  if (!rows.Next()) return std::nullopt;
  Account account = ReadBareAccount(rows);
  while (settings.Next()) account.settings.emplace(settings.Text(1), settings.Text(2));
  return account;
}

std::vector<Domain> Reader::ListDomains() {
  return ReadAll(connection_.Run(kListDomains), ReadDomain<Rows>);
}

std::vector<Credential> Reader::ListCredentials() {
  return ReadAll(connection_.Run(kListCredentials), ReadCredential<Rows>);
}

std::vector<registry::AuditRecord> Reader::ListAudit(const AccountId& account,
                                                     const registry::AuditQuery& query) {
  const std::optional<std::string> action =
      query.action.empty() ? std::nullopt : std::optional(query.action);
  const auto limit = std::int64_t{query.per_page};
  const auto offset = static_cast<std::int64_t>(Skipped(query));
  return ReadAll(connection_.Run(query.oldest_first ? kListAuditOldest : kListAuditNewest, account,
                                 query.since, query.before, action, limit, offset,
                                 static_cast<std::int64_t>(query.after_number)),
                 ReadAuditRecord<Rows>);
}

}  // namespace namesake::storage::postgres
