// SPDX-License-Identifier: Apache-2.0
#include "report/message_totals.h"

#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "record/message_record.h"
#include "report/message_object.h"
#include "report/tally.h"
#include "text/fold.h"

namespace namesake::report {
namespace {

namespace json = boost::json;
using record::MessageRecord;

// The object of JSON behind `key`, which may be missing or something else.
const json::object* ObjectIn(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

std::string TextIn(const json::object& object, std::string_view key) {
  const json::value* const value = object.if_contains(key);
  const json::string* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

json::array Counts(const Tally& tally, std::size_t top, std::string_view key) {
  json::array array;
  for (const Tally::Row& row : tally.Top(top)) {
    array.push_back(json::object{{key, row.text}, {"count", row.count}});
  }
  return array;
}

}  // namespace

MessageTotals::MessageTotals(base::Time start, base::Time end)
    : interval_(end - start <= kLongestByHour ? std::chrono::hours(1) : std::chrono::days(1)) {
  const auto down = [&](base::Time time) {
    const base::Time hour = std::chrono::floor<std::chrono::hours>(time);
    return interval_ == std::chrono::hours(1) ? hour : std::chrono::floor<std::chrono::days>(time);
  };
  begin_ = down(start);
  if (end <= start) return;
  const base::Time last = down(end - base::Time::duration(1));
  timeline_.resize(static_cast<std::size_t>((last - begin_) / interval_) + 1);
}

void MessageTotals::Add(const MessageRecord& record) {
  ++counted_;
  if (record.flagged) ++flagged_;
  if (record.scanned_at >= begin_) {
    const auto place = static_cast<std::size_t>((record.scanned_at - begin_) / interval_);
    if (place < timeline_.size()) {
      Interval& interval = timeline_[place];
      ++interval.messages;
      if (record.flagged) ++interval.flagged;
      ++interval.dispositions[record.disposition];
    }
  }
  if (record.flagged) AddFinding(record);
}

void MessageTotals::AddFinding(const MessageRecord& record) {
  if (const std::size_t at = record.from.rfind('@'); at != std::string::npos) {
    sender_domains_.Add(text::FoldCase(std::string_view(record.from).substr(at + 1)));
  }
  const json::value findings = FindingsValue(record);
  const json::array* const array = findings.if_array();
  if (array == nullptr || array->empty()) return;
  const json::object* const strongest = array->front().if_object();
  if (strongest == nullptr) return;
  if (const std::string reason = TextIn(*strongest, "reason"); !reason.empty()) {
    reasons_.Add(reason);
  }
  const json::object* const entry = ObjectIn(*strongest, "entry");
  if (entry == nullptr) return;
  std::string name = TextIn(*entry, "name");
  const std::string id = TextIn(*entry, "id");
  identities_.Add(id.empty() ? name : id);
  // Whoever adds the newest first has people shown by the names that they had last.
  if (!id.empty() && names_.size() < Tally::kMaxTexts) names_.try_emplace(id, std::move(name));
}

json::array MessageTotals::Timeline() const {
  json::array array;
  array.reserve(timeline_.size());
  base::Time start = begin_;
  for (const Interval& interval : timeline_) {
    json::object dispositions;
    for (const auto& [name, count] : interval.dispositions) dispositions[name] = count;
    array.push_back(json::object{{"start", TimeValue(start)},
                                 {"total", interval.messages},
                                 {"flagged", interval.flagged},
                                 {"dispositions", std::move(dispositions)}});
    start += interval_;
  }
  return array;
}

json::array MessageTotals::Identities(std::size_t top) const {
  json::array array;
  for (const Tally::Row& row : identities_.Top(top)) {
    const auto known = names_.find(row.text);
    const bool has_id = known != names_.end();
    array.push_back(json::object{{"id", has_id ? json::value(row.text) : json::value()},
                                 {"name", has_id ? known->second : row.text},
                                 {"count", row.count}});
  }
  return array;
}

json::object MessageTotals::Object(std::size_t top) const {
  return {{"flagged", flagged_},
          {"interval", interval_ == std::chrono::hours(1) ? "hour" : "day"},
          {"timeline", Timeline()},
          {"identities", Identities(top)},
          {"reasons", Counts(reasons_, top, "reason")},
          {"sender_domains", Counts(sender_domains_, top, "domain")}};
}

}  // namespace namesake::report
