// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "registry/entry.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The columns of `entry` that ReadEntry reads, in its order.
inline constexpr std::string_view kEntryColumns =
    "entry.account_id, entry.id, entry.name, entry.email, entry.is_email_regex, entry.comments, "
    "entry.directory_id, entry.directory_node_id, entry.external_directory_node_id, "
    "entry.provenance, entry.directory_synced, entry.created_at, entry.modified_at";
inline constexpr int kEntryColumnCount = 13;

// The entry whose columns begin with number `first`.
[[nodiscard]] registry::Entry ReadEntry(const Rows& rows, int first = 0);

// As it is stored; nullopt (NULL) for an entry that has none.
[[nodiscard]] std::optional<std::int64_t> StoredProvenance(const registry::Entry& entry) noexcept;

// As lists and counts take it: an entry without a provenance counts as made by hand.
[[nodiscard]] std::int64_t CountedProvenance(const registry::Entry& entry) noexcept;

}  // namespace namesake::storage::sqlite
