// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/failure.h"
#include "base/clock.h"
#include "record/record_store.h"

namespace namesake::api {

// What a search of /investigate asks for.
struct RecordSearch {
  record::RecordQuery query;
  std::uint64_t page = 1;
  bool by_page = false;     // clients that page by number count on total_count
  bool finds_none = false;  // by a condition that no record of ours can meet
};

// The parameters of GET …/investigate; all problems at once. `now` is the end of the default span
// of 30 days.
[[nodiscard]] Checked<RecordSearch> DecodeRecordSearch(std::string_view query, base::Time now);

// What a search of /investigate/totals asks for.
struct TotalsSearch {
  record::RecordQuery query;
  bool finds_none = false;
  std::uint32_t top = 10;  // rows of each list, 1..50
};

// The same parameters but for the place, and `top`; a span of at most 400 days.
[[nodiscard]] Checked<TotalsSearch> DecodeTotalsSearch(std::string_view query, base::Time now);

// The cursor that leads behind this record, and back from it; opaque to clients.
[[nodiscard]] std::string EncodeCursor(const record::Position& position);
[[nodiscard]] std::optional<record::Position> DecodeCursor(std::string_view cursor);

}  // namespace namesake::api
