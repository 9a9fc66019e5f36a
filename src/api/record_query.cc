// SPDX-License-Identifier: Apache-2.0
#include "api/record_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/failure.h"
#include "api/query_parameters.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

constexpr std::chrono::days kDefaultSpan{30};
constexpr std::uint64_t kMaxPerPage = 1000;        // the published schema's
constexpr std::uint64_t kMaxPage = 1'000'000'000;  // far past any end
constexpr std::size_t kMaxTerms = 20;
constexpr std::uint64_t kMaxTop = 50;
constexpr std::chrono::days kLongestSpanOfTotals{400};

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty() && words.size() < kMaxTerms) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

void ReadTime(Parameters& parameters, const std::string& name, base::Time& time) {
  parameters.Read(name, "a date-time of RFC 3339", [&](std::string_view text) {
    const auto parsed = base::ParseRfc3339(text);
    if (parsed) time = *parsed;
    return parsed.has_value();
  });
}

void ReadText(Parameters& parameters, const std::string& name, std::string& member) {
  parameters.Read(name, "well-formed UTF-8", [&](std::string_view text) {
    member = text;
    return text::IsValidUtf8(text);
  });
}

void ReadWords(Parameters& parameters, const std::string& name, std::vector<std::string>& words) {
  parameters.Read(name, "well-formed UTF-8", [&](std::string_view text) {
    words = Words(text);
    return text::IsValidUtf8(text);
  });
}

void ReadDisposition(Parameters& parameters, RecordSearch& search) {
  parameters.Read("final_disposition", "one of MALICIOUS, SUSPICIOUS, SPOOF, SPAM, BULK, NONE",
                  [&](std::string_view text) {
                    for (const std::string_view known :
                         {"MALICIOUS", "MALICIOUS-BEC", "SUSPICIOUS", "SPOOF", "NONE"}) {
                      if (text == known) search.query.disposition = text;
                    }
                    const bool of_others = text == "SPAM" || text == "BULK";
                    search.finds_none |= of_others;
                    return of_others || !search.query.disposition.empty();
                  });
}

void ReadDeliveryStatus(Parameters& parameters, RecordSearch& search) {
  parameters.Read(
      "delivery_status",
      "one of delivered, moved, quarantined, rejected, deferred, bounced, queued, move_failed",
      [&](std::string_view text) {
        if (text == "quarantined" || text == "delivered") {
          search.query.quarantined = text == "quarantined";
          return true;
        }
        if (text == "rejected") {
          search.query.treatment = record::Treatment::kRejected;
          return true;
        }
        for (const std::string_view other :
             {"moved", "deferred", "bounced", "queued", "move_failed"}) {
          search.finds_none |= text == other;
        }
        return search.finds_none;
      });
}

void ReadMessageAction(Parameters& parameters, RecordSearch& search) {
  parameters.Read("message_action", "one of PREVIEW, QUARANTINE_RELEASED, MOVED",
                  [&](std::string_view text) {
                    if (text == "QUARANTINE_RELEASED") {
                      search.query.hold = record::Hold::kReleased;
                      return true;
                    }
                    search.finds_none |= text == "PREVIEW" || text == "MOVED";
                    return search.finds_none;
                  });
}

void ReadPlace(Parameters& parameters, RecordSearch& search) {
  parameters.Read("per_page", "a whole number from 1 to 1000", [&](std::string_view text) {
    const auto number = ParseNumber(text).value_or(0);
    if (number < 1 || number > kMaxPerPage) return false;
    search.query.limit = static_cast<std::uint32_t>(number);
    return true;
  });
  parameters.Read("page", "a whole number from 1", [&](std::string_view text) {
    search.page = std::min(ParseNumber(text).value_or(0), kMaxPage);
    search.by_page = true;
    return search.page >= 1;
  });
  parameters.Read("cursor", "a cursor of an earlier answer", [&](std::string_view text) {
    search.query.after = DecodeCursor(text);
    return search.query.after.has_value();
  });
}

void ReadConditions(Parameters& parameters, base::Time now, RecordSearch& search) {
  record::RecordQuery& wanted = search.query;
  wanted.start = now - kDefaultSpan;
  // What was seen this very moment is in.
  wanted.end = now + std::chrono::microseconds(1);
  ReadTime(parameters, "start", wanted.start);
  ReadTime(parameters, "end", wanted.end);
  parameters.Read("detections_only", "true or false", [&](std::string_view text) {
    return Choose(text, {{"true", true}, {"false", false}}, wanted.flagged_only);
  });
  ReadWords(parameters, "query", wanted.terms);
  ReadWords(parameters, "subject", wanted.subject);
  ReadText(parameters, "recipient", wanted.recipient);
  ReadText(parameters, "sender", wanted.sender);
  ReadText(parameters, "domain", wanted.domain);
  parameters.Read("entry_id", "the id of an entry", [&](std::string_view text) {
    const auto id = base::ParseUuid(text);
    if (id) wanted.entry_id = base::FormatUuid(*id);
    return id.has_value();
  });
  ReadText(parameters, "reason", wanted.reason);
  ReadText(parameters, "message_id", wanted.message_id);
  ReadText(parameters, "smtp_helo_ip", wanted.client_ip);
  std::string alert;
  ReadText(parameters, "alert_id", alert);
  search.finds_none |= !alert.empty();  // we give none
  ReadDisposition(parameters, search);
  ReadDeliveryStatus(parameters, search);
  ReadMessageAction(parameters, search);
}

std::vector<Problem> ProblemsOf(Parameters& parameters, const record::RecordQuery& query,
                                base::Time now) {
  std::vector<Problem> problems = parameters.TakeProblems();
  if (query.start > now) {
    problems.push_back(InvalidValue("/query/start", "start must not be in the future"));
  }
  return problems;
}

}  // namespace

Checked<RecordSearch> DecodeRecordSearch(std::string_view query, base::Time now) {
  RecordSearch search;
  Parameters parameters(query);
  ReadConditions(parameters, now, search);
  ReadPlace(parameters, search);
  if (auto problems = ProblemsOf(parameters, search.query, now); !problems.empty()) {
    return Refuse(Invalid(std::move(problems)));
  }
  // Behind a cursor pages count from there: SDKs that began with one go on by number.
  record::RecordQuery& wanted = search.query;
  wanted.skip = (search.page - 1) * wanted.limit;
  wanted.count = search.by_page && !wanted.after;
  return search;
}

Checked<TotalsSearch> DecodeTotalsSearch(std::string_view query, base::Time now) {
  RecordSearch search;
  TotalsSearch totals;
  Parameters parameters(query);
  ReadConditions(parameters, now, search);
  parameters.Read("top", "a whole number from 1 to 50", [&](std::string_view text) {
    const std::uint64_t number = ParseNumber(text).value_or(0);
    totals.top = static_cast<std::uint32_t>(std::min(number, kMaxTop + 1));
    return number >= 1 && number <= kMaxTop;
  });
  std::vector<Problem> problems = ProblemsOf(parameters, search.query, now);
  if (search.query.end - search.query.start > kLongestSpanOfTotals) {
    problems.push_back(InvalidValue(
        "/query/start",
        fmt::format("start must be at most {} days before end", kLongestSpanOfTotals.count())));
  }
  if (!problems.empty()) return Refuse(Invalid(std::move(problems)));
  totals.query = std::move(search.query);
  totals.finds_none = search.finds_none;
  return totals;
}

// "1700000000000000.4Njp3P0STMz2c02Q-…": ids are of URL-safe characters but for the colon.
std::string EncodeCursor(const record::Position& position) {
  return fmt::format("{}.{}", position.scanned_at.time_since_epoch().count(), position.id);
}

std::optional<record::Position> DecodeCursor(std::string_view cursor) {
  const std::size_t dot = cursor.find('.');
  if (dot == std::string_view::npos || dot + 1 == cursor.size()) return std::nullopt;
  const auto microseconds = ParseNumber(cursor.substr(0, dot));
  if (!microseconds || *microseconds > INT64_MAX) return std::nullopt;
  return record::Position{
      base::Time(std::chrono::microseconds(static_cast<std::int64_t>(*microseconds))),
      std::string(cursor.substr(dot + 1))};
}

}  // namespace namesake::api
