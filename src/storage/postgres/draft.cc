// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/draft.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;
using registry::AccountId;
using registry::ChangeKind;
using registry::Committed;
using registry::Entry;
using registry::Policy;
using registry::PolicyKind;
using registry::Write;

// More than this, as a large import, is better read back than kept in memory twice.
constexpr std::size_t kMaxChanges = 2048;

// As lists and counts take it: an entry without a provenance counts as made by hand.
std::int64_t CountedProvenance(const Entry& entry) {
  return static_cast<std::int64_t>(entry.provenance.value_or(registry::Provenance::kInternal));
}

base::Status Foreign(std::string message) {
  return base::Fail(ErrorCode::kInvalidArgument, std::move(message));
}

base::Status Missing(std::string_view what, const base::Uuid& id) {
  return base::Fail(ErrorCode::kNotFound, fmt::format("no {} {}", what, base::FormatUuid(id)));
}

base::Status Taken(std::string_view what, const base::Uuid& id) {
  return base::Fail(ErrorCode::kConflict,
                    fmt::format("{} {} exists already", what, base::FormatUuid(id)));
}

base::Status Changed(std::string_view what, const base::Uuid& id) {
  return base::Fail(ErrorCode::kConflict,
                    fmt::format("{} {} was changed meanwhile", what, base::FormatUuid(id)));
}

}  // namespace

base::Expected<Committed> Draft::Apply(const Write& write) {
  if (write.replay) {
    auto answer = replays_.Find(write.account, *write.replay, write.now);
    if (!answer) return base::Fail(std::move(answer.error()));
    if (*answer) return Committed{.sequence = 0, .replayed_answer = std::move(*answer)};
  }
  const std::uint64_t last = last_;
  const auto entries = entries_.mark();
  const auto policies = policies_.mark();
  const std::size_t feed = feed_.size();
  const std::size_t audit = audit_.size();
  const auto done = std::visit([&](const auto& action) { return Do(write, action); }, write.action);
  if (!done) {
    last_ = last;
    entries_.ReturnTo(entries);
    policies_.ReturnTo(policies);
    feed_.resize(feed);
    audit_.resize(audit);
    return base::Fail(done.error());
  }
  if (write.replay) replays_.Remember(write.account, *write.replay, last_, write.now);
  return Committed{.sequence = last_, .replayed_answer = std::nullopt};
}

void Draft::AppendFeed(const AccountId& account, ChangeKind kind,
                       std::optional<base::Uuid> subject) {
  feed_.push_back({.sequence = ++last_, .account = account, .kind = kind, .subject = subject});
}

void Draft::Audit(std::string_view actor, base::Time at, const AccountId& account,
                  std::string_view action, std::string_view subject, std::string_view before,
                  std::string_view after) {
  audit_.push_back({.number = last_,
                    .account = account,
                    .at = at,
                    .actor = std::string(actor),
                    .action = std::string(action),
                    .subject = std::string(subject),
                    .before = std::string(before),
                    .after = std::string(after)});
}

void Draft::Audit(const Write& write, std::string_view action, const base::Uuid& subject,
                  std::string_view before, std::string_view after) {
  Audit(write.actor, write.now, write.account, action, base::FormatUuid(subject), before, after);
}

base::Status Draft::CheckAccount(const AccountId& account) const {
  if (accounts_.contains(account)) return base::Ok();
  return base::Fail(ErrorCode::kNotFound, "no account " + registry::FormatAccountId(account));
}

// ---- Entries ------------------------------------------------------------------------------------

base::Status Draft::Do(const Write& write, const registry::CreateEntries& create) {
  const bool each = create.entries.size() <= registry::kMaxAuditedAtOnce;
  for (const Entry& entry : create.entries) {
    if (entry.account != write.account) return Foreign("an entry of another account");
    if (auto known = CheckAccount(entry.account); !known) return known;
    if (entries_.Find(entry.account, entry.id) != nullptr) return Taken("entry", entry.id);
    entries_.Put(entry);
    AppendFeed(entry.account, ChangeKind::kEntryPut, entry.id);
    if (each) Audit(write, "entry.create", entry.id, "", registry::AuditText(entry));
  }
  if (!each) {
    Audit(write.actor, write.now, write.account, "entry.import", "", "",
          registry::AuditTextOfImport(create.entries.size()));
  }
  return base::Ok();
}

base::Status Draft::Do(const Write& write, const registry::ReplaceEntry& replace) {
  const Entry& entry = replace.entry;
  if (entry.account != write.account) return Foreign("an entry of another account");
  const Entry* before = entries_.Find(entry.account, entry.id);
  if (before == nullptr) return Missing("entry", entry.id);
  if (before->modified_at != replace.expected_modified_at) return Changed("entry", entry.id);
  const std::string text = registry::AuditText(*before);
  entries_.Put(entry);
  AppendFeed(entry.account, ChangeKind::kEntryPut, entry.id);
  Audit(write, "entry.edit", entry.id, text, registry::AuditText(entry));
  return base::Ok();
}

base::Status Draft::Do(const Write& write, const registry::DeleteEntry& remove) {
  const Entry* before = entries_.Find(write.account, remove.id);
  if (before == nullptr) return Missing("entry", remove.id);
  const std::string text = registry::AuditText(*before);
  entries_.Erase(write.account, remove.id);
  AppendFeed(write.account, ChangeKind::kEntryDeleted, remove.id);
  Audit(write, "entry.delete", remove.id, text, "");
  return base::Ok();
}

// ---- Policies -----------------------------------------------------------------------------------

base::Status Draft::Do(const Write& write, const registry::ChangePolicies& change) {
  for (const base::Uuid& id : change.deletes) {
    if (auto done = Delete(write, change.kind, id); !done) return done;
  }
  for (const registry::ReplacePolicy& replace : change.replaces) {
    if (auto done = Replace(write, replace, change.kind); !done) return done;
  }
  for (const Policy& policy : change.creates) {
    if (auto done = Create(write, policy, change.kind); !done) return done;
  }
  if (change.creates.empty() && change.replaces.empty()) return base::Ok();
  return CheckPolicyCount(write.account);
}

base::Status Draft::Delete(const Write& write, PolicyKind kind, const base::Uuid& id) {
  const Policy* before = policies_.Find(write.account, id);
  if (before == nullptr || before->kind() != kind) return Missing("policy", id);
  const std::string text = registry::AuditText(*before);
  policies_.Erase(write.account, id);
  AppendFeed(write.account, ChangeKind::kPolicy, id);
  Audit(write, std::string(registry::AuditNoun(kind)) + ".delete", id, text, "");
  return base::Ok();
}

base::Status Draft::Replace(const Write& write, const registry::ReplacePolicy& replace,
                            PolicyKind kind) {
  const Policy& policy = replace.policy;
  if (policy.account != write.account || policy.kind() != kind) {
    return Foreign("a policy of another account or kind");
  }
  const Policy* before = policies_.Find(policy.account, policy.id);
  if (before == nullptr || before->kind() != kind) return Missing("policy", policy.id);
  if (before->modified_at != replace.expected_modified_at) return Changed("policy", policy.id);
  const std::string text = registry::AuditText(*before);
  policies_.Put(policy);
  AppendFeed(policy.account, ChangeKind::kPolicy, policy.id);
  Audit(write, std::string(registry::AuditNoun(kind)) + ".edit", policy.id, text,
        registry::AuditText(policy));
  return base::Ok();
}

base::Status Draft::Create(const Write& write, const Policy& policy, PolicyKind kind) {
  if (policy.account != write.account || policy.kind() != kind) {
    return Foreign("a policy of another account or kind");
  }
  if (auto known = CheckAccount(policy.account); !known) return known;
  if (policies_.Find(policy.account, policy.id) != nullptr) return Taken("policy", policy.id);
  policies_.Put(policy);
  AppendFeed(policy.account, ChangeKind::kPolicy, policy.id);
  Audit(write, std::string(registry::AuditNoun(kind)) + ".create", policy.id, "",
        registry::AuditText(policy));
  return base::Ok();
}

base::Status Draft::CheckPolicyCount(const AccountId& account) const {
  PolicyCount count;
  if (const auto found = policy_counts_.find(account); found != policy_counts_.end()) {
    count = found->second;
  }
  const auto& rows = policies_.rows();
  for (auto row = rows.lower_bound({account, base::Uuid{}});
       row != rows.end() && row->first.first == account; ++row) {
    const auto& [before, now] = row->second;
    count.all += std::int64_t{now.has_value()} - std::int64_t{before.has_value()};
    count.patterns += std::int64_t{now && now->is_regex} - std::int64_t{before && before->is_regex};
  }
  const bool fits = count.all <= std::int64_t{registry::kMaxPolicies} &&
                    count.patterns <= std::int64_t{registry::kMaxPatternPolicies};
  if (fits) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, std::string(registry::kTooManyPolicies));
}

// ---- From another store -------------------------------------------------------------------------

void Draft::Adopt(const Entry& entry) {
  entries_.Put(entry);
  AppendFeed(entry.account, ChangeKind::kEntryPut, entry.id);
}

void Draft::Adopt(const Policy& policy) {
  policies_.Put(policy);
  AppendFeed(policy.account, ChangeKind::kPolicy, policy.id);
}

void Draft::DropEntry(const AccountId& account, const base::Uuid& id) {
  entries_.Erase(account, id);
  AppendFeed(account, ChangeKind::kEntryDeleted, id);
}

void Draft::DropPolicy(const AccountId& account, const base::Uuid& id) {
  policies_.Erase(account, id);
  AppendFeed(account, ChangeKind::kPolicy, id);
}

void Draft::Adopt(registry::AuditRecord record) {
  record.number = ++last_;
  has_gaps_ = true;
  audit_.push_back(std::move(record));
}

// ---- What came of it ----------------------------------------------------------------------------

Draft::Counts Draft::CountEntries() const {
  Counts counts;
  for (const auto& [key, row] : entries_.rows()) {
    if (row.before) --counts[{key.first, CountedProvenance(*row.before)}];
    if (row.now) ++counts[{key.first, CountedProvenance(*row.now)}];
  }
  std::erase_if(counts, [](const auto& count) { return count.second == 0; });
  return counts;
}

std::vector<registry::Change> Draft::Changes() const {
  std::vector<registry::Change> changes;
  if (feed_.size() > kMaxChanges || has_gaps_) return changes;
  changes.reserve(feed_.size());
  for (const FeedRow& row : feed_) {
    registry::Change& change = changes.emplace_back();
    change.sequence = row.sequence;
    change.account = row.account;
    change.kind = row.kind;
    if (!row.subject) continue;
    if (row.kind == ChangeKind::kPolicy) {
      change.policy_id = *row.subject;
      if (const Policy* policy = policies_.Find(row.account, *row.subject)) change.policy = *policy;
      continue;
    }
    change.entry_id = *row.subject;
    if (row.kind != ChangeKind::kEntryPut) continue;
    if (const Entry* entry = entries_.Find(row.account, *row.subject)) change.entry = *entry;
  }
  return changes;
}

}  // namespace namesake::storage::postgres
