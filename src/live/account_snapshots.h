// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/expected.h"
#include "detection/known_domains.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "live/snapshot_cache.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::live {

// What an account's snapshot has besides its entries and policies, as it is now.
struct AccountConfiguration {
  std::vector<std::string> domains;  // its own, in the order of their names
  detection::ReasonSet off;
};

// The snapshots of the accounts that somebody has asked for, as many as there is memory for. Safe
// from several threads; readers wait for a map look-up at most, never for a writer's work, and a
// reading of one account keeps nobody from another. Owns a thread that merges the large segments of
// snapshots in the background.
class AccountSnapshots {
 public:
  // `budget_bytes`: of SnapshotCache.
  AccountSnapshots(registry::Store& store, std::shared_ptr<const detection::KnownDomains> known,
                   std::size_t budget_bytes);
  ~AccountSnapshots();
  AccountSnapshots(const AccountSnapshots&) = delete;
  AccountSnapshots& operator=(const AccountSnapshots&) = delete;

  // Null when the account is not loaded.
  [[nodiscard]] SnapshotPointer Find(const registry::AccountId& account) {
    return cache_.Find(account);
  }

  using ConfigurationOf = std::function<AccountConfiguration(const registry::AccountId&)>;

  [[nodiscard]] CacheFigures figures() const { return cache_.figures(); }

  // Reads the account's entries and policies and keeps their snapshot. Callers for one account at a
  // time share one reading and its result.
  [[nodiscard]] base::Expected<SnapshotPointer> Load(const registry::AccountId& account,
                                                     const ConfigurationOf& configuration_of);

  // Reads every loaded account anew; the old snapshots stay in use until the new ones are there.
  [[nodiscard]] base::Status ReloadAll(const ConfigurationOf& configuration_of);

  // To be called after the configuration of these accounts has changed.
  void Configure(std::span<const registry::AccountId> accounts,
                 const ConfigurationOf& configuration_of);

  // Applies the changes of entries and policies of loaded accounts, in the order of the feed.
  void Apply(std::vector<registry::Change> changes);

 private:
  // An account that is being read.
  struct Reading {
    std::vector<registry::Change> arrived;  // meanwhile; to be applied on top of what was read
    std::optional<base::Expected<SnapshotPointer>> result;  // when it is over
  };

  [[nodiscard]] base::Expected<Loaded> Read(const registry::AccountId& account);
  // The next four under writing_.
  void Keep(const registry::AccountId& account, Loaded loaded,
            const ConfigurationOf& configuration_of);
  [[nodiscard]] base::Expected<SnapshotPointer> EndReading(const registry::AccountId& account,
                                                           base::Expected<Loaded> read,
                                                           std::vector<registry::Change> arrived,
                                                           const ConfigurationOf& configuration_of);
  void ApplyTo(const registry::AccountId& account, std::vector<registry::Change> changes);
  void Publish(const registry::AccountId& account, detection::Snapshot snapshot);
  void MergeInBackground();
  void MergeDue(const registry::AccountId& account);

  registry::Store& store_;
  const std::shared_ptr<const detection::KnownDomains> known_;
  SnapshotCache cache_;
  std::mutex writing_;  // held by whoever derives the next snapshot from the newest
  std::unordered_map<registry::AccountId, std::shared_ptr<Reading>> readings_;  // under writing_
  std::condition_variable reading_ended_;

  std::mutex merge_mutex_;
  std::condition_variable merge_wanted_;
  std::set<registry::AccountId> merge_queue_;  // under merge_mutex_
  bool stopping_ = false;                      // under merge_mutex_
  std::thread merger_;
};

}  // namespace namesake::live
