// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// A file of records that is open: the messages, their octets and what was done with them. Not safe
// from several threads. Everything throws Failure.
class RecordFile {
 public:
  // Brings the schema up to date.
  explicit RecordFile(const std::filesystem::path& file);

  [[nodiscard]] bool HasMoved() const noexcept { return connection_.HasMoved(); }

  // As those of record::RecordStore.
  void Append(std::span<const record::RecordedMessage> messages);
  std::optional<record::MessageRecord> Find(const registry::AccountId& account,
                                            std::string_view id);
  std::optional<std::string> Raw(const registry::AccountId& account, std::string_view id);
  bool ChangeHold(const registry::AccountId& account, std::string_view id, record::Hold from,
                  record::Hold to, const record::RecordedAction& note);
  void AddAction(const registry::AccountId& account, std::string_view id,
                 const record::RecordedAction& action);
  std::vector<record::RecordedAction> Actions(const registry::AccountId& account,
                                              std::string_view id);
  std::uint64_t Sweep(const registry::AccountId& account, const record::Retention& retention,
                      base::Time now);
  [[nodiscard]] const Connection& connection() const noexcept { return connection_; }

 private:
  void InsertRecord(Statement& insert, const record::MessageRecord& row, std::int64_t number);
  void CheckpointWhenDue();
  std::uint64_t SweepOld(const registry::AccountId& account, base::Time before);
  void SweepRaw(const registry::AccountId& account, std::uint64_t limit);

  Connection connection_;
};

}  // namespace namesake::storage::sqlite
