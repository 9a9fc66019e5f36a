// SPDX-License-Identifier: Apache-2.0
#include "milter/recipient_group.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live/live_registry.h"
#include "mail/addr_spec.h"
#include "milter/action.h"
#include "registry/account.h"
#include "text/idna.h"

namespace namesake::milter {
namespace {

std::optional<registry::AccountId> AccountOf(std::string_view recipient,
                                             const live::LiveRegistry& registry) {
  const auto address = mail::SplitAddress(recipient);
  if (!address) return std::nullopt;  // "postmaster" alone is a valid recipient, too
  const auto domain = text::DomainToAscii(address->domain);
  return domain ? registry.AccountOfDomain(*domain) : std::nullopt;
}

}  // namespace

std::vector<RecipientGroup> GroupRecipients(std::span<const std::string> recipients,
                                            const Conduct& conduct,
                                            const live::LiveRegistry& registry) {
  // Whatever the recipients are, nobody else could be meant.
  const auto of_all = conduct.account ? conduct.account : registry.OnlyAccount();
  if (of_all) return {{of_all, {recipients.begin(), recipients.end()}}};

  std::map<std::optional<registry::AccountId>, std::vector<std::string>> by_account;
  for (const std::string& recipient : recipients) {
    by_account[AccountOf(recipient, registry)].push_back(recipient);
  }
  std::vector<RecipientGroup> groups;
  for (auto& [account, members] : by_account) groups.push_back({account, std::move(members)});
  return groups;
}

}  // namespace namesake::milter
