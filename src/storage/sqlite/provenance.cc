// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/provenance.h"

#include <cstdint>
#include <optional>

#include "registry/entry.h"

namespace namesake::storage::sqlite {
std::optional<std::int64_t> StoredProvenance(const registry::Entry& entry) noexcept {
  if (!entry.provenance) return std::nullopt;
  return static_cast<std::int64_t>(*entry.provenance);
}

std::int64_t CountedProvenance(const registry::Entry& entry) noexcept {
  return static_cast<std::int64_t>(entry.provenance.value_or(registry::Provenance::kInternal));
}

}  // namespace namesake::storage::sqlite
