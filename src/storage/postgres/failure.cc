// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/failure.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;

// libpq ends its messages with a line feed and writes some on several lines.
std::string OneLine(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

std::string Field(const PGresult* result, int code) {
  const char* value = PQresultErrorField(result, code);
  return value == nullptr ? std::string() : std::string(value);
}

// By the tables of appendix A of PostgreSQL's manual.
ErrorCode CodeOf(std::string_view sqlstate) {
  if (sqlstate == "42501" || sqlstate.starts_with("28")) return ErrorCode::kPermissionDenied;
  if (sqlstate == "3D000") return ErrorCode::kNotFound;
  if (sqlstate.starts_with("23") || sqlstate == "42P07" || sqlstate == "42710") {
    return ErrorCode::kConflict;  // a constraint; a table or type that exists
  }
  for (const std::string_view ours : {"0A", "21", "22", "26", "34", "42"}) {
    if (sqlstate.starts_with(ours)) return ErrorCode::kInternal;
  }
  return ErrorCode::kUnavailable;  // shutting down, read-only, out of room, in conflict, damaged
}

std::string_view Advice(std::string_view sqlstate) {
  if (sqlstate == "25006") return " (a standby, or a primary that may not write)";
  if (sqlstate == "53100") return " (make room on the disk)";
  if (sqlstate == "53300") return " (raise max_connections, or run fewer programs)";
  return "";
}

}  // namespace

Failure::Failure(const pg_conn* connection, const pg_result* result)
    : sqlstate_(Field(result, PG_DIAG_SQLSTATE)), lost_(PQstatus(connection) != CONNECTION_OK) {
  const std::string severity = Field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  // Without a state they are libpq's own words; the server closes after fatal ones.
  if (sqlstate_.empty() || severity == "FATAL" || severity == "PANIC") lost_ = true;
  const std::string primary = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string said = OneLine(primary.empty() ? PQresultErrorMessage(result) : primary);
  error_ = {.code = lost_ ? ErrorCode::kUnavailable : CodeOf(sqlstate_),
            .message = fmt::format("postgresql: {}{}", said, Advice(sqlstate_))};
}

Failure Failure::Lost(const pg_conn* connection, std::string_view doing) {
  const char* said = connection == nullptr ? "out of memory" : PQerrorMessage(connection);
  return Lost(fmt::format("{}: {}", doing, OneLine(said)));
}

Failure Failure::Lost(std::string message) {
  Failure failure(
      base::Error{.code = ErrorCode::kUnavailable, .message = "postgresql: " + std::move(message)});
  failure.lost_ = true;
  return failure;
}

base::Error Failure::RuntimeError() const {
  const bool ours = error_.code == ErrorCode::kInternal || error_.code == ErrorCode::kConflict;
  return {.code = ours ? ErrorCode::kInternal : ErrorCode::kUnavailable, .message = error_.message};
}

bool Failure::IsPassing() const noexcept {
  if (lost_) return true;
  // Class 40: serialization, deadlock; 57P: shutting down, starting; the others one by one: lock
  // not available, cancelled, read-only, idle in transaction for too long.
  return sqlstate_.starts_with("40") || sqlstate_.starts_with("57P") || sqlstate_ == "55P03" ||
         sqlstate_ == "57014" || sqlstate_ == "25006" || sqlstate_ == "25P03";
}

}  // namespace namesake::storage::postgres
