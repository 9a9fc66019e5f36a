// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/uuid.h"
#include "record/node_book.h"
#include "storage/sqlite/connection.h"

namespace namesake::storage::sqlite {

// The record::NodeBook, in the table node. All throw Failure.

void ReportNode(const Connection& connection, const record::NodeReport& report);
void ForgetNode(const Connection& connection, const base::Uuid& id);
[[nodiscard]] std::vector<record::NodeReport> ListNodes(const Connection& connection);

}  // namespace namesake::storage::sqlite
