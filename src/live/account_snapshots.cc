// SPDX-License-Identifier: Apache-2.0
#include "live/account_snapshots.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "base/log.h"
#include "detection/known_domains.h"
#include "detection/snapshot.h"
#include "registry/account.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/policy_set.h"
#include "registry/store.h"

namespace namesake::live {
namespace {

using detection::Identity;
using detection::IdentityChange;
using detection::Snapshot;
using registry::Change;
using registry::ChangeKind;

Identity AsIdentity(registry::Entry entry) {
  return {.id = entry.id,
          .name = std::move(entry.name),
          .email = std::move(entry.email),
          .is_email_regex = entry.is_email_regex,
          .comments = std::move(entry.comments).value_or("")};
}

IdentityChange AsIdentityChange(Change change) {
  IdentityChange result{.id = change.entry_id, .identity = std::nullopt};
  if (change.entry) result.identity = AsIdentity(std::move(*change.entry));
  return result;
}

bool IsEntryChange(const Change& change) {
  return change.kind == ChangeKind::kEntryPut || change.kind == ChangeKind::kEntryDeleted;
}

// The snapshot with those changes in it that are newer than what was read.
Snapshot WithChanges(const Snapshot& snapshot, std::vector<Change> changes,
                     std::uint64_t entries_read_at, std::uint64_t policies_read_at) {
  std::vector<IdentityChange> identities;
  std::vector<registry::PolicyChange> policies;
  for (Change& change : changes) {
    if (change.kind == ChangeKind::kPolicy) {
      if (change.sequence <= policies_read_at) continue;
      policies.push_back({change.policy_id, std::move(change.policy)});
    } else if (change.sequence > entries_read_at) {
      identities.push_back(AsIdentityChange(std::move(change)));
    }
  }
  Snapshot next = snapshot.With(std::move(identities));
  if (policies.empty()) return next;
  return next.WithPolicies(
      std::make_shared<const registry::PolicySet>(snapshot.policies().With(std::move(policies))));
}

}  // namespace

AccountSnapshots::AccountSnapshots(registry::Store& store,
                                   std::shared_ptr<const detection::KnownDomains> known,
                                   std::size_t budget_bytes)
    : store_(store),
      known_(std::move(known)),
      cache_(budget_bytes),
      merger_([this] { MergeInBackground(); }) {}

AccountSnapshots::~AccountSnapshots() {
  {
    const std::lock_guard lock(merge_mutex_);
    stopping_ = true;
  }
  merge_wanted_.notify_all();
  merger_.join();
}

base::Expected<Loaded> AccountSnapshots::Read(const registry::AccountId& account) {
  std::vector<Identity> identities;
  const auto sequence = store_.VisitEntries(account, [&](registry::Entry entry) {
    identities.push_back(AsIdentity(std::move(entry)));
    return true;
  });
  if (!sequence) return base::Fail(sequence.error());
  std::vector<registry::Policy> policies;
  const auto policy_sequence = store_.VisitPolicies(account, [&](registry::Policy policy) {
    policies.push_back(std::move(policy));
    return true;
  });
  if (!policy_sequence) return base::Fail(policy_sequence.error());
  base::Log(base::LogLevel::kInfo, "snapshot_loaded",
            {{"account", registry::FormatAccountId(account)},
             {"identities", static_cast<std::int64_t>(identities.size())},
             {"policies", static_cast<std::int64_t>(policies.size())},
             {"sequence", static_cast<std::int64_t>(*sequence)}});
  const Snapshot snapshot(std::move(identities), std::vector<std::string>{});
  return Loaded{std::make_shared<const Snapshot>(snapshot.WithPolicies(
                    std::make_shared<const registry::PolicySet>(std::move(policies)))),
                *sequence, *policy_sequence};
}

// The configuration is asked for here, not before the reading: Configure does not reach an account
// that is not kept yet.
void AccountSnapshots::Keep(const registry::AccountId& account, Loaded loaded,
                            const ConfigurationOf& configuration_of) {
  AccountConfiguration configuration = configuration_of(account);
  loaded.snapshot = std::make_shared<const Snapshot>(
      loaded.snapshot->WithDomains(std::move(configuration.domains))
          .WithoutReasons(configuration.off)
          .WithKnownDomains(known_));
  cache_.Put(account, std::move(loaded));
}

base::Expected<SnapshotPointer> AccountSnapshots::Load(const registry::AccountId& account,
                                                       const ConfigurationOf& configuration_of) {
  std::unique_lock lock(writing_);
  if (const auto found = readings_.find(account); found != readings_.end()) {
    const std::shared_ptr<Reading> reading = found->second;
    reading_ended_.wait(lock, [&] { return reading->result.has_value(); });
    return *reading->result;
  }
  if (auto loaded = Find(account)) return loaded;  // somebody else did meanwhile
  const auto reading = std::make_shared<Reading>();
  readings_.emplace(account, reading);  // from here on the follower keeps what arrives
  lock.unlock();
  auto read = Read(account);

  lock.lock();
  readings_.erase(account);
  reading->result =
      EndReading(account, std::move(read), std::move(reading->arrived), configuration_of);
  reading_ended_.notify_all();
  return *reading->result;
}

base::Expected<SnapshotPointer> AccountSnapshots::EndReading(
    const registry::AccountId& account, base::Expected<Loaded> read,
    std::vector<registry::Change> arrived, const ConfigurationOf& configuration_of) {
  if (!read) return base::Fail(std::move(read.error()));
  Keep(account, *std::move(read), configuration_of);
  ApplyTo(account, std::move(arrived));
  return cache_.Peek(account)->snapshot;
}

base::Status AccountSnapshots::ReloadAll(const ConfigurationOf& configuration_of) {
  for (const registry::AccountId& id : cache_.Accounts()) {
    auto loaded = Read(id);
    if (!loaded) return base::Fail(loaded.error());
    const std::lock_guard lock(writing_);
    Keep(id, std::move(*loaded), configuration_of);
  }
  return base::Ok();
}

void AccountSnapshots::Configure(std::span<const registry::AccountId> accounts,
                                 const ConfigurationOf& configuration_of) {
  const std::lock_guard lock(writing_);
  for (const registry::AccountId& id : accounts) {
    const auto loaded = cache_.Peek(id);
    if (!loaded) continue;
    const SnapshotPointer& snapshot = loaded->snapshot;
    AccountConfiguration configuration = configuration_of(id);
    const bool same_domains = configuration.domains == snapshot->domains();
    if (same_domains && configuration.off == snapshot->off()) continue;
    Snapshot next = snapshot->WithoutReasons(configuration.off);
    if (!same_domains) next = next.WithDomains(std::move(configuration.domains));
    Publish(id, std::move(next));
  }
}

void AccountSnapshots::Apply(std::vector<Change> changes) {
  const std::lock_guard lock(writing_);
  std::unordered_map<registry::AccountId, std::vector<Change>> by_account;
  for (Change& change : changes) {
    if (!IsEntryChange(change) && change.kind != ChangeKind::kPolicy) continue;
    if (const auto reading = readings_.find(change.account); reading != readings_.end()) {
      reading->second->arrived.push_back(std::move(change));
    } else {
      by_account[change.account].push_back(std::move(change));
    }
  }
  for (auto& [account, list] : by_account) ApplyTo(account, std::move(list));
}

void AccountSnapshots::ApplyTo(const registry::AccountId& account, std::vector<Change> changes) {
  const auto loaded = cache_.Peek(account);
  if (!loaded) return;
  std::erase_if(changes, [&](const Change& change) {
    return change.sequence <= std::min(loaded->sequence, loaded->policy_sequence);
  });
  if (changes.empty()) return;
  Publish(account, WithChanges(*loaded->snapshot, std::move(changes), loaded->sequence,
                               loaded->policy_sequence));
}

void AccountSnapshots::Publish(const registry::AccountId& account, Snapshot snapshot) {
  const bool merge = snapshot.PlanMerge().has_value();
  cache_.Replace(account, std::make_shared<const Snapshot>(std::move(snapshot)));
  if (!merge) return;
  {
    const std::lock_guard lock(merge_mutex_);
    merge_queue_.insert(account);
  }
  merge_wanted_.notify_one();
}

void AccountSnapshots::MergeInBackground() {
  std::unique_lock lock(merge_mutex_);
  for (;;) {
    merge_wanted_.wait(lock, [this] { return stopping_ || !merge_queue_.empty(); });
    if (stopping_) return;
    const registry::AccountId account = merge_queue_.extract(merge_queue_.begin()).value();
    lock.unlock();
    MergeDue(account);
    lock.lock();
  }
}

void AccountSnapshots::MergeDue(const registry::AccountId& account) {
  const auto loaded = cache_.Peek(account);
  if (!loaded) return;
  const auto plan = loaded->snapshot->PlanMerge();
  if (!plan) return;
  auto merged = Snapshot::Merge(*plan);  // long, and nobody waits for it
  const std::lock_guard lock(writing_);
  if (const auto newest = cache_.Peek(account)) {
    Publish(account, newest->snapshot->WithMerged(*plan, std::move(merged)));
  }
}

}  // namespace namesake::live
