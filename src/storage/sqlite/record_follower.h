// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/record_feed.h"
#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// The record::RecordFeed, in the tables message, position and lease. All
// throw Failure.

[[nodiscard]] std::vector<record::NumberedRecord> ReadFlaggedAfter(const Connection& connection,
                                                                   std::uint64_t after,
                                                                   std::size_t limit);
[[nodiscard]] std::uint64_t LastNumber(const Connection& connection);

void SavePositions(const Connection& connection,
                   std::span<const record::FollowerPosition> positions);
[[nodiscard]] std::optional<record::FollowerPosition> LoadPosition(const Connection& connection,
                                                                   std::string_view name);
void ForgetPosition(const Connection& connection, std::string_view name);

[[nodiscard]] bool TakeLease(const Connection& connection, std::string_view name,
                             std::string_view holder, base::Time now, base::Time until);
void EndLease(const Connection& connection, std::string_view name, std::string_view holder);

}  // namespace namesake::storage::sqlite
