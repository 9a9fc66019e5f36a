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
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"

namespace namesake::live {
namespace {

struct DigestHash {
  std::size_t operator()(const base::Sha256& digest) const noexcept {
    std::uint64_t head = 0;
    std::memcpy(&head, digest.data(), sizeof head);
    return head;
  }
};

}  // namespace

struct Directory::State {
  std::unordered_map<registry::AccountId, registry::Account> accounts;
  std::map<std::string, registry::AccountId, std::less<>> domains;
  std::unordered_map<base::Sha256, std::shared_ptr<const registry::Credential>, DigestHash>
      credentials;
};

Directory::Directory() : state_(std::make_shared<const State>()) {}
Directory::~Directory() = default;

base::Status Directory::Load(registry::Store& store) {
  auto accounts = store.ListAccounts();
  if (!accounts) return base::Fail(accounts.error());
  auto domains = store.ListDomains();
  if (!domains) return base::Fail(domains.error());
  auto credentials = store.ListCredentials();
  if (!credentials) return base::Fail(credentials.error());

  auto state = std::make_shared<State>();
  for (auto& account : *accounts) state->accounts.emplace(account.id, std::move(account));
  for (auto& domain : *domains) state->domains.emplace(std::move(domain.name), domain.account);
  for (auto& credential : *credentials) {
    const base::Sha256 hash = credential.hash;
    state->credentials.emplace(hash,
                               std::make_shared<const registry::Credential>(std::move(credential)));
  }
  state_.Set(std::move(state));
  return base::Ok();
}

std::shared_ptr<const registry::Credential> Directory::FindCredential(
    const base::Sha256& hash) const {
  const auto state = state_.Copy();
  const auto found = state->credentials.find(hash);
  return found == state->credentials.end() ? nullptr : found->second;
}

std::optional<registry::Account> Directory::FindAccount(const registry::AccountId& id) const {
  const auto state = state_.Copy();
  const auto found = state->accounts.find(id);
  if (found == state->accounts.end()) return std::nullopt;
  return found->second;
}

std::vector<registry::Account> Directory::Accounts() const {
  const auto state = state_.Copy();
  std::vector<registry::Account> accounts;
  accounts.reserve(state->accounts.size());
  for (const auto& [id, account] : state->accounts) accounts.push_back(account);
  return accounts;
}

std::optional<registry::AccountId> Directory::AccountOfDomain(std::string_view domain) const {
  const auto state = state_.Copy();
  for (;;) {
    const auto found = state->domains.find(domain);
    if (found != state->domains.end()) return found->second;
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    domain.remove_prefix(dot + 1);
  }
}

std::optional<registry::AccountId> Directory::OnlyAccount() const {
  const auto state = state_.Copy();
  if (state->accounts.size() != 1) return std::nullopt;
  return state->accounts.begin()->first;
}

std::vector<std::string> Directory::DomainsOf(const registry::AccountId& id) const {
  const auto state = state_.Copy();
  std::vector<std::string> names;
  for (const auto& [name, account] : state->domains) {
    if (account == id) names.push_back(name);
  }
  return names;
}

}  // namespace namesake::live
