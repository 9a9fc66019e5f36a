// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "base/clock.h"

namespace namesake::storage::postgres {

// A timestamptz is microseconds since 2000-01-01 in UTC.
inline constexpr base::Time kPostgresEpoch{
    std::chrono::sys_days{std::chrono::year{2000} / std::chrono::January / 1}};

}  // namespace namesake::storage::postgres
