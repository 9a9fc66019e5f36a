// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "base/error.h"

struct sqlite3;

namespace namesake::storage::sqlite {

// SQLite said no. Thrown inside this folder only: a lost disk can show at every single step, and
// what has to be done about it is the same everywhere. SqliteStore and GroupCommit catch it and
// make an Error of it.
class Failure : public std::exception {
 public:
  // What the connection (null: none could be made) says about the call that has just failed.
  Failure(sqlite3* db, int code, const std::string& file);
  Failure(sqlite3* db, int code);
  explicit Failure(base::Error error) : error_(std::move(error)) {}

  [[nodiscard]] const base::Error& error() const noexcept { return error_; }
  // The same for a store that was open: it is away, unless the fault is ours. That its file may not
  // be written any more is nothing the caller lacks a permission for.
  [[nodiscard]] base::Error RuntimeError() const;
  [[nodiscard]] int code() const noexcept { return code_; }  // extended result code, 0: our own
  [[nodiscard]] bool IsDuplicateKey() const noexcept;
  [[nodiscard]] bool IsMissingParent() const noexcept;  // a foreign key leads nowhere
  [[nodiscard]] bool IsBusy() const noexcept;
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }

 private:
  base::Error error_;
  int code_ = 0;
};

}  // namespace namesake::storage::sqlite
