// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/node_table.h"

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/uuid.h"
#include "record/node_book.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

using record::NodeReport;

void ReportNode(const Connection& connection, const NodeReport& report) {
  Transaction transaction(connection, Transaction::Kind::kWrite);
  connection.Prepare("DELETE FROM node WHERE id = ?1 OR seen_at < ?2")
      .Execute(report.id.bytes, report.seen_at - record::kNodeMemory);
  connection.Prepare("INSERT INTO node VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
      .Execute(report.id.bytes, report.program, report.host, report.version, report.started_at,
               report.seen_at, std::int64_t{report.behind.count()},
               static_cast<std::int64_t>(report.messages),
               static_cast<std::int64_t>(report.recent_messages),
               std::int64_t{report.recent_time.count()});
  transaction.Commit();
}

void ForgetNode(const Connection& connection, const base::Uuid& id) {
  connection.Prepare("DELETE FROM node WHERE id = ?1").Execute(id.bytes);
}

std::vector<NodeReport> ListNodes(const Connection& connection) {
  std::vector<NodeReport> nodes;
  Statement select = connection.Prepare(
      "SELECT id, program, host, version, started_at, seen_at, behind_ms, messages, "
      "recent_messages, recent_ms FROM node ORDER BY host, program, started_at");
  Rows rows = select.Run();
  while (rows.Next()) {
    NodeReport& node = nodes.emplace_back();
    rows.ReadBlob(0, node.id.bytes);
    node.program = rows.Text(1);
    node.host = rows.Text(2);
    node.version = rows.Text(3);
    node.started_at = rows.Time(4);
    node.seen_at = rows.Time(5);
    node.behind = std::chrono::milliseconds(rows.Integer(6));
    node.messages = static_cast<std::uint64_t>(rows.Integer(7));
    node.recent_messages = static_cast<std::uint64_t>(rows.Integer(8));
    node.recent_time = std::chrono::milliseconds(rows.Integer(9));
  }
  return nodes;
}

}  // namespace namesake::storage::sqlite
