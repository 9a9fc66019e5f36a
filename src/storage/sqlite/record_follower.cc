// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_follower.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/record_feed.h"
#include "storage/record_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

using record::FollowerPosition;
using record::NumberedRecord;

std::vector<NumberedRecord> ReadFlaggedAfter(const Connection& connection, std::uint64_t after,
                                             std::size_t limit) {
  std::vector<NumberedRecord> records;
  Statement select = connection.Prepare(
      "SELECT " NAMESAKE_RECORD_COLUMNS
      ", number FROM message WHERE flagged = 1 AND number > ?1 ORDER BY number LIMIT ?2");
  Rows rows = select.Run(static_cast<std::int64_t>(after), static_cast<std::int64_t>(limit));
  while (rows.Next()) {
    records.push_back(
        {static_cast<std::uint64_t>(rows.Integer(kRecordColumnCount)), ReadRecord(rows)});
  }
  return records;
}

std::uint64_t LastNumber(const Connection& connection) {
  Statement select = connection.Prepare("SELECT number FROM last_number");
  Rows rows = select.Run();
  return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : 0;
}

void SavePositions(const Connection& connection, std::span<const FollowerPosition> positions) {
  Transaction transaction(connection, Transaction::Kind::kWrite);
  {
    Statement upsert = connection.Prepare(
        "INSERT INTO position VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO UPDATE SET records = excluded.records, changes = excluded.changes");
    for (const FollowerPosition& position : positions) {
      upsert.Execute(position.name, static_cast<std::int64_t>(position.records),
                     static_cast<std::int64_t>(position.changes));
    }
  }
  transaction.Commit();
}

std::optional<FollowerPosition> LoadPosition(const Connection& connection, std::string_view name) {
  Statement select = connection.Prepare("SELECT records, changes FROM position WHERE name = ?1");
  Rows rows = select.Run(name);
  if (!rows.Next()) return std::nullopt;
  return FollowerPosition{.name = std::string(name),
                          .records = static_cast<std::uint64_t>(rows.Integer(0)),
                          .changes = static_cast<std::uint64_t>(rows.Integer(1))};
}

void ForgetPosition(const Connection& connection, std::string_view name) {
  connection.Prepare("DELETE FROM position WHERE name = ?1").Execute(name);
}

bool TakeLease(const Connection& connection, std::string_view name, std::string_view holder,
               base::Time now, base::Time until) {
  Transaction transaction(connection, Transaction::Kind::kWrite);
  connection
      .Prepare(
          "INSERT INTO lease VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE "
          "SET holder = excluded.holder, until = excluded.until "
          "WHERE holder = excluded.holder OR until <= ?4")
      .Execute(name, holder, until, now);
  bool has_it = false;
  {
    Statement select = connection.Prepare("SELECT holder FROM lease WHERE name = ?1");
    Rows rows = select.Run(name);
    has_it = rows.Next() && rows.Text(0) == holder;
  }
  transaction.Commit();
  return has_it;
}

void EndLease(const Connection& connection, std::string_view name, std::string_view holder) {
  connection.Prepare("DELETE FROM lease WHERE name = ?1 AND holder = ?2").Execute(name, holder);
}

}  // namespace namesake::storage::sqlite
