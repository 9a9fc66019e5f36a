// SPDX-License-Identifier: Apache-2.0
#include "milter/accounts.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "live/live_registry.h"
#include "milter/action.h"
#include "registry/account.h"

namespace namesake::milter {

std::vector<registry::AccountId> AccountsFor(std::span<const std::string> domains,
                                             const Conduct& conduct,
                                             const live::LiveRegistry& registry) {
  if (conduct.account) return {*conduct.account};
  // Whatever the domains are, nobody else could be meant.
  if (const auto only = registry.OnlyAccount()) return {*only};

  std::vector<registry::AccountId> accounts;
  for (const std::string& domain : domains) {
    if (const auto account = registry.AccountOfDomain(domain)) accounts.push_back(*account);
  }
  std::ranges::sort(accounts);
  const auto repeated = std::ranges::unique(accounts);
  accounts.erase(repeated.begin(), repeated.end());
  return accounts;
}

}  // namespace namesake::milter
