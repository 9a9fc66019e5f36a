// SPDX-License-Identifier: Apache-2.0
#include "live/directory.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/expected.h"
#include "base/guarded.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::live {
namespace {

using CredentialPointer = std::shared_ptr<const registry::Credential>;

struct DigestHash {
  std::size_t operator()(const base::Sha256& digest) const noexcept {
    std::uint64_t head = 0;
    std::memcpy(&head, digest.data(), sizeof head);
    return head;
  }
};

}  // namespace

class Directory::State {
 public:
  void Add(registry::AccountWithParts parts) {
    if (!parts.account) return;
    const registry::AccountId id = parts.account->id;
    Place& place = accounts_[id];
    place.account = *std::move(parts.account);
    for (registry::Domain& domain : parts.domains) {
      domains_.insert_or_assign(domain.name, id);
      place.domains.push_back(std::move(domain.name));
    }
    for (registry::Credential& credential : parts.credentials) {
      const base::Sha256 hash = credential.hash;
      place.credentials.push_back(hash);
      credentials_.insert_or_assign(
          hash, std::make_shared<const registry::Credential>(std::move(credential)));
    }
  }

  void Remove(const registry::AccountId& id) {
    const auto place = accounts_.find(id);
    if (place == accounts_.end()) return;
    for (const std::string& name : place->second.domains) {
      // It may be another account's by now.
      const auto found = domains_.find(name);
      if (found != domains_.end() && found->second == id) domains_.erase(found);
    }
    for (const base::Sha256& hash : place->second.credentials) credentials_.erase(hash);
    accounts_.erase(place);
  }

  [[nodiscard]] CredentialPointer FindCredential(const base::Sha256& hash) const {
    const auto found = credentials_.find(hash);
    return found == credentials_.end() ? nullptr : found->second;
  }

  [[nodiscard]] std::optional<registry::Account> FindAccount(const registry::AccountId& id) const {
    const auto found = accounts_.find(id);
    if (found == accounts_.end()) return std::nullopt;
    return found->second.account;
  }

  [[nodiscard]] std::vector<registry::Account> Accounts() const {
    std::vector<registry::Account> accounts;
    accounts.reserve(accounts_.size());
    for (const auto& [id, place] : accounts_) accounts.push_back(place.account);
    return accounts;
  }

  [[nodiscard]] std::optional<registry::AccountId> AccountOfDomain(std::string_view domain) const {
    for (;;) {
      const auto found = domains_.find(domain);
      if (found != domains_.end()) return found->second;
      const std::size_t dot = domain.find('.');
      if (dot == std::string_view::npos) return std::nullopt;
      domain.remove_prefix(dot + 1);
    }
  }

  [[nodiscard]] std::optional<registry::AccountId> OnlyAccount() const {
    if (accounts_.size() != 1) return std::nullopt;
    return accounts_.begin()->first;
  }

  [[nodiscard]] std::vector<std::string> DomainsOf(const registry::AccountId& id) const {
    const auto found = accounts_.find(id);
    return found == accounts_.end() ? std::vector<std::string>() : found->second.domains;
  }

 private:
  struct Place {
    registry::Account account;
    std::vector<std::string> domains;  // by name
    std::vector<base::Sha256> credentials;
  };

  std::unordered_map<registry::AccountId, Place> accounts_;
  std::map<std::string, registry::AccountId, std::less<>> domains_;
  std::unordered_map<base::Sha256, CredentialPointer, DigestHash> credentials_;
};

Directory::Directory() : state_(std::make_unique<base::Guarded<State>>()) {}
Directory::~Directory() = default;

base::Status Directory::Load(registry::Store& store) {
  auto accounts = store.ListAccounts();
  if (!accounts) return base::Fail(accounts.error());
  auto domains = store.ListDomains();
  if (!domains) return base::Fail(domains.error());
  auto credentials = store.ListCredentials();
  if (!credentials) return base::Fail(credentials.error());

  std::unordered_map<registry::AccountId, registry::AccountWithParts> parts;
  for (auto& account : *accounts) parts[account.id].account = std::move(account);
  for (auto& domain : *domains) parts[domain.account].domains.push_back(std::move(domain));
  for (auto& credential : *credentials) {
    parts[credential.account].credentials.push_back(std::move(credential));
  }
  State state;
  for (auto& [id, each] : parts) state.Add(std::move(each));
  state_->Set(std::move(state));
  return base::Ok();
}

base::Status Directory::LoadAccount(registry::Store& store, const registry::AccountId& id) {
  auto parts = store.ReadAccount(id);
  if (!parts) return base::Fail(parts.error());
  state_->With([&](State& state) {
    state.Remove(id);
    state.Add(*std::move(parts));
  });
  return base::Ok();
}

CredentialPointer Directory::FindCredential(const base::Sha256& hash) const {
  return state_->With([&](const State& state) { return state.FindCredential(hash); });
}

std::optional<registry::Account> Directory::FindAccount(const registry::AccountId& id) const {
  return state_->With([&](const State& state) { return state.FindAccount(id); });
}

std::vector<registry::Account> Directory::Accounts() const {
  return state_->With([](const State& state) { return state.Accounts(); });
}

std::optional<registry::AccountId> Directory::AccountOfDomain(std::string_view domain) const {
  return state_->With([&](const State& state) { return state.AccountOfDomain(domain); });
}

std::optional<registry::AccountId> Directory::OnlyAccount() const {
  return state_->With([](const State& state) { return state.OnlyAccount(); });
}

std::vector<std::string> Directory::DomainsOf(const registry::AccountId& id) const {
  return state_->With([&](const State& state) { return state.DomainsOf(id); });
}

}  // namespace namesake::live
