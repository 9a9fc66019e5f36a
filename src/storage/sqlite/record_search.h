// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/record_store.h"
#include "registry/account.h"
#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// As record::RecordStore::Search, in one consistent view. Throws Failure.
[[nodiscard]] record::RecordPage SearchRecords(const Connection& connection,
                                               const registry::AccountId& account,
                                               const record::RecordQuery& query);

}  // namespace namesake::storage::sqlite
