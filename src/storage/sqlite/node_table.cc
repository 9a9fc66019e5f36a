// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/node_table.h"

#include <cstdint>
#include <vector>

#include "base/uuid.h"
#include "record/node_book.h"
#include "storage/record_rows.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

using record::NodeReport;

void ReportNode(const Connection& connection, const NodeReport& report) {
  Transaction transaction(connection, Transaction::Kind::kWrite);
  connection.Prepare("DELETE FROM node WHERE id = ?1 OR seen_at < ?2")
      .Execute(report.id.bytes, report.seen_at - record::kNodeMemory);
  connection
      .Prepare("INSERT INTO node (" NAMESAKE_NODE_COLUMNS
               ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
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
  Statement select = connection.Prepare("SELECT " NAMESAKE_NODE_COLUMNS
                                        " FROM node ORDER BY host, program, started_at");
  Rows rows = select.Run();
  while (rows.Next()) nodes.push_back(ReadNode(rows));
  return nodes;
}

}  // namespace namesake::storage::sqlite
