// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/audit_log.h"

#include <cstdint>
#include <string_view>

#include "registry/account.h"
#include "registry/audit.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/feed_log.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

AuditLog::AuditLog(const Connection& connection, FeedLog& feed)
    : feed_(&feed),
      insert_(connection.Prepare("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")) {}

void AuditLog::Append(const Author& author, const registry::AccountId& account,
                      std::string_view action, std::string_view subject, std::string_view before,
                      std::string_view after) {
  insert_.Execute(account.bytes, static_cast<std::int64_t>(feed_->last()), author.at, author.name,
                  action, subject, before, after);
}

void AuditLog::Adopt(const registry::AuditRecord& record) {
  insert_.Execute(record.account.bytes, static_cast<std::int64_t>(feed_->SkipOne()), record.at,
                  record.actor, record.action, record.subject, record.before, record.after);
}

}  // namespace namesake::storage::sqlite
