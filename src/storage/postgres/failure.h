// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

struct pg_conn;
struct pg_result;

namespace namesake::storage::postgres {

// PostgreSQL said no, or nothing at all. Thrown inside this folder only: a lost server can show at
// every single step, and what has to be done about it is the same everywhere. The stores and their
// writing threads catch it and make an Error of it.
class Failure : public std::exception {
 public:
  // What the server says about a statement.
  Failure(const pg_conn* connection, const pg_result* result);
  // The connection could not be made, or was lost.
  static Failure Lost(const pg_conn* connection, std::string_view doing);
  static Failure Lost(std::string message);
  explicit Failure(base::Error error) : error_(std::move(error)) {}

  [[nodiscard]] const base::Error& error() const noexcept { return error_; }
  // The same for a store that was open: it is away, unless the fault is ours. What its role may not
  // do any more is nothing that the caller lacks a permission for.
  [[nodiscard]] base::Error RuntimeError() const;
  // Five characters, "23505"; "" when it was not the server that spoke.
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
  // The connection is of no use any more.
  [[nodiscard]] bool IsLost() const noexcept { return lost_; }
  // Another attempt may succeed at once: lost, in recovery, or in conflict with another
  // transaction.
  [[nodiscard]] bool IsPassing() const noexcept;
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }

 private:
  base::Error error_;
  std::string sqlstate_;
  bool lost_ = false;
};

}  // namespace namesake::storage::postgres
