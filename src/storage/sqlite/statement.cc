// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/statement.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/sqlite/failure.h"

namespace namesake::storage::sqlite {
namespace {

void Check(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) throw Failure(sqlite3_db_handle(statement), code);
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);  // repeats the last step's result, which was thrown then
}

Statement::Statement(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) throw Failure(db, code);
}

void Statement::Bind(int index, std::int64_t value) {
  Check(statement_.get(), sqlite3_bind_int64(statement_.get(), index, value));
}

// Not copied (SQLITE_STATIC): the arguments outlive the rows.
void Statement::Bind(int index, std::string_view text) {
  const char* octets = text.data() == nullptr ? "" : text.data();  // null would be NULL
  Check(statement_.get(), sqlite3_bind_text64(statement_.get(), index, octets, text.size(),
                                              SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::Bind(int index, std::span<const std::uint8_t> blob) {
  Check(statement_.get(),
        sqlite3_bind_blob64(statement_.get(), index, blob.data(), blob.size(), SQLITE_STATIC));
}

void Statement::Bind(int index, std::nullopt_t /*null*/) {
  Check(statement_.get(), sqlite3_bind_null(statement_.get(), index));
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw Failure(sqlite3_db_handle(statement_.get()), code);
}

void Statement::Reset() noexcept { sqlite3_reset(statement_.get()); }

std::int64_t Statement::Changes() const noexcept {
  return sqlite3_changes64(sqlite3_db_handle(statement_.get()));
}

bool Rows::IsNull(int column) const noexcept {
  return sqlite3_column_type(raw(), column) == SQLITE_NULL;
}

std::int64_t Rows::Integer(int column) const noexcept {
  return sqlite3_column_int64(raw(), column);
}

std::string_view Rows::Text(int column) const noexcept {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(raw(), column))};
}

std::string_view Rows::Octets(int column) const noexcept {
  const std::span<const std::uint8_t> octets = Blob(column);
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::span<const std::uint8_t> Rows::Blob(int column) const noexcept {
  const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(raw(), column));
  return {octets, static_cast<std::size_t>(sqlite3_column_bytes(raw(), column))};
}

std::optional<std::int64_t> Rows::OptionalInteger(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Integer(column);
}

std::optional<std::string> Rows::OptionalText(int column) const {
  if (IsNull(column)) return std::nullopt;
  return std::string(Text(column));
}

std::optional<base::Time> Rows::OptionalTime(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}

}  // namespace namesake::storage::sqlite
