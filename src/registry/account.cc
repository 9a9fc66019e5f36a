// SPDX-License-Identifier: Apache-2.0
#include "registry/account.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/random.h"

namespace namesake::registry {

AccountId MakeAccountId() {
  AccountId id;
  base::FillRandom(id.bytes);
  return id;
}

std::string FormatAccountId(const AccountId& id) { return base::ToHex(id.bytes); }

std::optional<AccountId> ParseAccountId(std::string_view text) {
  AccountId id;
  if (text.size() != 2 * id.bytes.size()) return std::nullopt;
  // FromHex takes capitals too; the API's ids have none.
  if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; })) {
    return std::nullopt;
  }
  const auto bytes = base::FromHex(text);
  if (!bytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
  return id;
}

}  // namespace namesake::registry
