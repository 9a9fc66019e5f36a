// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_row.h"

#include <cstdint>
#include <string>
#include <vector>

#include "record/message_record.h"
#include "record/search_text.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {
record::MessageRecord ReadRecord(const Rows& rows) {
  record::MessageRecord record;
  int column = 0;
  const auto text = [&](std::string& member) { member = rows.Text(column++); };
  const auto list = [&](std::vector<std::string>& member) {
    member = record::SplitList(rows.Text(column++));
  };
  rows.ReadBlob(column++, record.account.bytes);
  text(record.id);
  record.scanned_at = rows.Time(column++);
  text(record.queue_id);
  text(record.envelope_from);
  list(record.recipients);
  text(record.client_ip);
  text(record.from);
  text(record.from_name);
  list(record.to);
  list(record.to_names);
  list(record.cc);
  text(record.reply_to);
  text(record.subject);
  text(record.message_id);
  text(record.date);
  if (!rows.IsNull(column)) record.sent_at = rows.Time(column);
  ++column;
  text(record.originating_ip);
  text(record.spf);
  text(record.dkim);
  text(record.dmarc);
  text(record.disposition);
  record.flagged = rows.Integer(column++) != 0;
  list(record.reasons);
  text(record.findings);
  text(record.policy);
  text(record.policy_pattern);
  record.treatment = static_cast<record::Treatment>(rows.Integer(column++));
  record.hold = static_cast<record::Hold>(rows.Integer(column++));
  record.size = static_cast<std::uint64_t>(rows.Integer(column++));
  return record;
}

}  // namespace namesake::storage::sqlite
