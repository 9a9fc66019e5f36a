// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "detection/snapshot.h"
#include "live/live_registry.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/policy.h"
#include "registry/policy_set.h"

namespace namesake::milter::testing {

// An account id that is easy to read in a failure: 16 times the same octet.
inline registry::AccountId AccountNumbered(std::uint8_t number) {
  registry::AccountId id;
  id.bytes.fill(number);
  return id;
}

enum class Condition { kWell, kStoreAway, kOutOfMemory };

// What the live registry knows, told by a test. Each account has one identity.
class FakeRegistry final : public live::LiveRegistry {
 public:
  void AddAccount(const registry::AccountId& id, const std::string& domain, std::string name,
                  std::string email) {
    std::vector<detection::Identity> identities;
    identities.push_back({.id = std::nullopt, .name = std::move(name), .email = std::move(email)});
    snapshots_[id] =
        std::make_shared<const detection::Snapshot>(std::move(identities), std::vector{domain});
    domains_[domain] = id;
  }

  void SetCondition(Condition condition) { condition_ = condition; }

  base::Expected<std::shared_ptr<const detection::Snapshot>> SnapshotOf(
      const registry::AccountId& account) override {
    if (condition_ == Condition::kOutOfMemory) throw std::bad_alloc();
    if (condition_ == Condition::kStoreAway || broken_ == account) {
      return base::Fail(base::ErrorCode::kUnavailable, "the store is away");
    }
    const auto found = snapshots_.find(account);
    if (found == snapshots_.end()) return base::Fail(base::ErrorCode::kNotFound, "no account");
    return found->second;
  }

  std::shared_ptr<const detection::Snapshot> LoadedSnapshotOf(
      const registry::AccountId& account) override {
    const auto found = snapshots_.find(account);
    return found == snapshots_.end() ? nullptr : found->second;
  }

  // The account that cannot be read while the others can.
  void Break(const registry::AccountId& account) { broken_ = account; }

  void WhenVisible(std::uint64_t /*sequence*/, std::function<void()> visible) override {
    visible();
  }
  std::shared_ptr<const registry::Credential> FindCredential(
      const base::Sha256& /*hash*/) const override {
    return nullptr;
  }
  std::optional<registry::Account> FindAccount(const registry::AccountId& id) const override {
    if (!snapshots_.contains(id)) return std::nullopt;
    const auto settings = settings_.find(id);
    return registry::Account{
        .id = id,
        .name = {},
        .created_at = {},
        .settings = settings == settings_.end() ? registry::AccountSettings() : settings->second};
  }
  std::vector<registry::Account> Accounts() const override {
    std::vector<registry::Account> accounts;
    for (const auto& [id, snapshot] : snapshots_) accounts.push_back(*FindAccount(id));
    return accounts;
  }
  void SetSettings(const registry::AccountId& id, registry::AccountSettings settings) {
    settings_[id] = std::move(settings);
  }
  void SetPolicies(const registry::AccountId& id, std::vector<registry::Policy> policies) {
    snapshots_[id] = std::make_shared<const detection::Snapshot>(snapshots_[id]->WithPolicies(
        std::make_shared<const registry::PolicySet>(std::move(policies))));
  }
  std::optional<registry::AccountId> AccountOfDomain(std::string_view domain) const override {
    const auto found = domains_.find(domain);
    if (found == domains_.end()) return std::nullopt;
    return found->second;
  }
  std::optional<registry::AccountId> OnlyAccount() const override {
    if (snapshots_.size() != 1) return std::nullopt;
    return snapshots_.begin()->first;
  }
  live::Status status() const override { return {}; }

 private:
  std::map<registry::AccountId, std::shared_ptr<const detection::Snapshot>> snapshots_;
  std::map<std::string, registry::AccountId, std::less<>> domains_;
  std::map<registry::AccountId, registry::AccountSettings> settings_;
  std::optional<registry::AccountId> broken_;
  Condition condition_ = Condition::kWell;
};

}  // namespace namesake::milter::testing
