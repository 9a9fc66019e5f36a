// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

struct pg_result;

namespace namesake::storage::postgres {

// The rows that a statement has answered with, one at a time. All of them are in memory: fetch
// what may be many in pieces. Columns count from 0. Views are good as long as the object.
//
//   Rows rows = connection.Run(kFindAccount, id);
//   if (rows.Next()) use(rows.Text(0));
class Rows {
 public:
  explicit Rows(pg_result* result) : result_(result) {}  // takes it over

  bool Next() noexcept { return ++row_ < count(); }

  [[nodiscard]] int count() const noexcept;
  // Rows inserted, changed or deleted by a statement that answers without rows.
  [[nodiscard]] std::int64_t changed() const noexcept;

  // What was done: "COMMIT", "INSERT 0 1".
  [[nodiscard]] std::string_view command() const noexcept;

  [[nodiscard]] bool IsNull(int column) const noexcept;
  [[nodiscard]] bool Bool(int column) const noexcept;
  // Of smallint, integer or bigint; NULL reads as 0.
  [[nodiscard]] std::int64_t Integer(int column) const noexcept;
  [[nodiscard]] std::string_view Text(int column) const noexcept { return Octets(column); }
  [[nodiscard]] std::string_view Octets(int column) const noexcept;
  [[nodiscard]] base::Time Time(int column) const noexcept;

  [[nodiscard]] std::optional<std::int64_t> OptionalInteger(int column) const;
  [[nodiscard]] std::optional<std::string> OptionalText(int column) const;
  [[nodiscard]] std::optional<base::Time> OptionalTime(int column) const;

  // Of a uuid or bytea. REQUIRES: the column holds that many octets; else the value is left alone.
  template <std::size_t kSize>
  void ReadBlob(int column, std::array<std::uint8_t, kSize>& blob) const noexcept {
    const std::string_view octets = Octets(column);
    if (octets.size() == kSize) std::ranges::copy(octets, blob.begin());
  }

 private:
  struct Clear {
    void operator()(pg_result* result) const noexcept;
  };

  std::unique_ptr<pg_result, Clear> result_;
  int row_ = -1;
};

}  // namespace namesake::storage::postgres
