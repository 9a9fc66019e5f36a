// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/expected.h"

namespace namesake::base {

// A point in UTC with the resolution that the API shows: microseconds.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

// Where the time comes from, so that tests can say what time it is. Implementations are safe to
// call from several threads.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time Now() const override;
};

// RFC 3339 in UTC with exactly six fraction digits: "2026-11-23T09:30:00.000000Z".
[[nodiscard]] std::string FormatRfc3339(Time time);

// Reads an RFC 3339 date-time with any offset and up to nine fraction digits (those beyond the
// sixth are dropped). A date that does not exist ("2026-02-30…") is kInvalidArgument.
[[nodiscard]] Expected<Time> ParseRfc3339(std::string_view text);

// HTTP's date form, RFC 9110 section 5.6.7: "Mon, 23 Nov 2026 09:30:00 GMT".
[[nodiscard]] std::string FormatHttpDate(Time time);

}  // namespace namesake::base
