// SPDX-License-Identifier: Apache-2.0
#include "api/message_actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/avoidance.h"
#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "api/release.h"
#include "base/clock.h"
#include "base/expected.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "report/message_object.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

constexpr const char* kMessageParameter = "message_id";
constexpr std::size_t kMaxIds = 1000;

constexpr auto kDestinations = std::to_array<std::string_view>(
    {"Inbox", "JunkEmail", "DeletedItems", "RecoverableItemsDeletions", "RecoverableItemsPurges"});
constexpr auto kDispositions =
    std::to_array<std::string_view>({"NONE", "BULK", "MALICIOUS", "SPAM", "SPOOF", "SUSPICIOUS"});

// ---- Bodies -------------------------------------------------------------------------------------

// A list of ids, each a text; `pointer` is where it stands.
Checked<std::vector<std::string>> DecodeIds(const json::value& value, const std::string& pointer) {
  const json::array* const list = value.if_array();
  if (list == nullptr || list->empty() || list->size() > kMaxIds) {
    return Refuse(Invalid({InvalidValue(pointer, "must be a list of 1 to 1000 message ids")}));
  }
  std::vector<std::string> ids;
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (const json::string* const id = (*list)[i].if_string()) {
      ids.emplace_back(*id);
    } else {
      problems.push_back(
          InvalidValue(fmt::format("{}/{}", pointer, i), "a message id must be a string"));
    }
  }
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  return ids;
}

template <std::size_t kSize>
Checked<std::string> DecodeChoice(const json::object& body, std::string_view key,
                                  const std::array<std::string_view, kSize>& choices) {
  const json::value* const value = body.if_contains(key);
  const json::string* const text = value == nullptr ? nullptr : value->if_string();
  if (text != nullptr && std::ranges::find(choices, std::string_view(*text)) != choices.end()) {
    return std::string(*text);
  }
  return Refuse(
      Invalid({InvalidValue(fmt::format("/{}", key),
                            fmt::format("{} must be one of {}", key, fmt::join(choices, ", ")))}));
}

// ---- Results ------------------------------------------------------------------------------------

json::array Texts(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.push_back(json::string(text));
  return array;
}

json::object ReleaseResult(std::string_view id, const ReleaseOutcome& outcome) {
  json::array delivered;
  json::array undelivered;
  json::array failed;
  switch (outcome.released) {
    case Released::kDelivered:
      delivered = Texts(outcome.record.recipients);
      break;
    case Released::kUnderWay:
    case Released::kRefused:
      undelivered = Texts(outcome.record.recipients);
      break;
    case Released::kUnknown:
      failed = {json::string(id)};
      break;
    case Released::kNotHeld:
    case Released::kNotKept:
      failed = Texts(outcome.record.recipients);
      break;
  }
  json::object result{{"id", id},
                      {"delivered", std::move(delivered)},
                      {"undelivered", std::move(undelivered)},
                      {"failed", std::move(failed)},
                      {"status", outcome.status}};
  if (outcome.released != Released::kUnknown) {
    result["id"] = outcome.record.id;
    result["postfix_id"] = report::PostfixId(outcome.record);
  }
  return result;
}

void AppendMoveResults(const ReleaseOutcome& outcome, std::string_view destination, base::Time now,
                       json::array& results) {
  const bool success = outcome.released == Released::kDelivered;
  const json::string time(base::FormatRfc3339(now));
  std::vector<std::string> recipients = outcome.record.recipients;
  if (recipients.empty()) recipients.emplace_back();
  for (const std::string& recipient : recipients) {
    results.push_back(json::object{
        {"success", success},
        {"completed_at", time},
        {"completed_timestamp", time},
        {"destination", destination},
        {"item_count", success ? 1 : 0},
        {"message_id", outcome.record.message_id.empty()
                           ? json::value()
                           : json::value(json::string(outcome.record.message_id))},
        {"operation", "MOVE"},
        {"recipient", recipient.empty() ? json::value() : json::value(json::string(recipient))},
        {"status", outcome.status}});
  }
}

base::Expected<ReleaseOutcome> Move(const ReleaseDesk& desk, const registry::AccountId& account,
                                    std::string_view id, std::string_view destination) {
  if (destination == "Inbox") return ReleaseMessage(desk, account, id, "MOVE", destination);
  if (destination != "JunkEmail") return DropMessage(desk, account, id, destination);
  auto record = desk.records.Find(account, id);
  if (!record) return base::Fail(record.error());
  if (!*record) return ReleaseOutcome{Released::kUnknown, {}, "no such message"};
  return ReleaseOutcome{Released::kNotHeld, **std::move(record),
                        "a mail filter sees mailboxes as little as it can move what is in them"};
}

void MoveAll(const CallPointer& call, const ReleaseDesk& desk, const std::vector<std::string>& ids,
             std::string_view destination) {
  json::array results;
  for (const std::string& id : ids) {
    const auto outcome = Move(desk, call->account(), id, destination);
    if (!outcome) return call->Answer(outcome.error());
    AppendMoveResults(*outcome, destination, desk.clock.Now(), results);
  }
  call->Answer(Success(200, results));
}

}  // namespace

// SMTP may take its time: not on an event loop.
#define NAMESAKE_DESK(call) \
  ReleaseDesk { *context_.records, *context_.courier, context_.clock, (call)->actor() }

void MessageActions::Release(const CallPointer& call) const {
  const auto body = ReadJsonBody(call->request());
  if (!body) return call->Answer(body.error());
  const json::object* const object = body->if_object();
  const json::value* const inner = object == nullptr ? nullptr : object->if_contains("ids");
  const auto ids = inner == nullptr ? DecodeIds(*body, "") : DecodeIds(*inner, "/ids");
  if (!ids) return call->Answer(ids.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted = context_.workers.Post([call, ids = *ids, desk = NAMESAKE_DESK(call)] {
    json::array results;
    for (const std::string& id : ids) {
      const auto outcome = ReleaseMessage(desk, call->account(), id, "QUARANTINE_RELEASE", "Inbox");
      if (!outcome) return call->Answer(outcome.error());
      results.push_back(ReleaseResult(id, *outcome));
    }
    call->Answer(Success(200, results));
  });
  if (!posted) call->Answer(Unavailable());
}

void MessageActions::MoveMany(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  auto destination = DecodeChoice(*body, "destination", kDestinations);
  if (!destination) return call->Answer(destination.error());
  const bool old_name = !body->contains("ids") && body->contains("postfix_ids");
  const std::string key = old_name ? "postfix_ids" : "ids";
  const json::value* const list = body->if_contains(key);
  auto ids = DecodeIds(list == nullptr ? json::value() : *list, "/" + key);
  if (!ids) return call->Answer(ids.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted = context_.workers.Post(
      [call, ids = *std::move(ids), destination = *std::move(destination),
       desk = NAMESAKE_DESK(call)] { MoveAll(call, desk, ids, destination); });
  if (!posted) call->Answer(Unavailable());
}

void MessageActions::MoveOne(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  auto destination = DecodeChoice(*body, "destination", kDestinations);
  if (!destination) return call->Answer(destination.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted = context_.workers.Post(
      [call, destination = *std::move(destination), desk = NAMESAKE_DESK(call)] {
        MoveAll(call, desk, {std::string(call->admission().match.Parameter(kMessageParameter))},
                destination);
      });
  if (!posted) call->Answer(Unavailable());
}

#undef NAMESAKE_DESK

void MessageActions::Reclassify(const CallPointer& call) const {
  const auto body = ReadJsonObject(call->request());
  if (!body) return call->Answer(body.error());
  auto disposition = DecodeChoice(*body, "expected_disposition", kDispositions);
  if (!disposition) return call->Answer(disposition.error());
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted = context_.workers.Post([this, call, disposition = *std::move(disposition)] {
    record::RecordStore& records = *context_.records;
    const auto found =
        records.Find(call->account(), call->admission().match.Parameter(kMessageParameter));
    if (!found) return call->Answer(found.error());
    if (!*found) return call->Answer(MessageNotFound());
    const record::MessageRecord& record = **found;
    const base::Time now = context_.clock.Now();
    const auto noted = records.AddAction(record.account, record.id,
                                         {.operation = "SUBMISSION",
                                          .started_at = now,
                                          .completed_at = now,
                                          .success = true,
                                          .status = "noted",
                                          .requested_by = call->actor(),
                                          .requested_disposition = disposition});
    if (!noted) return call->Answer(noted.error());
    json::object result{{"id", record.id},
                        {"expected_disposition", disposition},
                        {"original_disposition", record.disposition}};
    result["offers"] = disposition == "NONE" ? WaysToAvoid(record) : json::array();
    call->Answer(Success(202, result));
  });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
