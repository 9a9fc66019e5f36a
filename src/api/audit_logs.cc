// SPDX-License-Identifier: Apache-2.0
#include "api/audit_logs.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "api/query_parameters.h"
#include "base/clock.h"
#include "http/message.h"
#include "registry/account.h"
#include "registry/audit.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using registry::AuditQuery;
using registry::AuditRecord;

constexpr std::uint64_t kMaxPerPage = 1000;
constexpr std::uint64_t kMaxPage = 1'000'000'000;

void ReadTime(Parameters& parameters, const std::string& name, std::optional<base::Time>& time) {
  parameters.Read(name, "a date-time of RFC 3339", [&](std::string_view text) {
    if (auto parsed = base::ParseRfc3339(text)) time = *parsed;
    return time.has_value();
  });
}

Checked<AuditQuery> DecodeQuery(std::string_view text) {
  AuditQuery query;
  Parameters parameters(text);
  ReadTime(parameters, "since", query.since);
  ReadTime(parameters, "before", query.before);
  parameters.Read("action.type", "an action", [&](std::string_view action) {
    query.action = action;
    return true;
  });
  parameters.Read("direction", "asc or desc", [&](std::string_view direction) {
    return Choose(direction, {{"asc", true}, {"desc", false}}, query.oldest_first);
  });
  parameters.Read("page", "a whole number from 1", [&](std::string_view number) {
    query.page = std::min(ParseNumber(number).value_or(0), kMaxPage);
    return query.page >= 1;
  });
  parameters.Read("per_page", "a whole number from 1 to 1000", [&](std::string_view number) {
    query.per_page =
        static_cast<std::uint32_t>(std::min(ParseNumber(number).value_or(0), kMaxPerPage + 1));
    return query.per_page >= 1 && query.per_page <= kMaxPerPage;
  });
  if (auto problems = parameters.TakeProblems(); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  return query;
}

// What we wrote ourselves; null where there was nothing.
json::value Parsed(const std::string& text) {
  if (text.empty()) return nullptr;
  json::error_code fault;
  json::value value = json::parse(text, fault);
  return fault ? json::value() : value;
}

json::value OrNull(const std::string& text) {
  return text.empty() ? json::value() : json::value(json::string(text));
}

json::object LogObject(const AuditRecord& record) {
  const bool by_command = record.actor.starts_with("cli:");
  const std::string kind = record.action.substr(0, record.action.find('.'));
  return {{"id", fmt::format("{}", record.number)},
          {"when", base::FormatRfc3339(record.at)},
          {"action", {{"type", record.action}, {"result", true}}},
          {"actor",
           {{"id", record.actor},
            {"type", by_command ? "admin" : "user"},
            {"email", nullptr},
            {"ip", nullptr}}},
          {"interface", by_command ? "CLI" : "API"},
          {"metadata", json::object()},
          {"owner", {{"id", registry::FormatAccountId(record.account)}}},
          {"resource", {{"id", record.subject}, {"type", kind}}},
          {"oldValue", OrNull(record.before)},
          {"newValue", OrNull(record.after)},
          {"oldValueJson", Parsed(record.before)},
          {"newValueJson", Parsed(record.after)}};
}

}  // namespace

void AuditLogs::List(const CallPointer& call) const {
  auto query = DecodeQuery(call->request().query);
  if (!query) return call->Answer(query.error());
  const bool posted =
      context_.workers.Post([call, query = *std::move(query), &store = context_.store] {
        const auto records = store.ListAudit(call->account(), query);
        if (!records) return call->Answer(records.error());
        json::array logs;
        for (const AuditRecord& record : *records) logs.push_back(LogObject(record));
        call->Answer(Success(200, logs));
      });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
