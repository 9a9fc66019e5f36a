// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "registry/account.h"
#include "registry/audit.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/feed_log.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// Who is changing what, within a transaction.
struct Author {
  std::string_view name;
  base::Time at;
};

// The audit log as the writer sees it. A row has the number that the feed gave to the change, so
// append to the feed first.
class AuditLog {
 public:
  AuditLog(const Connection& connection, FeedLog& feed);

  void Append(const Author& author, const registry::AccountId& account, std::string_view action,
              std::string_view subject, std::string_view before, std::string_view after);
  // One of another store, with everything but its number.
  void Adopt(const registry::AuditRecord& record);

 private:
  FeedLog* feed_;
  Statement insert_;
};

}  // namespace namesake::storage::sqlite
