// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/record_row.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/message_record.h"
#include "storage/sqlite/statement.h"
#include "text/fold.h"

namespace namesake::storage::sqlite {
namespace {

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> list;
  if (text.empty()) return list;
  text.remove_prefix(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

void AppendLines(const std::vector<std::string>& lines, std::string& text) {
  for (const std::string& line : lines) text.append(line).append(1, '\n');
}

}  // namespace

std::string JoinList(const std::vector<std::string>& list) {
  if (list.empty()) return {};
  std::string text = "\n";
  for (const std::string& item : list) {
    const std::size_t begin = text.size();
    text += item;
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '\n', ' ');
    text += '\n';
  }
  return text;
}

record::MessageRecord ReadRecord(const Rows& rows) {
  record::MessageRecord record;
  int column = 0;
  const auto text = [&](std::string& member) { member = rows.Text(column++); };
  const auto list = [&](std::vector<std::string>& member) {
    member = SplitList(rows.Text(column++));
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

std::string SendersOf(const record::MessageRecord& record) {
  return text::FoldCase(JoinList({record.from, record.envelope_from, record.reply_to}));
}

std::string RecipientsOf(const record::MessageRecord& record) {
  std::vector<std::string> all = record.recipients;
  all.insert(all.end(), record.to.begin(), record.to.end());
  all.insert(all.end(), record.cc.begin(), record.cc.end());
  return text::FoldCase(JoinList(all));
}

std::string SearchTextOf(const record::MessageRecord& record) {
  std::string text;
  AppendLines({record.id, record.envelope_from, record.from, record.from_name, record.reply_to,
               record.subject, record.message_id, record.client_ip, record.originating_ip,
               record.disposition, record.date},
              text);
  AppendLines(record.recipients, text);
  AppendLines(record.to, text);
  AppendLines(record.to_names, text);
  AppendLines(record.cc, text);
  AppendLines(record.reasons, text);
  return text::FoldCase(text);
}

}  // namespace namesake::storage::sqlite
