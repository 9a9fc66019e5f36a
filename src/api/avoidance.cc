// SPDX-License-Identifier: Apache-2.0
#include "api/avoidance.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "record/message_record.h"
#include "registry/account.h"
#include "text/escape.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using record::MessageRecord;

std::string PathOf(const MessageRecord& record, std::string_view resource) {
  return fmt::format("/accounts/{}/email-security/settings/{}",
                     registry::FormatAccountId(record.account), resource);
}

json::object Offer(std::string title, std::string_view method, std::string path,
                   json::object body) {
  return {{"title", std::move(title)},
          {"method", method},
          {"path", std::move(path)},
          {"body", std::move(body)}};
}

// The entry of the first finding that has one.
const json::object* EntryOf(const json::value& findings) {
  const json::array* const list = findings.if_array();
  if (list == nullptr) return nullptr;
  for (const json::value& finding : *list) {
    const json::object* const object = finding.if_object();
    const json::value* const entry = object == nullptr ? nullptr : object->if_contains("entry");
    if (entry != nullptr && entry->is_object()) return &entry->get_object();
  }
  return nullptr;
}

std::string_view TextOf(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  const json::string* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

// The address joins those of the person: only literal ones can be added to.
void OfferAddress(const MessageRecord& record, const json::object& entry, json::array& offers) {
  const std::string_view id = TextOf(entry, "id");
  const std::string_view email = TextOf(entry, "email");
  if (id.empty() || email.find('@') == std::string_view::npos ||
      email.find_first_of("*[(\\") != std::string_view::npos) {
    return;
  }
  offers.push_back(
      Offer(fmt::format("{} is another address of {}", text::EscapeForDisplay(record.from),
                        text::EscapeForDisplay(TextOf(entry, "name"))),
            "PATCH", PathOf(record, fmt::format("impersonation_registry/{}", id)),
            {{"email", fmt::format("{}, {}", email, record.from)}, {"is_email_regex", false}}));
}

void OfferTrust(const MessageRecord& record, json::array& offers) {
  const bool authenticated =
      record.dmarc == "pass" || record.spf == "pass" || record.dkim == "pass";
  offers.push_back(Offer(fmt::format("{} may show that name{}", text::EscapeForDisplay(record.from),
                                     authenticated ? ", as long as it is authenticated" : ""),
                         "POST", PathOf(record, "allow_policies"),
                         {{"pattern", record.from},
                          {"pattern_type", "EMAIL"},
                          {"is_regex", false},
                          {"is_trusted_sender", true},
                          {"is_acceptable_sender", false},
                          {"is_exempt_recipient", false},
                          {"verify_sender", authenticated},
                          {"comments", fmt::format("Reclassified: {}", record.id)}}));
}

}  // namespace

json::array WaysToAvoid(const MessageRecord& record) {
  json::array offers;
  if (!record.flagged || record.from.find('@') == std::string::npos) return offers;
  json::error_code fault;
  const json::value findings = json::parse(record.findings, fault);
  const json::object* const entry = fault ? nullptr : EntryOf(findings);
  if (entry != nullptr) OfferAddress(record, *entry, offers);
  OfferTrust(record, offers);
  return offers;
}

}  // namespace namesake::api
