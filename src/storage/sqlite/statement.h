// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

struct sqlite3;
struct sqlite3_stmt;

namespace namesake::storage::sqlite {

class Rows;

// A prepared statement, to be run many times. One run at a time; not safe from several threads.
//
//   Statement find(db, "SELECT name FROM account WHERE account_id = ?1");
//   auto rows = find.Run(id.bytes);                  // the arguments must outlive the rows
//   if (rows.Next()) use(rows.Text(0));
//
// Blobs are arrays of octets, times are microseconds since 1970, nullopt is NULL. Every function
// throws Failure.
class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql);

  template <typename... Arguments>
  [[nodiscard]] Rows Run(const Arguments&... arguments);

  // Runs to the end; returns how many rows were inserted, changed or deleted.
  template <typename... Arguments>
  std::int64_t Execute(const Arguments&... arguments);

 private:
  friend class Rows;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void Bind(int index, std::int64_t value);
  void Bind(int index, std::string_view text);
  void Bind(int index, std::span<const std::uint8_t> blob);
  void Bind(int index, std::nullopt_t);
  void Bind(int index, base::Time time) { Bind(index, time.time_since_epoch().count()); }
  template <std::size_t kSize>
  void Bind(int index, const std::array<std::uint8_t, kSize>& blob) {
    Bind(index, std::span<const std::uint8_t>(blob));
  }
  template <typename T>
  void Bind(int index, const std::optional<T>& value) {
    value ? Bind(index, *value) : Bind(index, std::nullopt);
  }

  bool Step();
  void Reset() noexcept;
  [[nodiscard]] std::int64_t Changes() const noexcept;

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// The rows of one run, one at a time. Views are good until the next Next. Columns count from 0.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  ~Rows() { statement_->Reset(); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  bool Next() { return statement_->Step(); }

  [[nodiscard]] bool IsNull(int column) const noexcept;
  [[nodiscard]] std::int64_t Integer(int column) const noexcept;
  [[nodiscard]] bool Bool(int column) const noexcept { return Integer(column) != 0; }
  [[nodiscard]] std::string_view Text(int column) const noexcept;
  [[nodiscard]] std::string_view Octets(int column) const noexcept;  // of a blob
  [[nodiscard]] base::Time Time(int column) const noexcept {
    return base::Time(std::chrono::microseconds(Integer(column)));
  }

  [[nodiscard]] std::optional<std::int64_t> OptionalInteger(int column) const;
  [[nodiscard]] std::optional<std::string> OptionalText(int column) const;
  [[nodiscard]] std::optional<base::Time> OptionalTime(int column) const;

  // REQUIRES: the column holds that many octets (the schema checks it); else the value is zeros.
  template <std::size_t kSize>
  void ReadBlob(int column, std::array<std::uint8_t, kSize>& blob) const noexcept {
    const auto octets = Blob(column);
    if (octets.size() == kSize) std::memcpy(blob.data(), octets.data(), kSize);
  }

 private:
  [[nodiscard]] std::span<const std::uint8_t> Blob(int column) const noexcept;
  [[nodiscard]] sqlite3_stmt* raw() const noexcept { return statement_->statement_.get(); }

  Statement* statement_;
};

template <typename... Arguments>
Rows Statement::Run(const Arguments&... arguments) {
  [[maybe_unused]] int index = 0;
  (Bind(++index, arguments), ...);
  return Rows(*this);
}

template <typename... Arguments>
std::int64_t Statement::Execute(const Arguments&... arguments) {
  Rows rows = Run(arguments...);
  while (rows.Next()) {
  }
  return Changes();
}

}  // namespace namesake::storage::sqlite
