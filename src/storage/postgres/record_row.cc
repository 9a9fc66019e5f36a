// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/record_row.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/search_text.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/rows.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace namesake::storage::postgres {

using record::MessageRecord;
using record::RecordedAction;

MessageRecord ReadRecord(const Rows& rows) {
  MessageRecord record;
  int column = 0;
  const auto text = [&](std::string& member) { member = rows.Text(column++); };
  const auto list = [&](std::vector<std::string>& member) {
    member = record::SplitList(rows.Text(column++));
  };
  rows.ReadBlob(column++, record.account.bytes);
  text(record.id);
  record.scanned_at = rows.Time(column++);
  record.sent_at = rows.OptionalTime(column++);
  record.flagged = rows.Bool(column++);
  record.treatment = static_cast<record::Treatment>(rows.Integer(column++));
  record.hold = static_cast<record::Hold>(rows.Integer(column++));
  record.size = static_cast<std::uint64_t>(rows.Integer(column++));
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
  text(record.originating_ip);
  text(record.spf);
  text(record.dkim);
  text(record.dmarc);
  text(record.disposition);
  list(record.reasons);
  text(record.findings);
  text(record.policy);
  text(record.policy_pattern);
  return record;
}

RecordedAction ReadAction(const Rows& rows) {
  RecordedAction action;
  action.operation = rows.Text(0);
  action.started_at = rows.Time(1);
  action.completed_at = rows.OptionalTime(2);
  action.success = rows.Bool(3);
  action.status = rows.Text(4);
  action.requested_by = rows.Text(5);
  action.destination = rows.Text(6);
  action.requested_disposition = rows.Text(7);
  return action;
}

std::string Storable(std::string_view text) {
  std::string storable = text::IsValidUtf8(text) ? std::string(text) : text::RepairUtf8(text);
  for (std::size_t at = storable.find('\0'); at != std::string::npos;
       at = storable.find('\0', at)) {
    std::string replacement;
    text::AppendUtf8(replacement, text::kReplacementCharacter);
    storable.replace(at, 1, replacement);
  }
  return storable;
}

base::Time WithinRange(base::Time time) noexcept {
  using std::chrono::sys_days;
  using std::chrono::year;
  constexpr base::Time kFirst{sys_days{year{1} / std::chrono::January / 1}};
  constexpr base::Time kLast{sys_days{year{9999} / std::chrono::December / 31}};
  return std::clamp(time, kFirst, kLast);
}

void MessageColumns::Add(const record::RecordedMessage& message) {
  const MessageRecord& record = message.record;
  account_.Add(record.account);
  id_.Add(Storable(record.id));
  scanned_at_.Add(record.scanned_at);
  place_.Add(static_cast<std::int64_t>(place_.size()) + 1);
  sent_at_.Add(record.sent_at);
  flagged_.Add(record.flagged);
  treatment_.Add(static_cast<std::int32_t>(record.treatment));
  hold_.Add(static_cast<std::int32_t>(record.hold));
  size_.Add(static_cast<std::int64_t>(record.size));
  const std::array<std::string, kTexts> texts = {record.queue_id,
                                                 record.envelope_from,
                                                 record::JoinList(record.recipients),
                                                 record.client_ip,
                                                 record.from,
                                                 record.from_name,
                                                 record::JoinList(record.to),
                                                 record::JoinList(record.to_names),
                                                 record::JoinList(record.cc),
                                                 record.reply_to,
                                                 record.subject,
                                                 record.message_id,
                                                 record.date,
                                                 record.originating_ip,
                                                 record.spf,
                                                 record.dkim,
                                                 record.dmarc,
                                                 record.disposition,
                                                 record::JoinList(record.reasons),
                                                 record.findings,
                                                 record.policy,
                                                 record.policy_pattern,
                                                 record::SendersOf(record),
                                                 record::RecipientsOf(record),
                                                 text::FoldCase(record.subject),
                                                 record::SearchTextOf(record)};
  for (std::size_t i = 0; i < kTexts; ++i) texts_[i].Add(Storable(texts[i]));
  if (!message.raw) return;
  raw_account_.Add(record.account);
  raw_id_.Add(Storable(record.id));
  raw_scanned_at_.Add(record.scanned_at);
  raw_octets_.Add(
      std::span(reinterpret_cast<const std::uint8_t*>(message.raw->data()), message.raw->size()));
}

Parameters MessageColumns::Messages() const {
  Parameters parameters = Parameters::Of(account_, id_, scanned_at_, place_, sent_at_, flagged_,
                                         treatment_, hold_, size_);
  for (const Column<std::string>& text : texts_) parameters.Add(text);
  parameters.Add(static_cast<std::int64_t>(size()));
  return parameters;
}

Parameters MessageColumns::Raws() const {
  return Parameters::Of(raw_account_, raw_id_, raw_scanned_at_, raw_octets_);
}

}  // namespace namesake::storage::postgres
