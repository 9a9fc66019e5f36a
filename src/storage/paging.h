// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace namesake::storage {

// How many matching rows stand before the page of a query; what no account can have when the page's
// number is beyond all reason.
template <typename Query>
[[nodiscard]] std::uint64_t Skipped(const Query& query) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t pages = std::max<std::uint64_t>(query.page, 1) - 1;
  if (query.per_page == 0 || pages > kMost / query.per_page) return kMost;
  return pages * query.per_page;
}

}  // namespace namesake::storage
