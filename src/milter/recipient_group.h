// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "live/live_registry.h"
#include "milter/action.h"
#include "registry/account.h"

namespace namesake::milter {

// Recipients of one message that one account is responsible for.
struct RecipientGroup {
  std::optional<registry::AccountId> account;  // unset: nobody is
  std::vector<std::string> recipients;         // without angle brackets

  friend bool operator==(const RecipientGroup&, const RecipientGroup&) = default;
};

// Each recipient in one group, each account in one group. The account is the one of the settings;
// else the store's only one; else the one that has the recipient's domain. Groups in order of the
// account, those nobody is responsible for first. Without recipients: one group of the account that
// is responsible for all, if there is one.
[[nodiscard]] std::vector<RecipientGroup> GroupRecipients(std::span<const std::string> recipients,
                                                          const Conduct& conduct,
                                                          const live::LiveRegistry& registry);

}  // namespace namesake::milter
