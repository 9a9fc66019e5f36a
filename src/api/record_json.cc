// SPDX-License-Identifier: Apache-2.0
#include "api/record_json.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "report/message_object.h"
#include "text/escape.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using record::MessageRecord;
using record::RecordedAction;
using record::Treatment;
using report::FindingsValue;
using report::OrNull;
using report::TimeValue;

std::string_view ActionWord(Treatment treatment) noexcept {
  switch (treatment) {
    case Treatment::kQuarantined:
    case Treatment::kKept:
      return "QUARANTINED";
    case Treatment::kRejected:
      return "REJECTED";
    case Treatment::kDiscarded:
      return "DISCARDED";
    case Treatment::kTagged:
      return "TAGGED";
    case Treatment::kAccepted:
    case Treatment::kInspected:
      return "NONE";
  }
  return "NONE";
}

class Lines {
 public:
  void Add(base::Time time, std::string text) {
    lines_.push_back(json::object{{"lineno", static_cast<std::int64_t>(lines_.size()) + 1},
                                  {"logged_at", TimeValue(time)},
                                  {"ts", TimeValue(time)},
                                  {"message", std::move(text)}});
  }
  [[nodiscard]] json::object Object() { return {{"pending", false}, {"lines", std::move(lines_)}}; }

 private:
  json::array lines_;
};

}  // namespace

json::object DetectionsObject(const MessageRecord& record) {
  json::array headers;
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>("Date", record.date),
        {"Subject", record.subject},
        {"Message-ID", record.message_id}}) {
    if (!value.empty()) headers.push_back(json::object{{"name", name}, {"value", value}});
  }
  return {{"action", ActionWord(record.treatment)},
          {"attachments", json::array()},
          {"final_disposition", record.disposition},
          {"findings", FindingsValue(record)},
          {"headers", std::move(headers)},
          {"links", json::array()},
          {"sender_info",
           {{"as_name", nullptr},
            {"as_number", nullptr},
            {"geo", nullptr},
            {"ip", OrNull(record.client_ip)},
            {"pld", nullptr}}},
          {"threat_categories", json::array()},
          {"validation",
           {{"comment", nullptr},
            {"dkim", OrNull(record.dkim)},
            {"dmarc", OrNull(record.dmarc)},
            {"spf", OrNull(record.spf)}}}};
}

json::object ActionObject(const RecordedAction& action) {
  return {{"operation", action.operation},
          {"started_at", TimeValue(action.started_at)},
          {"completed_at", action.completed_at ? TimeValue(*action.completed_at) : json::value()},
          {"status", OrNull(action.status)},
          {"success", action.success},
          {"properties",
           {{"folder", OrNull(action.destination)},
            {"requested_by", OrNull(action.requested_by)},
            {"requested_disposition", OrNull(action.requested_disposition)}}}};
}

json::object TraceObject(const MessageRecord& record, const std::vector<RecordedAction>& actions) {
  Lines inbound;
  const std::string sender = record.envelope_from.empty() ? "<>" : record.envelope_from;
  inbound.Add(record.scanned_at,
              fmt::format("from {} by {}, for {} recipients", text::EscapeForDisplay(sender),
                          record.client_ip.empty() ? "an unknown client" : record.client_ip,
                          record.recipients.size()));
  inbound.Add(record.scanned_at, fmt::format("checked: {}", record.disposition));
  inbound.Add(record.scanned_at, fmt::format("{}", record::TreatmentName(record.treatment)));
  Lines outbound;
  for (const RecordedAction& action : actions) {
    outbound.Add(action.completed_at.value_or(action.started_at),
                 fmt::format("{} by {}: {}", action.operation, action.requested_by,
                             text::EscapeForDisplay(action.status)));
  }
  return {{"inbound", inbound.Object()}, {"outbound", outbound.Object()}};
}

}  // namespace namesake::api
