// SPDX-License-Identifier: Apache-2.0
#include "record/search_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "record/message_record.h"
#include "text/fold.h"

namespace namesake::record {
namespace {

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

std::string SendersOf(const MessageRecord& record) {
  return text::FoldCase(JoinList({record.from, record.envelope_from, record.reply_to}));
}

std::string RecipientsOf(const MessageRecord& record) {
  std::vector<std::string> all = record.recipients;
  all.insert(all.end(), record.to.begin(), record.to.end());
  all.insert(all.end(), record.cc.begin(), record.cc.end());
  return text::FoldCase(JoinList(all));
}

std::string SearchTextOf(const MessageRecord& record) {
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

std::string ListItem(std::string_view address_or_domain) {
  const bool is_address = address_or_domain.find('@') != std::string_view::npos;
  return (is_address ? "\n" : "@") + text::FoldCase(address_or_domain) + "\n";
}

std::string ReasonItem(std::string_view reason) { return "\n" + std::string(reason) + "\n"; }

std::string EntryItem(std::string_view entry_id) { return '"' + std::string(entry_id) + '"'; }

bool IsQuarantined(const MessageRecord& record) noexcept {
  const bool held =
      record.treatment == Treatment::kQuarantined || record.treatment == Treatment::kKept;
  return held && record.hold != Hold::kReleased && record.hold != Hold::kDropped;
}

}  // namespace namesake::record
