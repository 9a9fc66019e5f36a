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

// While one lives, what its thread logs is kept and written with one system call at the end, or
// before a warning or error: for a thread that writes many lines at a stretch. A program that dies
// in between loses them, so keep it to some hundred microseconds. They may be nested; the outermost
// counts.
class LogBatch {
 public:
  LogBatch();
  LogBatch(const LogBatch&) = delete;
  LogBatch& operator=(const LogBatch&) = delete;
  ~LogBatch();
};

// Events below `level` are dropped. Default: kInfo.
void SetLogLevel(LogLevel level);

// Whether an event of this level would be written; lets a hot path skip the formatting.
[[nodiscard]] bool LogEnabled(LogLevel level);

}  // namespace namesake::base
