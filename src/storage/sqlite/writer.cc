// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/audit.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/sqlite/adoption.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"

namespace namesake::storage::sqlite {
namespace {

using registry::ChangeKind;
using registry::Committed;
using registry::Entry;
using registry::Policy;
using registry::Write;

// From here on the entries of one import share the pages they are put on.
constexpr std::size_t kIndexedAtOnce = 1000;

Connection OpenForWriting(const std::filesystem::path& file) {
  Connection connection(file, Connection::Use::kWriting);
  Migrate(connection, file, RegistrySchema());
  return connection;
}

base::Status RefuseForeign(const Write& write, const Entry& entry) {
  if (entry.account == write.account) return base::Ok();
  return base::Fail(base::ErrorCode::kInvalidArgument, "an entry of another account");
}

base::Status RefuseForeign(const Write& write, const registry::ChangePolicies& change,
                           const Policy& policy) {
  if (policy.account == write.account && policy.kind() == change.kind) return base::Ok();
  return base::Fail(base::ErrorCode::kInvalidArgument, "a policy of another account or kind");
}

// The numbers of these are the feed's to give.

registry::Change Put(const Entry& entry) {
  registry::Change change;
  change.account = entry.account;
  change.kind = ChangeKind::kEntryPut;
  change.entry_id = entry.id;
  change.entry = entry;
  return change;
}

registry::Change Put(const Policy& policy) {
  registry::Change change;
  change.account = policy.account;
  change.kind = ChangeKind::kPolicy;
  change.policy_id = policy.id;
  change.policy = policy;
  return change;
}

registry::Change DeletedEntry(const registry::AccountId& account, const base::Uuid& id) {
  registry::Change change;
  change.account = account;
  change.kind = ChangeKind::kEntryDeleted;
  change.entry_id = id;
  return change;
}

registry::Change DeletedPolicy(const registry::AccountId& account, const base::Uuid& id) {
  registry::Change change;
  change.account = account;
  change.kind = ChangeKind::kPolicy;
  change.policy_id = id;
  return change;
}

}  // namespace

Writer::Writer(const std::filesystem::path& file, std::uint64_t kept_changes)
    : connection_(OpenForWriting(file)),
      entries_(connection_),
      policies_(connection_),
      feed_(connection_, kept_changes),
      audit_(connection_, feed_),
      replays_(connection_),
      directory_(connection_, feed_, audit_) {}

void Writer::Begin() {
  transaction_.emplace(connection_, Transaction::Kind::kWrite);
  feed_.Begin();
  entries_.Begin();
  replays_.Begin();
}

base::Expected<Committed> Writer::Apply(const Write& write) {
  if (write.replay) {
    auto answer = replays_.Find(write.account, *write.replay, write.now);
    if (!answer) return base::Fail(std::move(answer.error()));
    if (*answer) return Committed{.sequence = 0, .replayed_answer = std::move(*answer)};
  }
  const auto done = std::visit([&](const auto& action) { return Do(write, action); }, write.action);
  if (!done) return base::Fail(done.error());
  if (write.replay) replays_.Remember(write.account, *write.replay, feed_.last(), write.now);
  return Committed{.sequence = feed_.last(), .replayed_answer = std::nullopt};
}

base::Status Writer::Adopt(const registry::Adoption& adoption) {
  const std::uint64_t sequence = feed_.last();
  EntryTable::Counts counts = entries_.counts();
  connection_.Execute("SAVEPOINT adoption");
  AdoptionTables tables{.connection = connection_,
                        .entries = entries_,
                        .policies = policies_,
                        .feed = feed_,
                        .audit = audit_};
  if (auto done = sqlite::Adopt(adoption, tables); !done) {
    connection_.Execute("ROLLBACK TO adoption; RELEASE adoption");
    feed_.ReturnTo(sequence);
    entries_.ReturnTo(std::move(counts));
    return done;
  }
  connection_.Execute("RELEASE adoption");
  return base::Ok();
}

void Writer::Commit() {
  entries_.WriteCounts();
  feed_.Purge();
  replays_.Purge();
  transaction_->Commit();
  transaction_.reset();
}

void Writer::IndexSome(std::int64_t limit) {
  Transaction transaction(connection_, Transaction::Kind::kWrite);
  const std::int64_t indexed = entries_.IndexSome(limit);
  transaction.Commit();
  not_indexed_ = indexed < limit ? 0 : std::max<std::int64_t>(not_indexed_ - indexed, 1);
}

base::Status Writer::Do(const Write& write, const registry::CreateEntries& create) {
  for (const Entry& entry : create.entries) {
    if (auto refused = RefuseForeign(write, entry); !refused) return refused;
  }
  // One row is inserted or not; only several need a way back.
  if (create.entries.size() == 1) {
    const Entry& entry = create.entries.front();
    if (auto created = Create(entry, EntryTable::Indexing::kLater); !created) return created;
    Audit(write, "entry.create", entry.id, "", registry::AuditText(entry));
    return base::Ok();
  }
  return CreateAll(write, create.entries);
}

void Writer::Audit(const Write& write, std::string_view action, const base::Uuid& subject,
                   std::string_view before, std::string_view after) {
  const Author author{.name = write.actor, .at = write.now};
  audit_.Append(author, write.account, action, base::FormatUuid(subject), before, after);
}

base::Status Writer::Create(const Entry& entry, EntryTable::Indexing indexing) {
  if (auto inserted = entries_.Insert(entry, indexing); !inserted) return inserted;
  if (indexing == EntryTable::Indexing::kLater) ++not_indexed_;
  feed_.Append(Put(entry));
  return base::Ok();
}

base::Status Writer::CreateAll(const Write& write, const std::vector<Entry>& entries) {
  const std::uint64_t sequence = feed_.last();
  EntryTable::Counts counts = entries_.counts();
  const auto indexing = entries.size() < kIndexedAtOnce ? EntryTable::Indexing::kLater
                                                        : EntryTable::Indexing::kAtOnce;
  const bool each = entries.size() <= registry::kMaxAuditedAtOnce;
  connection_.Execute("SAVEPOINT entries");
  for (const Entry& entry : entries) {
    if (auto created = Create(entry, indexing); !created) {
      connection_.Execute("ROLLBACK TO entries; RELEASE entries");
      feed_.ReturnTo(sequence);
      entries_.ReturnTo(std::move(counts));
      return created;
    }
    if (each) Audit(write, "entry.create", entry.id, "", registry::AuditText(entry));
  }
  if (!each) {
    audit_.Append({.name = write.actor, .at = write.now}, write.account, "entry.import", "", "",
                  registry::AuditTextOfImport(entries.size()));
  }
  connection_.Execute("RELEASE entries");
  return base::Ok();
}

base::Status Writer::Do(const Write& write, const registry::ReplaceEntry& replace) {
  const Entry& entry = replace.entry;
  if (auto refused = RefuseForeign(write, entry); !refused) return refused;
  const std::optional<Entry> before = entries_.Find(write.account, entry.id);
  if (auto done = entries_.Replace(entry, replace.expected_modified_at); !done) return done;
  feed_.Append(Put(entry));
  Audit(write, "entry.edit", entry.id, before ? registry::AuditText(*before) : "",
        registry::AuditText(entry));
  return base::Ok();
}

base::Status Writer::Do(const Write& write, const registry::DeleteEntry& remove) {
  const std::optional<Entry> before = entries_.Find(write.account, remove.id);
  if (auto done = entries_.Delete(write.account, remove.id); !done) return done;
  feed_.Append(DeletedEntry(write.account, remove.id));
  Audit(write, "entry.delete", remove.id, before ? registry::AuditText(*before) : "", "");
  return base::Ok();
}

base::Status Writer::Do(const Write& write, const registry::ChangePolicies& change) {
  const std::uint64_t sequence = feed_.last();
  connection_.Execute("SAVEPOINT policies");
  if (auto done = Carry(write, change); !done) {
    connection_.Execute("ROLLBACK TO policies; RELEASE policies");
    feed_.ReturnTo(sequence);
    return done;
  }
  connection_.Execute("RELEASE policies");
  return base::Ok();
}

base::Status Writer::Carry(const Write& write, const registry::ChangePolicies& change) {
  const std::string noun(registry::AuditNoun(change.kind));
  const auto text_of = [&](const base::Uuid& id) {
    const auto policy = policies_.Find(write.account, id);
    return policy ? registry::AuditText(*policy) : std::string();
  };
  for (const base::Uuid& id : change.deletes) {
    const std::string before = text_of(id);
    if (auto done = policies_.Delete(write.account, change.kind, id); !done) return done;
    feed_.Append(DeletedPolicy(write.account, id));
    Audit(write, noun + ".delete", id, before, "");
  }
  for (const auto& [policy, expected] : change.replaces) {
    if (auto refused = RefuseForeign(write, change, policy); !refused) return refused;
    const std::string before = text_of(policy.id);
    if (auto done = policies_.Replace(policy, expected); !done) return done;
    feed_.Append(Put(policy));
    Audit(write, noun + ".edit", policy.id, before, registry::AuditText(policy));
  }
  for (const Policy& policy : change.creates) {
    if (auto refused = RefuseForeign(write, change, policy); !refused) return refused;
    if (auto done = policies_.Insert(policy); !done) return done;
    feed_.Append(Put(policy));
    Audit(write, noun + ".create", policy.id, "", registry::AuditText(policy));
  }
  if (change.creates.empty() && change.replaces.empty()) return base::Ok();
  return policies_.CheckCounts(write.account);
}

}  // namespace namesake::storage::sqlite
