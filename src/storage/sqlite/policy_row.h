// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "registry/policy.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The columns of `policy` that ReadPolicy reads, in its order.
inline constexpr std::string_view kPolicyColumns =
    "policy.account_id, policy.id, policy.kind, policy.pattern_type, policy.flags, "
    "policy.pattern, policy.is_regex, policy.comments, policy.created_at, policy.modified_at";

// The policy whose columns begin with number `first`.
[[nodiscard]] registry::Policy ReadPolicy(const Rows& rows, int first = 0);

}  // namespace namesake::storage::sqlite
