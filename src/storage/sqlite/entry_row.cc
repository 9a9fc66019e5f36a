// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/entry_row.h"

#include <cstdint>
#include <optional>
#include <string>

#include "registry/entry.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
namespace {

std::optional<std::int64_t> OptionalInteger(const Rows& rows, int column) {
  if (rows.IsNull(column)) return std::nullopt;
  return rows.Integer(column);
}

std::optional<std::string> OptionalText(const Rows& rows, int column) {
  if (rows.IsNull(column)) return std::nullopt;
  return std::string(rows.Text(column));
}

std::optional<registry::Provenance> OptionalProvenance(const Rows& rows, int column) {
  if (rows.IsNull(column)) return std::nullopt;
  return static_cast<registry::Provenance>(rows.Integer(column));
}

}  // namespace

registry::Entry ReadEntry(const Rows& rows, int first) {
  registry::Entry entry;
  rows.ReadBlob(first, entry.account.bytes);
  rows.ReadBlob(first + 1, entry.id.bytes);
  entry.name = rows.Text(first + 2);
  entry.email = rows.Text(first + 3);
  entry.is_email_regex = rows.Integer(first + 4) != 0;
  entry.comments = OptionalText(rows, first + 5);
  entry.directory_id = OptionalInteger(rows, first + 6);
  entry.directory_node_id = OptionalInteger(rows, first + 7);
  entry.external_directory_node_id = OptionalText(rows, first + 8);
  entry.provenance = OptionalProvenance(rows, first + 9);
  entry.directory_synced = rows.Integer(first + 10) != 0;
  entry.created_at = rows.Time(first + 11);
  entry.modified_at = rows.Time(first + 12);
  return entry;
}

std::optional<std::int64_t> StoredProvenance(const registry::Entry& entry) noexcept {
  if (!entry.provenance) return std::nullopt;
  return static_cast<std::int64_t>(*entry.provenance);
}

std::int64_t CountedProvenance(const registry::Entry& entry) noexcept {
  return static_cast<std::int64_t>(entry.provenance.value_or(registry::Provenance::kInternal));
}

}  // namespace namesake::storage::sqlite
