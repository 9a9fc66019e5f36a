// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/list_sql.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "registry/entry.h"
#include "registry/store.h"
#include "storage/registry_rows.h"

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

// Keys and ids from one index. What a row without a provenance counts as is the enumeration's first
// value.
std::string Choose(const registry::ListQuery& query, std::string_view index,
                   std::string_view condition) {
  static_assert(static_cast<int>(registry::Provenance::kInternal) == 0);
  return fmt::format("SELECT {} AS key, id FROM entry INDEXED BY {} WHERE account_id = ?1 {} {}",
                     OrderColumn(query.order), index, condition,
                     query.provenance ? "AND ifnull(provenance, 0) = ?4" : "");
}

}  // namespace

std::string PageSql(const registry::ListQuery& query) {
  const std::string_view direction = query.direction == Direction::kAscending ? "ASC" : "DESC";
  std::string chosen;
  if (query.order == EntryOrder::kCreatedAt) {
    chosen = Choose(query, "entry_by_created_at", "");
  } else {
    // Merged: the index gives its rows in order, the few that it lacks are sorted.
    const std::string index = fmt::format("entry_by_{}", OrderColumn(query.order));
    chosen = Choose(query, index, "AND indexed = 1") + " UNION ALL " +
             Choose(query, "entry_not_indexed", "AND indexed = 0");
  }
  // Ties go by id in the same direction: descending is exactly the reverse of ascending, and one
  // index serves both.
  return fmt::format(
      "SELECT {0} FROM ({1} ORDER BY key {2}, id {2} LIMIT ?2 OFFSET ?3) AS page "
      "CROSS JOIN entry ON entry.account_id = ?1 AND entry.id = page.id "
      "ORDER BY page.key {2}, page.id {2}",
      NAMESAKE_ENTRY_COLUMNS, chosen, direction);
}

}  // namespace namesake::storage::sqlite
