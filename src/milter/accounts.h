// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "live/live_registry.h"
#include "milter/action.h"
#include "registry/account.h"

namespace namesake::milter {

// The accounts whose registries a message is checked against: the one of the settings; else those
// that have the recipients' domains; for a domain that nobody has, the store's only account.
// `domains` in ASCII form. Each account once, in order; none when nobody is responsible.
[[nodiscard]] std::vector<registry::AccountId> AccountsFor(std::span<const std::string> domains,
                                                           const Conduct& conduct,
                                                           const live::LiveRegistry& registry);

}  // namespace namesake::milter
