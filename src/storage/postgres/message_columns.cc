// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/message_columns.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/search_text.h"
#include "storage/postgres/parameters.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace namesake::storage::postgres {

using record::MessageRecord;

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
