// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace namesake::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// One field of an event. Text values are escaped: a hostile header cannot end the line or reach the
// terminal.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

// Writes one event as one line to stderr: time, level, stable event name, fields as name=value.
// docs/events.md tells an operator what each event means and what to do.
//
//   Log(LogLevel::kInfo, "entry_created", {{"request", ray}, {"entry", id}});
//
// Never hand in bodies, tokens or whole addresses at info level. Safe from several threads.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// Events below `level` are dropped. Default: kInfo.
void SetLogLevel(LogLevel level);

// Whether an event of this level would be written; lets a hot path skip the formatting.
[[nodiscard]] bool LogEnabled(LogLevel level);

}  // namespace namesake::base
