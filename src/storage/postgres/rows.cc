// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/rows.h"

#include <libpq-fe.h>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/postgres/time.h"

namespace namesake::storage::postgres {

void Rows::Clear::operator()(pg_result* result) const noexcept { PQclear(result); }

int Rows::count() const noexcept { return PQntuples(result_.get()); }

std::int64_t Rows::changed() const noexcept {
  const std::string_view text = PQcmdTuples(result_.get());
  std::int64_t changed = 0;
  std::from_chars(text.data(), text.data() + text.size(), changed);
  return changed;
}

std::string_view Rows::command() const noexcept { return PQcmdStatus(result_.get()); }

bool Rows::IsNull(int column) const noexcept {
  return PQgetisnull(result_.get(), row_, column) != 0;
}

bool Rows::Bool(int column) const noexcept {
  const std::string_view octets = Octets(column);
  return !octets.empty() && octets.front() != '\0';
}

std::int64_t Rows::Integer(int column) const noexcept {
  const std::string_view octets = Octets(column);
  if (octets.empty()) return 0;
  // The sign is that of the first octet, however many there are.
  std::uint64_t value = static_cast<signed char>(octets.front()) < 0 ? ~std::uint64_t{0} : 0;
  for (const char octet : octets) value = value << 8 | static_cast<unsigned char>(octet);
  return static_cast<std::int64_t>(value);
}

std::string_view Rows::Octets(int column) const noexcept {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

base::Time Rows::Time(int column) const noexcept {
  return kPostgresEpoch + std::chrono::microseconds(Integer(column));
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

}  // namespace namesake::storage::postgres
