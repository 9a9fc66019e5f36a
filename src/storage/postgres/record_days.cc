// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/record_days.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"

namespace namesake::storage::postgres {
namespace {

constexpr std::array<std::string_view, 3> kTables = {"message", "message_raw", "message_action"};

constexpr int kDaysAhead = 2;

// Any number that no other program of the database uses: "NmSkDays".
constexpr std::string_view kLock = "SELECT pg_advisory_xact_lock(5651566487103796595)";

// Writers of records wait for a drop, and a drop for them.
constexpr std::string_view kPatience = "SET LOCAL lock_timeout = '2s'";

constexpr Query kIsThere{.name = "is_table_there",
                         .text = "SELECT to_regclass($1) IS NOT NULL",
                         .scope = Scope::kAllAccounts};

constexpr Query kPartitions{
    .name = "list_record_partitions",
    .text =
        "SELECT c.relname, greatest(c.reltuples, 0)::bigint FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass('message') "
        "ORDER BY c.relname",
    .scope = Scope::kAllAccounts};

std::string Date(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string Midnight(Day day) {
  const std::string date = Date(day);
  return fmt::format("'{}-{}-{} 00:00:00+00'", date.substr(0, 4), date.substr(4, 2),
                     date.substr(6, 2));
}

std::string Partition(std::string_view table, Day day) {
  return fmt::format("{}_{}", table, Date(day));
}

// "message_20261125"
std::optional<Day> DayOf(std::string_view partition) {
  constexpr std::string_view kPrefix = "message_";
  if (partition.size() != kPrefix.size() + 8 || !partition.starts_with(kPrefix))
    return std::nullopt;
  const std::string_view digits = partition.substr(kPrefix.size());
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const int date = std::stoi(std::string(digits));
  return Day(std::chrono::year(date / 10'000) /
             std::chrono::month(static_cast<unsigned>(date / 100 % 100)) /
             std::chrono::day(static_cast<unsigned>(date % 100)));
}

bool IsThere(Connection& connection, std::string_view table) {
  Rows rows = connection.Run(kIsThere, table);
  return rows.Next() && rows.Bool(0);
}

// Made first and attached then: that locks out nobody who reads or writes the other days.
void Make(Connection& connection, Day day) {
  connection.Execute("BEGIN");
  connection.Execute(kLock);
  for (const std::string_view table : kTables) {
    const std::string partition = Partition(table, day);
    if (IsThere(connection, partition)) continue;  // somebody else was faster
    connection.Execute(
        fmt::format("CREATE TABLE {0} (LIKE {1} INCLUDING DEFAULTS); "
                    "ALTER TABLE {1} ATTACH PARTITION {0} FOR VALUES FROM ({2}) TO ({3})",
                    partition, table, Midnight(day), Midnight(day + std::chrono::days(1))));
  }
  connection.Execute("COMMIT");
}

bool IsTrue(Connection& connection, const std::string& sql) {
  Rows rows = connection.Run({.name = {}, .text = sql, .scope = Scope::kAllAccounts});
  return rows.Next() && rows.Bool(0);
}

bool HoldsAny(Connection& connection, Day day) {
  return IsTrue(connection, fmt::format("SELECT EXISTS (SELECT 1 FROM {} WHERE hold IN (1, 2))",
                                        Partition("message", day)));
}

// Looks at each account once, however many records it has.
bool HasUnknownAccount(Connection& connection, Day day) {
  return IsTrue(
      connection,
      fmt::format("WITH RECURSIVE account (id) AS ("
                  "(SELECT account_id FROM {0} ORDER BY account_id LIMIT 1) UNION ALL "
                  "SELECT (SELECT account_id FROM {0} WHERE account_id > account.id "
                  "ORDER BY account_id LIMIT 1) FROM account WHERE account.id IS NOT NULL) "
                  "SELECT EXISTS (SELECT 1 FROM account WHERE id IS NOT NULL "
                  "AND id NOT IN (SELECT account_id FROM record_retention))",
                  Partition("message", day)));
}

// The parents are locked first, as by everybody who writes.
bool Drop(Connection& connection, Day day) {
  connection.Execute("BEGIN");
  connection.Execute(kPatience);
  connection.Execute("LOCK TABLE message, message_raw, message_action IN ACCESS EXCLUSIVE MODE");
  const bool may_go = IsThere(connection, Partition("message", day)) && !HoldsAny(connection, day);
  if (may_go) {
    for (const std::string_view table : kTables) {
      connection.Execute("DROP TABLE " + Partition(table, day));
    }
  }
  connection.Execute("COMMIT");
  return may_go;
}

}  // namespace

bool RecordDays::Knows(const std::set<Day>& days) const {
  return std::includes(known_.begin(), known_.end(), days.begin(), days.end());
}

void RecordDays::Provide(Connection& connection, const std::set<Day>& days) {
  for (const Day day : days) {
    for (int ahead = 0; ahead <= kDaysAhead; ++ahead) {
      const Day wanted = day + std::chrono::days(ahead);
      if (known_.contains(wanted)) continue;
      if (!IsThere(connection, Partition(kTables.back(), wanted))) Make(connection, wanted);
      known_.insert(wanted);
    }
  }
}

std::uint64_t RecordDays::DropUntil(Connection& connection, Day before) {
  struct Old {
    Day day;
    std::uint64_t records;
  };
  std::vector<Old> old;
  for (Rows rows = connection.Run(kPartitions); rows.Next();) {
    const std::optional<Day> day = DayOf(rows.Text(0));
    if (!day || *day + std::chrono::days(1) > before) continue;
    old.push_back({*day, static_cast<std::uint64_t>(rows.Integer(1))});
  }
  std::uint64_t records = 0;
  for (const Old& each : old) {
    if (HoldsAny(connection, each.day) || HasUnknownAccount(connection, each.day)) continue;
    if (!Drop(connection, each.day)) continue;
    known_.erase(each.day);
    records += each.records;
  }
  return records;
}

}  // namespace namesake::storage::postgres
