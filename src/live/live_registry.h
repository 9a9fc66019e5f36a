// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "detection/known_domains.h"
#include "detection/snapshot.h"
#include "live/snapshot_cache.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::live {

struct Options {
  // What the settings add to the domains that the engine knows; not null.
  std::shared_ptr<const detection::KnownDomains> known =
      std::make_shared<const detection::KnownDomains>();
  // Of all snapshots; those that nobody has asked for the longest go. 0: no limit.
  std::size_t snapshot_bytes = 0;
};

struct Status {
  std::uint64_t sequence = 0;           // of the feed, up to which everything is applied
  std::chrono::milliseconds behind{0};  // since everything was applied last, 0 when it is now
  bool store_reachable = true;
  CacheFigures snapshots = {};
};

// What the programs need of the store in memory, kept current from its change feed by one thread:
// every account's snapshot (loaded when first asked for, again when it had to go meanwhile), all
// credentials, all domains. When the store goes away, everything goes on with the last state and
// Status says so.
// Safe from several threads.
class LiveRegistry {
 public:
  // Loads accounts, domains and credentials; fails when the store cannot be read. `store` must
  // outlive this object.
  [[nodiscard]] static base::Expected<std::unique_ptr<LiveRegistry>> Start(
      registry::Store& store, const Options& options = Options());
  LiveRegistry(const LiveRegistry&) = delete;
  LiveRegistry& operator=(const LiveRegistry&) = delete;
  virtual ~LiveRegistry() = default;

  // The account's snapshot of now. The first call for an account, and one after it had to make
  // room for others, reads its entries and takes some seconds a million; kNotFound for an unknown
  // account, kUnavailable when it would have to be read while the store is away.
  [[nodiscard]] virtual base::Expected<std::shared_ptr<const detection::Snapshot>> SnapshotOf(
      const registry::AccountId& account) = 0;

  // The same if it is loaded, at once; null otherwise.
  [[nodiscard]] virtual std::shared_ptr<const detection::Snapshot> LoadedSnapshotOf(
      const registry::AccountId& account) = 0;

  // Calls `visible` (once, from any thread, perhaps at once) when everything up to `sequence` is
  // applied: the next message is checked against it.
  virtual void WhenVisible(std::uint64_t sequence, std::function<void()> visible) = 0;

  // The credential with that hash, whatever its state (see registry::IsActive); null without one.
  // Takes the same time either way.
  [[nodiscard]] virtual std::shared_ptr<const registry::Credential> FindCredential(
      const base::Sha256& hash) const = 0;

  [[nodiscard]] virtual std::optional<registry::Account> FindAccount(
      const registry::AccountId& id) const = 0;

  // All of them, in no order.
  [[nodiscard]] virtual std::vector<registry::Account> Accounts() const = 0;

  // The account that has this domain or, failing that, a domain above it. `domain` in ASCII form.
  [[nodiscard]] virtual std::optional<registry::AccountId> AccountOfDomain(
      std::string_view domain) const = 0;

  // The account, when there is exactly one.
  [[nodiscard]] virtual std::optional<registry::AccountId> OnlyAccount() const = 0;

  [[nodiscard]] virtual Status status() const = 0;

 protected:
  LiveRegistry() = default;
};

}  // namespace namesake::live
