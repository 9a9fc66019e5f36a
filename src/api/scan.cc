// SPDX-License-Identifier: Apache-2.0
#include "api/scan.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/json_body.h"
#include "detection/inspect.h"
#include "detection/verdict.h"
#include "http/message.h"
#include "http/router.h"
#include "live/account_settings.h"
#include "mail/delivery_fields.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "record/message_record.h"
#include "registry/account.h"
#include "report/recorded.h"
#include "report/verdict_report.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kMessageType = "message/rfc822";

// What a body says about one message. The fields point into the request or into `body`.
struct GivenMessage {
  json::object body;  // of a JSON request
  std::vector<mail::HeaderField> fields;
  mail::Envelope envelope;
};

// field-name of RFC 5322 section 2.2: printable ASCII without the colon.
bool IsFieldName(std::string_view name) noexcept {
  for (const char c : name) {
    if (c <= ' ' || c > '~' || c == ':') return false;
  }
  return !name.empty();
}

// ["From", "Jane Doe <jane@example.com>"]; nullopt for anything else.
std::optional<mail::HeaderField> DecodeField(const json::value& value) {
  const json::array* const pair = value.if_array();
  if (pair == nullptr || pair->size() != 2) return std::nullopt;
  const json::string* const name = (*pair)[0].if_string();
  const json::string* const body = (*pair)[1].if_string();
  if (name == nullptr || body == nullptr || !IsFieldName(*name)) return std::nullopt;
  return mail::HeaderField{.name = *name, .body = *body};
}

void DecodeFields(const json::object& body, GivenMessage& message, std::vector<Problem>& problems) {
  const json::value* const headers = body.if_contains("headers");
  const json::array* const list = headers == nullptr ? nullptr : headers->if_array();
  if (list == nullptr) {
    problems.push_back(InvalidValue(
        "/headers", headers == nullptr ? "headers is required"
                                       : "headers must be a list of pairs [name, value]"));
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (const auto field = DecodeField((*list)[i])) {
      message.fields.push_back(*field);
    } else {
      problems.push_back(InvalidValue(fmt::format("/headers/{}", i),
                                      "a header field must be a pair [name, value] of strings"));
    }
  }
}

void DecodeText(const json::object& body, std::string_view key, std::string& text,
                std::vector<Problem>& problems) {
  const json::value* const value = body.if_contains(key);
  if (value == nullptr || value->is_null()) return;
  if (const json::string* const given = value->if_string()) {
    text = *given;
  } else {
    problems.push_back(
        InvalidValue(fmt::format("/{}", key), fmt::format("{} must be a string or null", key)));
  }
}

void DecodeTexts(const json::object& body, std::string_view key, std::vector<std::string>& texts,
                 std::vector<Problem>& problems) {
  const json::value* const value = body.if_contains(key);
  if (value == nullptr || value->is_null()) return;
  const json::array* const list = value->if_array();
  if (list == nullptr) {
    problems.push_back(InvalidValue(fmt::format("/{}", key),
                                    fmt::format("{} must be a list of strings or null", key)));
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (const json::string* const text = (*list)[i].if_string()) {
      texts.emplace_back(*text);
    } else {
      problems.push_back(InvalidValue(fmt::format("/{}/{}", key, i), "must be a string"));
    }
  }
}

Checked<GivenMessage> DecodeJson(const http::Request& request) {
  auto body = ReadJsonObject(request);
  if (!body) return Refuse(std::move(body.error()));
  GivenMessage message;
  message.body = std::move(*body);
  std::vector<Problem> problems;
  DecodeFields(message.body, message, problems);
  DecodeText(message.body, "envelope_from", message.envelope.mail_from, problems);
  DecodeTexts(message.body, "envelope_to", message.envelope.recipients, problems);
  DecodeText(message.body, "client_ip", message.envelope.client_ip, problems);
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  return message;
}

// What the query says, and where it says nothing, what the server that delivered the message wrote.
mail::Envelope EnvelopeOf(std::string_view query, std::span<const mail::HeaderField> fields) {
  mail::Envelope given;
  for (auto& [name, value] : http::ParseQuery(query)) {
    if (name == "envelope_from") {
      given.mail_from = std::move(value);
    } else if (name == "envelope_to") {
      given.recipients.push_back(std::move(value));
    } else if (name == "client_ip") {
      given.client_ip = std::move(value);
    }
  }
  mail::Envelope delivered = mail::ReadDeliveryFields(fields);
  if (given.mail_from.empty()) given.mail_from = std::move(delivered.mail_from);
  if (given.recipients.empty()) given.recipients = std::move(delivered.recipients);
  return given;
}

Checked<GivenMessage> DecodeMessage(const http::Request& request) {
  if (MediaType(request) != kMessageType) return DecodeJson(request);
  if (request.body_state == http::BodyState::kTooLarge) return Refuse(TooLarge());
  GivenMessage message;
  message.fields = mail::ReadHeaderSection(request.body).fields;
  message.envelope = EnvelopeOf(request.query, message.fields);
  return message;
}

std::string AuthservIds(std::string_view query) {
  std::string ids;
  for (auto& [name, value] : http::ParseQuery(query)) {
    if (name == "authserv_id") ids = std::move(value);
  }
  return ids;
}

bool WantsRecord(std::string_view query) {
  bool wanted = false;
  for (auto& [name, value] : http::ParseQuery(query)) {
    if (name == "record") wanted = value == "true";
  }
  return wanted;
}

}  // namespace

void Scan::Inspect(const CallPointer& call) const {
  // An account's first message waits until its entries are read: not on an event loop.
  if (!context_.workers.Post([this, call] { InspectBody(call); })) call->Answer(Unavailable());
}

void Scan::InspectBody(const CallPointer& call) const {
  auto message = DecodeMessage(call->request());
  if (!message) return call->Answer(message.error());
  const auto snapshot = context_.registry.SnapshotOf(call->account());
  if (!snapshot) return call->Answer(snapshot.error());
  const mail::SenderClaims claims = mail::ReadSenderClaims(
      message->fields, AuthservIds(call->request().query), std::move(message->envelope));
  const detection::Verdict verdict = detection::Inspect(claims, **snapshot);
  if (WantsRecord(call->request().query) && context_.recorder != nullptr) {
    Remember(call->account(), message->fields, claims, verdict);
  }
  call->Answer(Success(200, report::VerdictObject("", claims, verdict)));
}

// As the account wants its messages recorded; nobody waits for it.
void Scan::Remember(const registry::AccountId& id, std::span<const mail::HeaderField> fields,
                    const mail::SenderClaims& claims, const detection::Verdict& verdict) const {
  const auto account = context_.registry.FindAccount(id);
  if (!account) return;
  const live::Recorded which = live::RecordingOf(account->settings).messages;
  if (which == live::Recorded::kNothing) return;
  if (which == live::Recorded::kFlagged && !verdict.flagged()) return;
  record::MessageRecord record = report::DescribeMessage(fields, claims, verdict);
  record.account = id;
  record.scanned_at = context_.clock.Now();
  record.id = record::MakeRecordId({}, record.scanned_at);
  record.treatment = record::Treatment::kInspected;
  context_.recorder->Offer({std::move(record), std::nullopt});
}

}  // namespace namesake::api
