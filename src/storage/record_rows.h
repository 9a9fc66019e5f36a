// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "record/message_record.h"
#include "record/node_book.h"
#include "record/search_text.h"

namespace namesake::storage {

// The rows of what is recorded, as those of the registry (registry_rows.h).

#define NAMESAKE_RECORD_COLUMNS                                                                 \
  "account_id, id, scanned_at, sent_at, flagged, treatment, hold, size, queue_id, "             \
  "envelope_from, recipients, client_ip, from_address, from_name, to_addresses, to_names, cc, " \
  "reply_to, subject, message_id, date, originating_ip, spf, dkim, dmarc, disposition, "        \
  "reasons, findings, policy, policy_pattern"
inline constexpr int kRecordColumnCount = 30;

template <typename Rows>
[[nodiscard]] record::MessageRecord ReadRecord(const Rows& rows) {
  record::MessageRecord record;
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

#define NAMESAKE_ACTION_COLUMNS                                                       \
  "operation, started_at, completed_at, success, status, requested_by, destination, " \
  "requested_disposition"

template <typename Rows>
[[nodiscard]] record::RecordedAction ReadAction(const Rows& rows) {
  record::RecordedAction action;
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

#define NAMESAKE_NODE_COLUMNS                                              \
  "id, program, host, version, started_at, seen_at, behind_ms, messages, " \
  "recent_messages, recent_ms"

template <typename Rows>
[[nodiscard]] record::NodeReport ReadNode(const Rows& rows) {
  record::NodeReport node;
  rows.ReadBlob(0, node.id.bytes);
  node.program = rows.Text(1);
  node.host = rows.Text(2);
  node.version = rows.Text(3);
  node.started_at = rows.Time(4);
  node.seen_at = rows.Time(5);
  node.behind = std::chrono::milliseconds(rows.Integer(6));
  node.messages = static_cast<std::uint64_t>(rows.Integer(7));
  node.recent_messages = static_cast<std::uint64_t>(rows.Integer(8));
  node.recent_time = std::chrono::milliseconds(rows.Integer(9));
  return node;
}

}  // namespace namesake::storage
