// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "storage/postgres/rows.h"

namespace namesake::storage::postgres {

// How many columns of a row are an entry's.
inline constexpr int kEntryColumnCount = 13;

// The entry or policy whose columns, in the order of sql.cc, begin with number `first`.
[[nodiscard]] registry::Entry ReadEntry(const Rows& rows, int first = 0);
[[nodiscard]] registry::Policy ReadPolicy(const Rows& rows, int first = 0);
[[nodiscard]] registry::Credential ReadCredential(const Rows& rows);

}  // namespace namesake::storage::postgres
