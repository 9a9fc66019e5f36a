// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/list_sql.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "registry/store.h"
#include "storage/sqlite/entry_row.h"

namespace namesake::storage::sqlite {
namespace {

using registry::Direction;
using registry::EntryOrder;

std::string_view OrderColumn(EntryOrder order) {
  switch (order) {
    case EntryOrder::kName:
      return "name";
    case EntryOrder::kEmail:
      return "email";
    case EntryOrder::kCreatedAt:
      break;
  }
  return "created_at";
}

// Ties go by id in the same direction: descending is exactly the reverse of ascending, and one
// index serves both.
std::string OrderBy(const registry::ListQuery& query) {
  const std::string_view direction = query.direction == Direction::kAscending ? "ASC" : "DESC";
  return fmt::format("entry.{} {}, entry.id {}", OrderColumn(query.order), direction, direction);
}

}  // namespace

std::string PageSql(const registry::ListQuery& query) {
  const std::string_view column = OrderColumn(query.order);
  // What a row without a provenance counts as is the enumeration's first value.
  static_assert(static_cast<int>(registry::Provenance::kInternal) == 0);
  const std::string_view filter = query.provenance ? "AND ifnull(entry.provenance, 0) = ?4" : "";
  const std::string order = OrderBy(query);
  return fmt::format(
      "SELECT {} FROM (SELECT id FROM entry INDEXED BY entry_by_{} WHERE account_id = ?1 {} "
      "ORDER BY {} LIMIT ?2 OFFSET ?3) AS page "
      "CROSS JOIN entry ON entry.account_id = ?1 AND entry.id = page.id ORDER BY {}",
      kEntryColumns, column, filter, order, order);
}

std::string ScanSql(const registry::ListQuery& query) {
  return fmt::format(
      "SELECT {} FROM entry INDEXED BY entry_by_{} WHERE account_id = ?1 ORDER BY {}",
      kEntryColumns, OrderColumn(query.order), OrderBy(query));
}

}  // namespace namesake::storage::sqlite
