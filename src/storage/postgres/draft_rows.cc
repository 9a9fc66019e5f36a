// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/draft_rows.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/digest.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"
#include "storage/postgres/overlay.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/query.h"
#include "storage/postgres/replay_draft.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"
#include "storage/registry_rows.h"

namespace namesake::storage::postgres {
namespace {

using registry::AccountId;
using registry::Entry;
using registry::Policy;
using registry::Write;

// Rows of one statement. A statement of this many takes the server some milliseconds, so that the
// answers to a large import come often enough to tell that it is alive.
constexpr std::size_t kRowsPerStatement = 2000;

// ---- Fetching -----------------------------------------------------------------------------------

// What a batch names, each once.
struct Wanted {
  std::set<AccountId> accounts;
  std::set<AccountId> counted;
  std::set<std::pair<AccountId, base::Uuid>> entries;
  std::set<std::pair<AccountId, base::Uuid>> policies;
  std::set<std::tuple<AccountId, registry::ReplayKind, base::Sha256>> replays;
};

void Want(Wanted& wanted, const Write& write, const registry::CreateEntries& create) {
  wanted.accounts.insert(write.account);
  for (const Entry& entry : create.entries) wanted.entries.emplace(write.account, entry.id);
}

void Want(Wanted& wanted, const Write& write, const registry::ReplaceEntry& replace) {
  wanted.entries.emplace(write.account, replace.entry.id);
}

void Want(Wanted& wanted, const Write& write, const registry::DeleteEntry& remove) {
  wanted.entries.emplace(write.account, remove.id);
}

void Want(Wanted& wanted, const Write& write, const registry::ChangePolicies& change) {
  wanted.accounts.insert(write.account);
  wanted.counted.insert(write.account);
  for (const base::Uuid& id : change.deletes) wanted.policies.emplace(write.account, id);
  for (const auto& replace : change.replaces)
    wanted.policies.emplace(write.account, replace.policy.id);
  for (const Policy& policy : change.creates) wanted.policies.emplace(write.account, policy.id);
}

AccountId ReadAccountId(const Rows& rows) {
  AccountId account;
  rows.ReadBlob(0, account.bytes);
  return account;
}

ReplayRow ReadReplay(const Rows& rows) {
  ReplayRow row;
  rows.ReadBlob(0, row.account.bytes);
  row.kind = static_cast<registry::ReplayKind>(rows.Integer(1));
  rows.ReadBlob(2, row.key);
  row.sequence = static_cast<std::uint64_t>(rows.Integer(3));
  rows.ReadBlob(4, row.body);
  row.attempt = static_cast<std::uint32_t>(rows.Integer(5));
  row.answer = rows.Text(6);
  row.expires_at = rows.Time(7);
  return row;
}

// ---- Sending ------------------------------------------------------------------------------------

// Statements on their way, of which none owes an answer too long.
class Sending {
 public:
  explicit Sending(Connection& connection) : connection_(connection) {}

  template <typename... Columns>
  void Send(const Query& query, const Columns&... columns) {
    connection_.Send(query, columns...);
    ++owed_;
  }

  // Waits for the answers so far: between the pieces of what is large.
  void Settle() {
    connection_.Push();
    for (; owed_ > 0; --owed_) connection_.Skip();
  }

  [[nodiscard]] int owed() const noexcept { return owed_; }

 private:
  Connection& connection_;
  int owed_ = 0;
};

struct EntryColumns {
  Column<AccountId> account;
  Column<base::Uuid> id;
  Column<std::string> name, email;
  Column<bool> is_email_regex;
  Column<std::string> comments;
  Column<std::int64_t> directory_id, directory_node_id;
  Column<std::string> external_directory_node_id;
  Column<std::int64_t> provenance;
  Column<bool> directory_synced;
  Column<base::Time> created_at, modified_at;

  void Add(const Entry& entry) {
    account.Add(entry.account);
    id.Add(entry.id);
    name.Add(entry.name);
    email.Add(entry.email);
    is_email_regex.Add(entry.is_email_regex);
    comments.Add(entry.comments);
    directory_id.Add(entry.directory_id);
    directory_node_id.Add(entry.directory_node_id);
    external_directory_node_id.Add(entry.external_directory_node_id);
    provenance.Add(entry.provenance
                       ? std::optional<std::int64_t>(static_cast<std::int64_t>(*entry.provenance))
                       : std::nullopt);
    directory_synced.Add(entry.directory_synced);
    created_at.Add(entry.created_at);
    modified_at.Add(entry.modified_at);
  }
  void SendAs(Sending& sending, const Query& query) {
    sending.Send(query, account, id, name, email, is_email_regex, comments, directory_id,
                 directory_node_id, external_directory_node_id, provenance, directory_synced,
                 created_at, modified_at);
  }
};

struct PolicyColumns {
  Column<AccountId> account;
  Column<base::Uuid> id;
  Column<std::int64_t> kind, pattern_type, flags;
  Column<std::string> pattern;
  Column<bool> is_regex;
  Column<std::string> comments;
  Column<base::Time> created_at, modified_at;

  void Add(const Policy& policy) {
    account.Add(policy.account);
    id.Add(policy.id);
    kind.Add(static_cast<std::int64_t>(policy.kind()));
    pattern_type.Add(static_cast<std::int64_t>(policy.pattern_type()));
    flags.Add(std::int64_t{registry::FlagsOf(policy)});
    pattern.Add(policy.pattern);
    is_regex.Add(policy.is_regex);
    comments.Add(policy.comments);
    created_at.Add(policy.created_at);
    modified_at.Add(policy.modified_at);
  }
  void SendAs(Sending& sending, const Query& query) {
    sending.Send(query, account, id, kind, pattern_type, flags, pattern, is_regex, comments,
                 created_at, modified_at);
  }
};

// Gathers rows and sends them as one statement each time there are enough.
template <typename Columns>
class Gathering {
 public:
  Gathering(Sending& sending, const Query& query) : sending_(sending), query_(query) {}

  template <typename Value>
  void Add(const Value& value) {
    columns_.Add(value);
    if (++count_ == kRowsPerStatement) {
      Send();
      sending_.Settle();
    }
  }
  void Send() {
    if (count_ == 0) return;
    columns_.SendAs(sending_, query_);
    columns_ = Columns();
    count_ = 0;
  }

 private:
  Sending& sending_;
  const Query& query_;
  Columns columns_;
  std::size_t count_ = 0;
};

struct KeyColumns {
  Column<AccountId> account;
  Column<base::Uuid> id;

  void Add(const std::pair<AccountId, base::Uuid>& key) {
    account.Add(key.first);
    id.Add(key.second);
  }
  void SendAs(Sending& sending, const Query& query) { sending.Send(query, account, id); }
};

// Deleted, changed and new rows. An id is in one of them only, so their order is free.
template <typename Columns, typename Value>
void SendOverlay(Sending& sending, const Overlay<Value>& overlay, const Query& insert,
                 const Query& update, const Query& remove) {
  Gathering<Columns> inserted(sending, insert);
  Gathering<Columns> updated(sending, update);
  Gathering<KeyColumns> removed(sending, remove);
  for (const auto& [key, row] : overlay.rows()) {
    if (row.now && !row.before) inserted.Add(*row.now);
    if (row.now && row.before && *row.now != *row.before) updated.Add(*row.now);
    if (!row.now && row.before) removed.Add(key);
  }
  inserted.Send();
  updated.Send();
  removed.Send();
}

struct FeedColumns {
  Column<std::int64_t> sequence;
  Column<AccountId> account;
  Column<std::int64_t> kind;
  Column<base::Uuid> subject;
  std::int64_t batch = 0;

  void Add(const std::pair<FeedRow, std::int64_t>& row) {
    sequence.Add(static_cast<std::int64_t>(row.first.sequence));
    account.Add(row.first.account);
    kind.Add(static_cast<std::int64_t>(row.first.kind));
    subject.Add(row.first.subject);
    batch = row.second;
  }
  void SendAs(Sending& sending, const Query& query) {
    sending.Send(query, sequence, account, kind, subject, batch);
  }
};

struct AuditColumns {
  Column<AccountId> account;
  Column<std::int64_t> number;
  Column<base::Time> at;
  Column<std::string> actor, action, subject, before, after;

  void Add(const registry::AuditRecord& record) {
    account.Add(record.account);
    number.Add(static_cast<std::int64_t>(record.number));
    at.Add(record.at);
    actor.Add(record.actor);
    action.Add(record.action);
    subject.Add(record.subject);
    before.Add(record.before);
    after.Add(record.after);
  }
  void SendAs(Sending& sending, const Query& query) {
    sending.Send(query, account, number, at, actor, action, subject, before, after);
  }
};

struct ReplayColumns {
  Column<AccountId> account;
  Column<std::int64_t> kind;
  Column<base::Sha256> key;
  Column<std::int64_t> sequence;
  Column<base::Sha256> body;
  Column<std::int64_t> attempt;
  Column<std::string> answer;
  Column<base::Time> expires_at;

  void Add(const ReplayRow& row) {
    account.Add(row.account);
    kind.Add(static_cast<std::int64_t>(row.kind));
    key.Add(row.key);
    sequence.Add(static_cast<std::int64_t>(row.sequence));
    body.Add(row.body);
    attempt.Add(std::int64_t{row.attempt});
    answer.Add(row.answer);
    expires_at.Add(row.expires_at);
  }
  void SendAs(Sending& sending, const Query& query) {
    sending.Send(query, account, kind, key, sequence, body, attempt, answer, expires_at);
  }
};

void SendCounts(Sending& sending, const Draft::Counts& counts) {
  if (counts.empty()) return;
  Column<AccountId> accounts;
  Column<std::int64_t> provenances;
  Column<std::int64_t> gained;
  for (const auto& [key, count] : counts) {
    accounts.Add(key.first);
    provenances.Add(key.second);
    gained.Add(count);
  }
  sending.Send(kCountMore, accounts, provenances, gained);
}

void SendReplays(Sending& sending, const ReplayDraft& replays) {
  constexpr std::int64_t kPurgedAtLeast = 16;
  Gathering<ReplayColumns> rows(sending, kPutReplays);
  for (const ReplayRow* row : replays.Changed()) rows.Add(*row);
  rows.Send();
  if (replays.remembered() == 0) return;  // then there are no more than before either
  sending.Send(kPurgeReplays, replays.now(), kPurgedAtLeast + 2 * replays.remembered());
}

}  // namespace

RowFetch::RowFetch(std::span<const Write* const> writes) {
  Wanted wanted;
  for (const Write* write : writes) {
    std::visit([&](const auto& action) { Want(wanted, *write, action); }, write->action);
    if (write->replay) {
      wanted.replays.emplace(write->account, write->replay->kind, write->replay->key);
    }
  }
  for (const AccountId& account : wanted.accounts) accounts_.Add(account);
  for (const AccountId& account : wanted.counted) counted_accounts_.Add(account);
  for (const auto& [account, id] : wanted.entries) {
    entry_accounts_.Add(account);
    entry_ids_.Add(id);
  }
  for (const auto& [account, id] : wanted.policies) {
    policy_accounts_.Add(account);
    policy_ids_.Add(id);
  }
  for (const auto& [account, kind, key] : wanted.replays) {
    replay_accounts_.Add(account);
    replay_kinds_.Add(static_cast<std::int64_t>(kind));
    replay_keys_.Add(key);
  }
}

void RowFetch::Send(Connection& connection) const {
  if (accounts_.size() > 0) connection.Send(kFetchAccounts, accounts_);
  if (entry_ids_.size() > 0) connection.Send(kFetchEntries, entry_accounts_, entry_ids_);
  if (policy_ids_.size() > 0) connection.Send(kFetchPolicies, policy_accounts_, policy_ids_);
  if (counted_accounts_.size() > 0) connection.Send(kFetchPolicyCounts, counted_accounts_);
  if (replay_keys_.size() > 0) {
    connection.Send(kFetchReplays, replay_accounts_, replay_kinds_, replay_keys_);
  }
}

void RowFetch::Receive(Connection& connection, Draft& draft) const {
  const auto each = [&](std::size_t wanted, const auto& load) {
    if (wanted == 0) return;
    Rows rows = connection.Receive();
    while (rows.Next()) load(rows);
  };
  each(accounts_.size(), [&](const Rows& rows) { draft.LoadAccount(ReadAccountId(rows)); });
  each(entry_ids_.size(), [&](const Rows& rows) { draft.Load(ReadEntry(rows)); });
  each(policy_ids_.size(), [&](const Rows& rows) { draft.Load(ReadPolicy(rows)); });
  each(counted_accounts_.size(), [&](const Rows& rows) {
    draft.Load(ReadAccountId(rows), {.all = rows.Integer(1), .patterns = rows.Integer(2)});
  });
  each(replay_keys_.size(), [&](const Rows& rows) { draft.Load(ReadReplay(rows)); });
}

int SendRows(Connection& connection, const Draft& draft, std::int64_t batch) {
  Sending sending(connection);
  SendOverlay<EntryColumns>(sending, draft.entries(), kInsertEntries, kUpdateEntries,
                            kDeleteEntries);
  SendOverlay<PolicyColumns>(sending, draft.policies(), kInsertPolicies, kUpdatePolicies,
                             kDeletePolicies);
  SendCounts(sending, draft.CountEntries());
  Gathering<FeedColumns> feed(sending, kInsertChanges);
  for (const FeedRow& row : draft.feed()) feed.Add(std::pair(row, batch));
  feed.Send();
  Gathering<AuditColumns> audit(sending, kInsertAudit);
  for (const registry::AuditRecord& record : draft.audit()) audit.Add(record);
  audit.Send();
  SendReplays(sending, draft.replays());
  return sending.owed();
}

}  // namespace namesake::storage::postgres
