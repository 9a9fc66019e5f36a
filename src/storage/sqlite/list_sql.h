// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "registry/store.h"

namespace namesake::storage::sqlite {

// The entries of one page, in order. ?1 the account, ?2 how many, ?3 how many to skip, ?4 the
// provenance (only when the query has one). The page is chosen from an index alone; the entries
// themselves are only read for the rows that are on it.
[[nodiscard]] std::string PageSql(const registry::ListQuery& query);

}  // namespace namesake::storage::sqlite
