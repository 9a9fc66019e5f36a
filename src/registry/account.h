// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace namesake::registry {

// An account (a tenant): the unit of isolation. Written as 32 lower-case hex digits.
struct AccountId {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const AccountId&, const AccountId&) = default;
};

[[nodiscard]] AccountId MakeAccountId();
[[nodiscard]] std::string FormatAccountId(const AccountId& id);

// Exactly 32 hex digits, lower case as the API writes them; nullopt for anything else.
[[nodiscard]] std::optional<AccountId> ParseAccountId(std::string_view text);

// What an administrator has chosen for one account, by name. Here they are mere text: which there
// are and what they mean is told by live/account_settings.
using AccountSettings = std::map<std::string, std::string, std::less<>>;

// New values; those without one go back to the default.
using AccountSettingChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

struct Account {
  AccountId id;
  std::string name;
  base::Time created_at;
  AccountSettings settings = {};

  friend bool operator==(const Account&, const Account&) = default;
};

// A mail domain of the account's own. `name` in the ASCII form of text::DomainToAscii.
struct Domain {
  AccountId account;
  std::string name;
  base::Time created_at;

  friend bool operator==(const Domain&, const Domain&) = default;
};

}  // namespace namesake::registry

template <>
struct std::hash<namesake::registry::AccountId> {
  // Administrators may choose ids, and choose 1, 2, 3.
  std::size_t operator()(const namesake::registry::AccountId& id) const noexcept {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    std::memcpy(&head, id.bytes.data(), sizeof head);
    std::memcpy(&tail, id.bytes.data() + sizeof head, sizeof tail);
    return (head ^ tail) * 0x9E3779B97F4A7C15ULL;
  }
};
