// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace namesake::storage {

// Every row that is left, by a reader of one (registry_rows.h, record_rows.h).
template <typename Rows, typename Value>
[[nodiscard]] std::vector<Value> ReadAll(Rows rows, Value (*read)(const Rows&)) {
  std::vector<Value> values;
  while (rows.Next()) values.push_back(read(rows));
  return values;
}

}  // namespace namesake::storage
