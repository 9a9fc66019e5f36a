// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "storage/postgres/overlay.h"
#include "storage/postgres/replay_draft.h"

namespace namesake::storage::postgres {

// One row of the feed.
struct FeedRow {
  std::uint64_t sequence = 0;
  registry::AccountId account;
  registry::ChangeKind kind = registry::ChangeKind::kEntryPut;
  std::optional<base::Uuid> subject;  // the entry or policy
};

// A batch of writes, carried out in memory: from the rows that they touch, as the database has
// them, to the rows as they shall be. Since the writers of all nodes take turns, what was loaded
// stays true until the batch is committed, and none of its statements can be refused: a write that
// fails does so here, alone, and the others need no savepoint.
//
//   Draft draft(head.last);
//   …load what the writes name…
//   for (const Write& write : writes) results.push_back(draft.Apply(write));
//   …write draft's rows, commit…
class Draft {
 public:
  struct PolicyCount {
    std::int64_t all = 0;
    std::int64_t patterns = 0;
  };

  // `last` is the feed's newest number.
  explicit Draft(std::uint64_t last) : began_at_(last), last_(last) {}

  void LoadAccount(const registry::AccountId& account) { accounts_.insert(account); }
  void Load(registry::Entry entry) { entries_.Load(std::move(entry)); }
  void Load(registry::Policy policy) { policies_.Load(std::move(policy)); }
  void Load(const registry::AccountId& account, const PolicyCount& count) {
    policy_counts_[account] = count;
  }
  void Load(ReplayRow row) { replays_.Load(std::move(row)); }

  // An error concerns that write alone, which has then changed nothing.
  [[nodiscard]] base::Expected<registry::Committed> Apply(const registry::Write& write);

  // Of accounts, domains and credentials, whose rows are written elsewhere.
  void Append(const registry::AccountId& account, registry::ChangeKind kind) {
    AppendFeed(account, kind, std::nullopt);
  }
  void Audit(std::string_view actor, base::Time at, const registry::AccountId& account,
             std::string_view action, std::string_view subject, std::string_view before,
             std::string_view after);

  // As another store has them, without a word in the audit log.
  void Adopt(const registry::Entry& entry);
  void Adopt(const registry::Policy& policy);
  void DropEntry(const registry::AccountId& account, const base::Uuid& id);
  void DropPolicy(const registry::AccountId& account, const base::Uuid& id);
  // Under a number of this store, which leaves a gap in the feed: append something after it.
  void Adopt(registry::AuditRecord record);
  [[nodiscard]] base::Status CheckPolicyCount(const registry::AccountId& account) const;

  [[nodiscard]] bool empty() const { return feed_.empty() && replays_.Changed().empty(); }
  [[nodiscard]] std::uint64_t began_at() const noexcept { return began_at_; }
  [[nodiscard]] std::uint64_t last() const noexcept { return last_; }
  [[nodiscard]] const Overlay<registry::Entry>& entries() const noexcept { return entries_; }
  [[nodiscard]] const Overlay<registry::Policy>& policies() const noexcept { return policies_; }
  [[nodiscard]] const ReplayDraft& replays() const noexcept { return replays_; }
  [[nodiscard]] const std::vector<FeedRow>& feed() const noexcept { return feed_; }
  [[nodiscard]] const std::vector<registry::AuditRecord>& audit() const noexcept { return audit_; }

  // By account and provenance: entries gained.
  using Counts = std::map<std::pair<registry::AccountId, std::int64_t>, std::int64_t>;
  [[nodiscard]] Counts CountEntries() const;

  // The feed's rows as readers get them. Empty when they are too many to hand on at
  // once, or there is a gap between them.
  [[nodiscard]] std::vector<registry::Change> Changes() const;

 private:
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::CreateEntries& create);
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::ReplaceEntry& replace);
  [[nodiscard]] base::Status Do(const registry::Write& write, const registry::DeleteEntry& remove);
  [[nodiscard]] base::Status Do(const registry::Write& write,
                                const registry::ChangePolicies& change);
  [[nodiscard]] base::Status Delete(const registry::Write& write, registry::PolicyKind kind,
                                    const base::Uuid& id);
  [[nodiscard]] base::Status Replace(const registry::Write& write,
                                     const registry::ReplacePolicy& replace,
                                     registry::PolicyKind kind);
  [[nodiscard]] base::Status Create(const registry::Write& write, const registry::Policy& policy,
                                    registry::PolicyKind kind);
  [[nodiscard]] base::Status CheckAccount(const registry::AccountId& account) const;
  void AppendFeed(const registry::AccountId& account, registry::ChangeKind kind,
                  std::optional<base::Uuid> subject);
  void Audit(const registry::Write& write, std::string_view action, const base::Uuid& subject,
             std::string_view before, std::string_view after);

  std::set<registry::AccountId> accounts_;
  Overlay<registry::Entry> entries_;
  Overlay<registry::Policy> policies_;
  std::map<registry::AccountId, PolicyCount> policy_counts_;  // before the batch
  ReplayDraft replays_;
  std::vector<FeedRow> feed_;
  std::vector<registry::AuditRecord> audit_;
  bool has_gaps_ = false;
  const std::uint64_t began_at_;
  std::uint64_t last_;
};

}  // namespace namesake::storage::postgres
