// SPDX-License-Identifier: Apache-2.0
#include "live/live_registry.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/guarded.h"
#include "base/log.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "live/account_settings.h"
#include "live/account_snapshots.h"
#include "live/directory.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::live {
namespace {

using base::Expected;
using registry::Change;
using registry::ChangeKind;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kChangesPerRead = 4096;
constexpr std::chrono::milliseconds kPatience{1000};   // for changes, before asking anyway
constexpr std::chrono::milliseconds kRetryPause{250};  // after a failed read

struct Waiter {
  std::uint64_t sequence;
  std::function<void()> visible;
};

struct Progress {
  std::uint64_t sequence = 0;
  Clock::time_point current_at = Clock::now();  // when everything was applied, the last time
  bool current = true;                          // it still is, as far as we know
  bool reachable = true;
  std::vector<Waiter> waiters;
};

class Follower final : public LiveRegistry {
 public:
  Follower(registry::Store& store, std::uint64_t sequence, const Options& options)
      : store_(store), snapshots_(store, options.known, options.snapshot_bytes) {
    progress_.With([&](Progress& progress) { progress.sequence = sequence; });
  }
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  ~Follower() override {
    stopping_ = true;
    store_.Interrupt();
    if (thread_.joinable()) thread_.join();
    Release(AllWaiters());  // whoever still waits has waited for nothing
  }

  base::Status Begin() {
    if (auto loaded = directory_.Load(store_); !loaded) return loaded;
    thread_ = std::thread([this] { Follow(); });
    return base::Ok();
  }

  Expected<std::shared_ptr<const detection::Snapshot>> SnapshotOf(
      const registry::AccountId& account) override {
    if (auto loaded = snapshots_.Find(account)) return loaded;
    if (!directory_.FindAccount(account)) {
      return base::Fail(base::ErrorCode::kNotFound,
                        "no account " + registry::FormatAccountId(account));
    }
    return snapshots_.Load(account, configuration_of_);
  }

  std::shared_ptr<const detection::Snapshot> LoadedSnapshotOf(
      const registry::AccountId& account) override {
    return snapshots_.Find(account);
  }

  void WhenVisible(std::uint64_t sequence, std::function<void()> visible) override {
    const bool now = progress_.With([&](Progress& progress) {
      if (progress.sequence >= sequence || !progress.reachable) return true;
      progress.waiters.push_back({sequence, std::move(visible)});
      return false;
    });
    if (now) visible();
  }

  std::shared_ptr<const registry::Credential> FindCredential(
      const base::Sha256& hash) const override {
    return directory_.FindCredential(hash);
  }
  std::optional<registry::Account> FindAccount(const registry::AccountId& id) const override {
    return directory_.FindAccount(id);
  }
  std::vector<registry::Account> Accounts() const override { return directory_.Accounts(); }
  std::optional<registry::AccountId> AccountOfDomain(std::string_view domain) const override {
    return directory_.AccountOfDomain(domain);
  }
  std::optional<registry::AccountId> OnlyAccount() const override {
    return directory_.OnlyAccount();
  }

  Status status() const override {
    Status status = progress_.With([](const Progress& progress) {
      const auto since =
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - progress.current_at);
      const bool current = progress.current && progress.reachable;
      return Status{.sequence = progress.sequence,
                    .behind = current ? std::chrono::milliseconds{0} : since,
                    .store_reachable = progress.reachable};
    });
    status.snapshots = snapshots_.figures();
    return status;
  }

 private:
  [[nodiscard]] AccountConfiguration ConfigurationOf(const registry::AccountId& id) const {
    const auto account = directory_.FindAccount(id);
    return {.domains = directory_.DomainsOf(id),
            .off = account ? ReasonsOff(account->settings) : detection::ReasonSet{}};
  }
  [[nodiscard]] std::uint64_t Position() const {
    return progress_.With([](const Progress& progress) { return progress.sequence; });
  }
  void Follow();
  [[nodiscard]] base::Status Apply(std::vector<Change> changes);
  void Resynchronise();
  // `more`: there are further changes.
  void ReachedTo(std::uint64_t sequence, bool more);
  void Lost(const base::Error& error);
  [[nodiscard]] std::vector<Waiter> AllWaiters();
  static void Release(const std::vector<Waiter>& waiters);

  registry::Store& store_;
  Directory directory_;
  const AccountSnapshots::ConfigurationOf configuration_of_ =
      [this](const registry::AccountId& id) { return ConfigurationOf(id); };
  AccountSnapshots snapshots_;
  base::Guarded<Progress> progress_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

void Follower::Follow() {
  auto patience = kPatience;
  while (!stopping_) {
    const std::uint64_t position = Position();
    store_.WaitForChanges(position, patience);
    patience = kPatience;
    if (stopping_) return;
    auto changes = store_.ReadChanges(position, kChangesPerRead);
    if (changes) {
      const std::uint64_t reached = changes->empty() ? position : changes->back().sequence;
      const bool more = changes->size() == kChangesPerRead;
      if (auto applied = Apply(std::move(*changes)); !applied) {
        Lost(applied.error());
        patience = kRetryPause;
        continue;  // from the same position: a revoked credential must not be stepped over
      }
      ReachedTo(reached, more);
      if (more) patience = std::chrono::milliseconds{0};
    } else if (changes.error().code == base::ErrorCode::kNotFound) {
      Resynchronise();
    } else {
      Lost(changes.error());
      patience = kRetryPause;
    }
  }
}

base::Status Follower::Apply(std::vector<Change> changes) {
  std::vector<registry::AccountId> accounts;
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::kAccount || change.kind == ChangeKind::kDomain ||
        change.kind == ChangeKind::kCredential) {
      accounts.push_back(change.account);
    }
  }
  std::ranges::sort(accounts);
  accounts.erase(std::ranges::unique(accounts).begin(), accounts.end());
  for (const registry::AccountId& account : accounts) {
    if (auto loaded = directory_.LoadAccount(store_, account); !loaded) return loaded;
  }
  snapshots_.Configure(accounts, configuration_of_);
  snapshots_.Apply(std::move(changes));
  return base::Ok();
}

// The feed no longer reaches back to where we are: everything is read anew.
void Follower::Resynchronise() {
  base::Log(base::LogLevel::kWarning, "feed_resynchronised",
            {{"position", static_cast<std::int64_t>(Position())}});
  const auto newest = store_.LastSequence();
  if (!newest) return Lost(newest.error());
  if (auto loaded = directory_.Load(store_); !loaded) return Lost(loaded.error());
  if (auto loaded = snapshots_.ReloadAll(configuration_of_); !loaded) return Lost(loaded.error());
  // Another database may have been put in place, whose sequences never reach what some wait for.
  const bool another = *newest < Position();
  ReachedTo(*newest, false);
  if (another) Release(AllWaiters());
}

void Follower::ReachedTo(std::uint64_t sequence, bool more) {
  std::vector<Waiter> due;
  const bool was_lost = progress_.With([&](Progress& progress) {
    const bool lost = !progress.reachable;
    progress.sequence = sequence;
    progress.current = !more;
    if (!more) progress.current_at = Clock::now();
    progress.reachable = true;
    std::erase_if(progress.waiters, [&](Waiter& waiter) {
      if (waiter.sequence > sequence) return false;
      due.push_back(std::move(waiter));
      return true;
    });
    return lost;
  });
  if (was_lost) base::Log(base::LogLevel::kInfo, "store_reachable");
  Release(due);
}

// What is durable is answered even when it cannot be read back now: nobody waits for ever.
void Follower::Lost(const base::Error& error) {
  const bool was_reachable =
      progress_.With([](Progress& progress) { return std::exchange(progress.reachable, false); });
  if (was_reachable) {
    base::Log(base::LogLevel::kError, "store_unreachable", {{"error", error.message}});
  }
  Release(AllWaiters());
}

std::vector<Waiter> Follower::AllWaiters() {
  return progress_.With(
      [](Progress& progress) { return std::exchange(progress.waiters, std::vector<Waiter>{}); });
}

void Follower::Release(const std::vector<Waiter>& waiters) {
  const base::LogBatch lines;  // each waiter is a request, and tells of its end
  for (const Waiter& waiter : waiters) waiter.visible();
}

}  // namespace

Expected<std::unique_ptr<LiveRegistry>> LiveRegistry::Start(registry::Store& store,
                                                            const Options& options) {
  // The position first: what changes between it and the reading below is then read twice, not
  // never.
  const auto sequence = store.LastSequence();
  if (!sequence) return base::Fail(sequence.error());
  auto follower = std::make_unique<Follower>(store, *sequence, options);
  if (auto begun = follower->Begin(); !begun) return base::Fail(begun.error());
  return follower;
}

}  // namespace namesake::live
