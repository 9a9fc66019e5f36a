// SPDX-License-Identifier: Apache-2.0
#include "report/message_object.h"

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "record/search_text.h"

namespace namesake::report {
namespace {

namespace json = boost::json;
using record::MessageRecord;
using record::RecordedAction;
using record::Treatment;

json::array Array(const std::vector<std::string>& texts) {
  json::array array;
  array.reserve(texts.size());
  for (const std::string& text : texts) array.push_back(json::string(text));
  return array;
}

// Where the message is, as far as a filter knows.
json::array DeliveryStatus(const MessageRecord& record) {
  if (record.hold == record::Hold::kReleased) return {"delivered"};
  if (record.hold == record::Hold::kDropped) return {"rejected"};
  switch (record.treatment) {
    case Treatment::kAccepted:
    case Treatment::kTagged:
      return {"delivered"};
    case Treatment::kQuarantined:
    case Treatment::kKept:
      return {"quarantined"};
    case Treatment::kRejected:
    case Treatment::kDiscarded:
      return {"rejected"};
    case Treatment::kInspected:
      return {};
  }
  return {};
}

json::value ValidationValue(const MessageRecord& record) {
  if (record.spf.empty() && record.dkim.empty() && record.dmarc.empty()) return nullptr;
  return json::object{{"comment", nullptr},
                      {"dkim", OrNull(record.dkim)},
                      {"dmarc", OrNull(record.dmarc)},
                      {"spf", OrNull(record.spf)}};
}

json::object Properties(const MessageRecord& record) {
  const bool blocked = record.policy == "blocked_sender";
  json::object properties;
  properties["allowlisted_pattern"] = blocked ? json::value() : OrNull(record.policy_pattern);
  properties["allowlisted_pattern_type"] = nullptr;
  if (record.policy == "acceptable_sender") {
    properties["allowlisted_pattern_type"] = "acceptable_sender";
  } else if (record.policy == "trusted_sender") {
    properties["allowlisted_pattern_type"] = "allowed_sender";
  } else if (record.policy == "exempt_recipient") {
    properties["allowlisted_pattern_type"] = "allowed_recipient";
  }
  properties["whitelisted_pattern_type"] = properties["allowlisted_pattern_type"];
  properties["blocklisted_message"] = blocked;
  properties["blocklisted_pattern"] = blocked ? OrNull(record.policy_pattern) : json::value();
  return properties;
}

json::array Operations(const std::vector<RecordedAction>& actions) {
  json::array operations;
  for (const RecordedAction& action : actions) {
    if (action.success) operations.push_back(json::string(action.operation));
  }
  return operations;
}

// The older form of an action that is done; what is not known is left out.
json::object LogObject(const RecordedAction& action, const json::value& completed) {
  json::object properties;
  if (!action.destination.empty()) properties["folder"] = action.destination;
  if (!action.requested_by.empty()) properties["requested_by"] = action.requested_by;
  return {{"operation", action.operation},
          {"completed_at", completed},
          {"completed_timestamp", completed},
          {"status", OrNull(action.status)},
          {"properties", std::move(properties)}};
}

json::array Log(const std::vector<RecordedAction>& actions) {
  json::array log;
  for (const RecordedAction& action : actions) {
    if (action.completed_at) log.push_back(LogObject(action, TimeValue(*action.completed_at)));
  }
  return log;
}

}  // namespace

json::value OrNull(std::string_view text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

std::string_view PostfixId(const MessageRecord& record) {
  return record.queue_id.empty() ? record.id : record.queue_id;
}

json::value TimeValue(base::Time time) { return json::string(base::FormatRfc3339(time)); }

// `findings` was written by ourselves as JSON.
json::value FindingsValue(const MessageRecord& record) {
  json::error_code fault;
  json::value findings = json::parse(record.findings, fault);
  return fault ? json::array() : std::move(findings);
}

json::object MessageObject(const MessageRecord& record,
                           const std::vector<RecordedAction>& actions) {
  json::object object{
      {"id", record.id},
      {"postfix_id", PostfixId(record)},
      {"postfix_id_outbound", nullptr},
      {"ts", TimeValue(record.scanned_at)},
      {"scanned_at", TimeValue(record.scanned_at)},
      {"sent_at", record.sent_at ? TimeValue(*record.sent_at) : json::value()},
      {"sent_date", OrNull(record.date)},
      {"client_recipients", Array(record.recipients)},
      {"envelope_from", OrNull(record.envelope_from)},
      {"envelope_to", Array(record.recipients)},
      {"from", OrNull(record.from)},
      {"from_name", OrNull(record.from_name)},
      {"to", Array(record.to)},
      {"to_name", Array(record.to_names)},
      {"cc", Array(record.cc)},
      {"replyto", OrNull(record.reply_to)},
      {"subject", OrNull(record.subject)},
      {"message_id", OrNull(record.message_id)},
      {"alert_id", nullptr},
      {"edf_hash", nullptr},
      {"htmltext_structure_hash", nullptr},
      {"smtp_helo_server_ip", OrNull(record.client_ip)},
      {"smtp_previous_hop_ip", OrNull(record.client_ip)},
      {"x_originating_ip", OrNull(record.originating_ip)},
      {"delivery_mode", record.treatment == Treatment::kInspected ? "API" : "DIRECT"},
      {"delivery_status", DeliveryStatus(record)},
      {"final_disposition", record.disposition},
      {"detection_reasons", Array(record.reasons)},
      {"findings", FindingsValue(record)},
      {"threat_categories", json::array()},
      {"validation", ValidationValue(record)},
      {"is_quarantined", record::IsQuarantined(record)},
      {"is_phish_submission", false},
      {"action_log", Log(actions)},
      {"post_delivery_operations", Operations(actions)},
      {"properties", Properties(record)}};
  return object;
}

}  // namespace namesake::report
