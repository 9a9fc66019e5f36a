// SPDX-License-Identifier: Apache-2.0
#include "registry/memory_store.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/uuid.h"
#include "base/worker_pool.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"
#include "text/fold.h"

namespace namesake::registry {
namespace {

using base::ErrorCode;
using base::Expected;

bool ComesBefore(const Entry& a, const Entry& b, EntryOrder order) {
  switch (order) {
    case EntryOrder::kName:
      return std::tie(a.name, a.id) < std::tie(b.name, b.id);
    case EntryOrder::kEmail:
      return std::tie(a.email, a.id) < std::tie(b.email, b.id);
    case EntryOrder::kCreatedAt:
      break;
  }
  return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
}

void Sort(std::vector<Entry>& entries, EntryOrder order, Direction direction) {
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return direction == Direction::kAscending ? ComesBefore(a, b, order) : ComesBefore(b, a, order);
  });
}

// Values of a map, by creation time and then by key.
template <typename Map>
auto InOrderOfCreation(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  values.reserve(map.size());
  for (const auto& [key, value] : map) values.push_back(value);
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
  return values;
}

template <typename Map>
std::optional<typename Map::mapped_type> Find(const Map& map, const base::Uuid& id) {
  const auto found = map.find(id);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

base::Time ExpiryOf(ReplayKind kind, base::Time now) {
  if (kind == ReplayKind::kIdempotencyKey) return now + kIdempotencyWindow;
  return now + kRetryWindow;
}

base::Status NoEntry(const base::Uuid& id) {
  return base::Fail(ErrorCode::kNotFound, "no entry " + base::FormatUuid(id));
}

base::Status NoPolicy(const base::Uuid& id) {
  return base::Fail(ErrorCode::kNotFound, "no policy " + base::FormatUuid(id));
}

base::Status RefuseForeign(const Write& write, const ChangePolicies& change, const Policy& policy) {
  if (policy.account == write.account && policy.kind() == change.kind) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, "a policy of another account or kind");
}

base::Status RequireRoom(const std::map<base::Uuid, Policy>& policies) {
  const auto patterns = static_cast<std::size_t>(
      std::ranges::count_if(policies, [](const auto& item) { return item.second.is_regex; }));
  if (policies.size() <= kMaxPolicies && patterns <= kMaxPatternPolicies) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, std::string(kTooManyPolicies));
}

base::Status RefuseForeign(const Write& write, const Entry& entry) {
  if (entry.account == write.account) return base::Ok();
  return base::Fail(ErrorCode::kInvalidArgument, "an entry of another account");
}

}  // namespace

MemoryStore::MemoryStore()
    : committer_(std::make_unique<base::WorkerPool>(1, std::numeric_limits<std::size_t>::max())) {}

MemoryStore::~MemoryStore() = default;

// ---- Reading entries ----------------------------------------------------------------------------

Expected<std::optional<Entry>> MemoryStore::GetEntry(const AccountId& account,
                                                     const base::Uuid& id) {
  const std::lock_guard lock(mutex_);
  return Find(entries_[account], id);
}

Expected<EntryPage> MemoryStore::ListEntries(const AccountId& account, const ListQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  std::vector<Entry> matching;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : entries_[account]) {
      if (MatchesFilters(entry, query.provenance, folded)) matching.push_back(entry);
    }
  }
  Sort(matching, query.order, query.direction);

  EntryPage page;
  page.total_count = matching.size();
  const std::uint64_t pages = std::max<std::uint64_t>(query.page, 1) - 1;
  if (query.per_page == 0 || pages > matching.size() / query.per_page) return page;
  const std::size_t begin = std::min<std::size_t>(pages * query.per_page, matching.size());
  const std::size_t end = std::min<std::size_t>(begin + query.per_page, matching.size());
  page.entries.assign(matching.begin() + static_cast<std::ptrdiff_t>(begin),
                      matching.begin() + static_cast<std::ptrdiff_t>(end));
  return page;
}

Expected<std::uint64_t> MemoryStore::VisitEntries(const AccountId& account,
                                                  const std::function<bool(Entry)>& visit) {
  Entries entries;
  std::uint64_t sequence = 0;
  {
    const std::lock_guard lock(mutex_);
    entries = entries_[account];
    sequence = changes_.size();
  }
  for (auto& [id, entry] : entries) {
    if (!visit(std::move(entry))) break;
  }
  return sequence;
}

// ---- Reading policies ---------------------------------------------------------------------------

Expected<std::optional<Policy>> MemoryStore::GetPolicy(const AccountId& account, PolicyKind kind,
                                                       const base::Uuid& id) {
  const std::lock_guard lock(mutex_);
  auto found = Find(policies_[account], id);
  if (found && found->kind() != kind) found.reset();
  return found;
}

Expected<PolicyPage> MemoryStore::ListPolicies(const AccountId& account, const PolicyQuery& query) {
  const std::string folded = text::FoldCase(query.search);
  std::vector<Policy> matching;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, policy] : policies_[account]) {
      if (MatchesFilters(policy, query, folded)) matching.push_back(policy);
    }
  }
  return SelectPage(std::move(matching), query);
}

Expected<std::uint64_t> MemoryStore::VisitPolicies(const AccountId& account,
                                                   const std::function<bool(Policy)>& visit) {
  Policies policies;
  std::uint64_t sequence = 0;
  {
    const std::lock_guard lock(mutex_);
    policies = policies_[account];
    sequence = changes_.size();
  }
  for (auto& [id, policy] : policies) {
    if (!visit(std::move(policy))) break;
  }
  return sequence;
}

// ---- Writing entries ----------------------------------------------------------------------------

void MemoryStore::Commit(Write write, CommitCallback done) {
  auto work = [this, write = std::move(write), done = std::move(done)] {
    Expected<Committed> committed;
    {
      const std::lock_guard lock(mutex_);
      committed = Apply(write);
    }
    changed_.notify_all();
    done(std::move(committed));
  };
  // The pool takes any number.
  (void)committer_->Post(std::move(work));
}

Expected<Committed> MemoryStore::Apply(const Write& write) {
  if (write.replay) {
    auto answer = FindReplay(write);
    if (!answer) return base::Fail(std::move(answer.error()));
    if (*answer) return Committed{.sequence = 0, .replayed_answer = std::move(*answer)};
  }
  actor_ = write.actor.empty() ? acting() : write.actor;
  at_ = write.now;
  const auto done = std::visit([&](const auto& action) { return Do(write, action); }, write.action);
  if (!done) return base::Fail(done.error());
  if (write.replay) {
    replays_[{write.account, write.replay->key}].push_back(
        {*write.replay, ExpiryOf(write.replay->kind, write.now)});
  }
  return Committed{.sequence = changes_.size(), .replayed_answer = std::nullopt};
}

Expected<std::optional<std::string>> MemoryStore::FindReplay(const Write& write) {
  const Replay& asked = *write.replay;
  Replay* best = nullptr;
  for (auto& [replay, expires_at] : replays_[{write.account, asked.key}]) {
    if (replay.kind != asked.kind || expires_at <= write.now) continue;
    if (replay.kind == ReplayKind::kIdempotencyKey) {
      if (replay.body != asked.body) {
        return base::Fail(ErrorCode::kInvalidArgument, std::string(kIdempotencyKeyReused));
      }
      return replay.answer;
    }
    const bool fits = replay.attempt < asked.attempt;
    if (fits && (best == nullptr || replay.attempt > best->attempt)) best = &replay;
  }
  if (best == nullptr) return std::nullopt;
  best->attempt = asked.attempt;
  return best->answer;
}

base::Status MemoryStore::Do(const Write& write, const CreateEntries& create) {
  if (auto known = RequireAccount(write.account); !known) return known;
  Entries& entries = entries_[write.account];
  Entries added;
  for (const Entry& entry : create.entries) {
    if (auto refused = RefuseForeign(write, entry); !refused) return refused;
    if (entries.contains(entry.id) || !added.emplace(entry.id, entry).second) {
      return base::Fail(ErrorCode::kConflict,
                        "entry " + base::FormatUuid(entry.id) + " exists already");
    }
  }
  entries.merge(added);
  const bool each = create.entries.size() <= kMaxAuditedAtOnce;
  for (const Entry& entry : create.entries) {
    Append(write.account, ChangeKind::kEntryPut, entry.id);
    if (each) {
      Audit(write.account, "entry.create", base::FormatUuid(entry.id), "", AuditText(entry));
    }
  }
  if (!each) {
    Audit(write.account, "entry.import", "", "", AuditTextOfImport(create.entries.size()));
  }
  return base::Ok();
}

base::Status MemoryStore::Do(const Write& write, const ReplaceEntry& replace) {
  if (auto refused = RefuseForeign(write, replace.entry); !refused) return refused;
  Entries& entries = entries_[write.account];
  const auto found = entries.find(replace.entry.id);
  if (found == entries.end()) return NoEntry(replace.entry.id);
  if (found->second.modified_at != replace.expected_modified_at) {
    return base::Fail(ErrorCode::kConflict,
                      "entry " + base::FormatUuid(replace.entry.id) + " was changed meanwhile");
  }
  const std::string before = AuditText(found->second);
  found->second = replace.entry;
  Append(write.account, ChangeKind::kEntryPut, replace.entry.id);
  Audit(write.account, "entry.edit", base::FormatUuid(replace.entry.id), before,
        AuditText(replace.entry));
  return base::Ok();
}

base::Status MemoryStore::Do(const Write& write, const DeleteEntry& remove) {
  Entries& entries = entries_[write.account];
  const auto found = entries.find(remove.id);
  if (found == entries.end()) return NoEntry(remove.id);
  const std::string before = AuditText(found->second);
  entries.erase(found);
  Append(write.account, ChangeKind::kEntryDeleted, remove.id);
  Audit(write.account, "entry.delete", base::FormatUuid(remove.id), before, "");
  return base::Ok();
}

// ---- Writing policies ---------------------------------------------------------------------------

base::Status MemoryStore::Do(const Write& write, const ChangePolicies& change) {
  if (auto known = RequireAccount(write.account); !known) return known;
  // Carried out on a copy, which takes the place of the original when nothing went wrong.
  Policies policies = policies_[write.account];
  for (const base::Uuid& id : change.deletes) {
    const auto found = policies.find(id);
    if (found == policies.end() || found->second.kind() != change.kind) return NoPolicy(id);
    policies.erase(found);
  }
  for (const auto& [policy, expected_modified_at] : change.replaces) {
    if (auto refused = RefuseForeign(write, change, policy); !refused) return refused;
    const auto found = policies.find(policy.id);
    if (found == policies.end() || found->second.kind() != change.kind) return NoPolicy(policy.id);
    if (found->second.modified_at != expected_modified_at) {
      return base::Fail(ErrorCode::kConflict,
                        "policy " + base::FormatUuid(policy.id) + " was changed meanwhile");
    }
    found->second = policy;
  }
  for (const Policy& policy : change.creates) {
    if (auto refused = RefuseForeign(write, change, policy); !refused) return refused;
    if (!policies.emplace(policy.id, policy).second) {
      return base::Fail(ErrorCode::kConflict,
                        "policy " + base::FormatUuid(policy.id) + " exists already");
    }
  }
  if (auto fits = RequireRoom(policies); !fits) return fits;
  const Policies old = std::exchange(policies_[write.account], std::move(policies));
  const std::string noun(AuditNoun(change.kind));
  for (const base::Uuid& id : change.deletes) {
    Append(write.account, ChangeKind::kPolicy, id);
    Audit(write.account, noun + ".delete", base::FormatUuid(id), AuditText(old.at(id)), "");
  }
  for (const auto& [policy, expected] : change.replaces) {
    Append(write.account, ChangeKind::kPolicy, policy.id);
    Audit(write.account, noun + ".edit", base::FormatUuid(policy.id), AuditText(old.at(policy.id)),
          AuditText(policy));
  }
  for (const Policy& policy : change.creates) {
    Append(write.account, ChangeKind::kPolicy, policy.id);
    Audit(write.account, noun + ".create", base::FormatUuid(policy.id), "", AuditText(policy));
  }
  return base::Ok();
}

base::Status MemoryStore::RequireAccount(const AccountId& account) const {
  if (accounts_.contains(account)) return base::Ok();
  return base::Fail(ErrorCode::kNotFound, "no account " + FormatAccountId(account));
}

// ---- The audit log ------------------------------------------------------------------------------

void MemoryStore::ActNow(std::string_view actor) {
  actor_ = actor.empty() ? acting() : std::string(actor);
  at_ = base::SystemClock().Now();
}

void MemoryStore::Audit(const AccountId& account, std::string action, std::string subject,
                        std::string before, std::string after) {
  audit_.push_back({.number = changes_.size(),
                    .account = account,
                    .at = at_,
                    .actor = actor_,
                    .action = std::move(action),
                    .subject = std::move(subject),
                    .before = std::move(before),
                    .after = std::move(after)});
}

Expected<std::vector<AuditRecord>> MemoryStore::ListAudit(const AccountId& account,
                                                          const AuditQuery& query) {
  std::vector<AuditRecord> matching;
  {
    const std::lock_guard lock(mutex_);
    for (const AuditRecord& record : audit_) {
      if (record.account == account && MatchesQuery(record, query)) matching.push_back(record);
    }
  }
  if (!query.oldest_first) std::ranges::reverse(matching);
  const std::uint64_t pages = std::max<std::uint64_t>(query.page, 1) - 1;
  const std::size_t begin = pages > matching.size() / query.per_page
                                ? matching.size()
                                : std::min<std::size_t>(pages * query.per_page, matching.size());
  const std::size_t end = std::min<std::size_t>(begin + query.per_page, matching.size());
  return std::vector<AuditRecord>(matching.begin() + static_cast<std::ptrdiff_t>(begin),
                                  matching.begin() + static_cast<std::ptrdiff_t>(end));
}

// ---- The change feed ----------------------------------------------------------------------------

void MemoryStore::Append(const AccountId& account, ChangeKind kind, const base::Uuid& id) {
  const bool is_policy = kind == ChangeKind::kPolicy;
  changes_.push_back({.sequence = changes_.size() + 1,
                      .account = account,
                      .kind = kind,
                      .entry_id = is_policy ? base::Uuid{} : id,
                      .entry = std::nullopt,
                      .policy_id = is_policy ? id : base::Uuid{},
                      .policy = std::nullopt});
}

Expected<std::vector<Change>> MemoryStore::ReadChanges(std::uint64_t after, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  if (after > changes_.size()) {
    return base::Fail(ErrorCode::kNotFound, "the feed does not reach to that position");
  }
  std::vector<Change> changes;
  for (std::size_t i = after; i < changes_.size() && changes.size() < limit; ++i) {
    Change& change = changes.emplace_back(changes_[i]);
    if (change.kind == ChangeKind::kEntryPut) {
      change.entry = Find(entries_[change.account], change.entry_id);
    } else if (change.kind == ChangeKind::kPolicy) {
      change.policy = Find(policies_[change.account], change.policy_id);
    }
  }
  return changes;
}

Expected<std::uint64_t> MemoryStore::LastSequence() {
  const std::lock_guard lock(mutex_);
  return changes_.size();
}

void MemoryStore::WaitForChanges(std::uint64_t after, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  if (std::exchange(interrupt_next_, false)) return;
  const std::uint64_t interrupts = interrupts_;
  ++waiting_;
  changed_.wait_for(lock, timeout,
                    [&] { return changes_.size() > after || interrupts_ != interrupts; });
  --waiting_;
}

void MemoryStore::Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    ++interrupts_;
    interrupt_next_ = waiting_ == 0;
  }
  changed_.notify_all();
}

// ---- Accounts, domains, credentials -------------------------------------------------------------

base::Status MemoryStore::AddAccount(const Account& account) {
  {
    const std::lock_guard lock(mutex_);
    if (!accounts_.emplace(account.id, account).second) {
      return base::Fail(ErrorCode::kConflict,
                        "account " + FormatAccountId(account.id) + " exists already");
    }
    Append(account.id, ChangeKind::kAccount);
    ActNow();
    Audit(account.id, "account.create", FormatAccountId(account.id), "", "");
  }
  changed_.notify_all();
  return base::Ok();
}

Expected<std::vector<Account>> MemoryStore::ListAccounts() {
  const std::lock_guard lock(mutex_);
  return InOrderOfCreation(accounts_);
}

Expected<std::optional<Account>> MemoryStore::GetAccount(const AccountId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) return std::nullopt;
  return found->second;
}

base::Status MemoryStore::ChangeAccountSettings(const AccountId& account,
                                                const AccountSettingChanges& changes) {
  {
    const std::lock_guard lock(mutex_);
    if (auto known = RequireAccount(account); !known) return known;
    AccountSettings& settings = accounts_[account].settings;
    const std::string before = AuditText(settings);
    for (const auto& [name, value] : changes) {
      if (value) {
        settings[name] = *value;
      } else {
        settings.erase(name);
      }
    }
    Append(account, ChangeKind::kAccount);
    ActNow();
    Audit(account, "account.set", FormatAccountId(account), before, AuditText(settings));
  }
  changed_.notify_all();
  return base::Ok();
}

base::Status MemoryStore::AddDomain(const Domain& domain) {
  {
    const std::lock_guard lock(mutex_);
    if (auto known = RequireAccount(domain.account); !known) return known;
    const auto [found, added] = domains_.emplace(domain.name, domain);
    if (!added) {
      if (found->second.account == domain.account) return base::Ok();
      return base::Fail(ErrorCode::kConflict,
                        "domain " + domain.name + " belongs to another account");
    }
    Append(domain.account, ChangeKind::kDomain);
    ActNow();
    Audit(domain.account, "domain.add", domain.name, "", "");
  }
  changed_.notify_all();
  return base::Ok();
}

base::Status MemoryStore::RemoveDomain(const AccountId& account, std::string_view name) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = domains_.find(name);
    if (found == domains_.end() || found->second.account != account) {
      return base::Fail(ErrorCode::kNotFound, "account " + FormatAccountId(account) +
                                                  " has no domain " + std::string(name));
    }
    domains_.erase(found);
    Append(account, ChangeKind::kDomain);
    ActNow();
    Audit(account, "domain.remove", std::string(name), "", "");
  }
  changed_.notify_all();
  return base::Ok();
}

Expected<std::vector<Domain>> MemoryStore::ListDomains() {
  const std::lock_guard lock(mutex_);
  std::vector<Domain> domains;
  domains.reserve(domains_.size());
  for (const auto& [name, domain] : domains_) domains.push_back(domain);
  return domains;
}

base::Status MemoryStore::AddCredential(const Credential& credential, std::string_view actor) {
  {
    const std::lock_guard lock(mutex_);
    if (auto known = RequireAccount(credential.account); !known) return known;
    const bool taken = std::any_of(credentials_.begin(), credentials_.end(), [&](const auto& item) {
      return item.second.id == credential.id || item.second.hash == credential.hash;
    });
    if (taken) {
      return base::Fail(ErrorCode::kConflict, "credential " + credential.id + " exists already");
    }
    credentials_.emplace(credential.id, credential);
    Append(credential.account, ChangeKind::kCredential);
    ActNow(actor);
    Audit(credential.account, "credential.create", credential.id, "", AuditText(credential));
  }
  changed_.notify_all();
  return base::Ok();
}

base::Status MemoryStore::RevokeCredential(std::string_view id, base::Time now,
                                           std::string_view actor) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = credentials_.find(id);
    if (found == credentials_.end()) {
      return base::Fail(ErrorCode::kNotFound, "no credential " + std::string(id));
    }
    if (found->second.revoked_at) return base::Ok();
    found->second.revoked_at = now;
    Append(found->second.account, ChangeKind::kCredential);
    ActNow(actor);
    Audit(found->second.account, "credential.revoke", found->second.id, "", "");
  }
  changed_.notify_all();
  return base::Ok();
}

Expected<std::vector<Credential>> MemoryStore::ListCredentials() {
  const std::lock_guard lock(mutex_);
  return InOrderOfCreation(credentials_);
}

base::Status MemoryStore::Ping() { return base::Ok(); }

}  // namespace namesake::registry
