// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "record/message_record.h"
#include "registry/account.h"
#include "storage/postgres/parameters.h"

namespace namesake::storage::postgres {

// As PostgreSQL takes it: a NUL, which it does not, and ill-formed octets become U+FFFD. Text of a
// message may have the first, and what cannot be written would be tried again for ever.
[[nodiscard]] std::string Storable(std::string_view text);

// A time within what PostgreSQL knows, for comparisons with any time.
[[nodiscard]] base::Time WithinRange(base::Time time) noexcept;

// Many messages, a column each: the arguments of kInsertMessages and kInsertRaws.
class MessageColumns {
 public:
  void Add(const record::RecordedMessage& message);

  [[nodiscard]] std::size_t size() const noexcept { return id_.size(); }
  [[nodiscard]] Parameters Messages() const;
  [[nodiscard]] Parameters Raws() const;

 private:
  static constexpr std::size_t kTexts = 26;

  Column<registry::AccountId> account_;
  Column<std::string> id_;
  Column<base::Time> scanned_at_;
  Column<std::int64_t> place_;  // among these, from 1
  Column<base::Time> sent_at_;
  Column<bool> flagged_;
  Column<std::int32_t> treatment_;
  Column<std::int32_t> hold_;
  Column<std::int64_t> size_;
  std::array<Column<std::string>, kTexts> texts_;

  Column<registry::AccountId> raw_account_;
  Column<std::string> raw_id_;
  Column<base::Time> raw_scanned_at_;
  Column<std::span<const std::uint8_t>> raw_octets_;
};

}  // namespace namesake::storage::postgres
