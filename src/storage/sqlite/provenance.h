// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "registry/entry.h"

namespace namesake::storage::sqlite {

// As it is stored; nullopt (NULL) for an entry that has none.
[[nodiscard]] std::optional<std::int64_t> StoredProvenance(const registry::Entry& entry) noexcept;

// As lists and counts take it: an entry without a provenance counts as made by hand.
[[nodiscard]] std::int64_t CountedProvenance(const registry::Entry& entry) noexcept;

}  // namespace namesake::storage::sqlite
