// SPDX-License-Identifier: Apache-2.0
#include "report/message_totals.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "record/message_record.h"

namespace namesake::report {
namespace {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::hours;

base::Time At(std::string_view text) { return base::ParseRfc3339(text).value(); }

record::MessageRecord Flagged(std::string_view at, std::string from, std::string findings) {
  record::MessageRecord record;
  record.scanned_at = At(at);
  record.from = std::move(from);
  record.disposition = "SPOOF";
  record.flagged = true;
  record.findings = std::move(findings);
  return record;
}

constexpr std::string_view kJane =
    R"([{"reason":"display_name_exact","entry":{"id":"7d6c","name":"Jane"}},)"
    R"({"reason":"from_domain_lookalike","entry":null}])";
constexpr std::string_view kJaneBefore =
    R"([{"reason":"display_name_exact","entry":{"id":"7d6c","name":"Jane Smith"}}])";

TEST(MessageTotals, CountsByTheHourOverAFewDaysAndByTheDayOverMore) {
  const base::Time start = At("2026-11-20T10:20:00Z");
  const json::object by_hour = MessageTotals(start, start + days(3)).Object(1);
  EXPECT_EQ(by_hour.at("interval"), "hour");
  EXPECT_EQ(by_hour.at("timeline").as_array().size(), 73U);  // the first and the last in part
  const json::object by_day =
      MessageTotals(start, start + days(3) + std::chrono::microseconds(1)).Object(1);
  EXPECT_EQ(by_day.at("interval"), "day");
  EXPECT_EQ(by_day.at("timeline").as_array().size(), 4U);
  EXPECT_EQ(by_day.at("timeline").at(0).at("start"), "2026-11-20T00:00:00.000000Z");
}

TEST(MessageTotals, HasNoIntervalThatTheEndOnlyTouches) {
  const base::Time start = At("2026-11-20T00:00:00Z");
  EXPECT_EQ(MessageTotals(start, start + days(5)).Object(1).at("timeline").as_array().size(), 5U);
  EXPECT_EQ(MessageTotals(start, start).Object(1).at("timeline").as_array().size(), 0U);
}

TEST(MessageTotals, ShowsQuietIntervalsToo) {
  const base::Time start = At("2026-11-20T00:00:00Z");
  MessageTotals totals(start, start + days(5));
  record::MessageRecord clean;
  clean.scanned_at = start + hours(50);
  totals.Add(clean);
  totals.Add(Flagged("2026-11-22T23:59:59Z", "x@evil.example", "[]"));
  const json::value timeline = totals.Object(1).at("timeline");
  EXPECT_EQ(timeline.at(1), json::parse(R"({"start":"2026-11-21T00:00:00.000000Z","total":0,)"
                                        R"("flagged":0,"dispositions":{}})"));
  EXPECT_EQ(timeline.at(2), json::parse(R"({"start":"2026-11-22T00:00:00.000000Z","total":2,)"
                                        R"("flagged":1,"dispositions":{"NONE":1,"SPOOF":1}})"));
}

TEST(MessageTotals, NamesWhomHowAndFromWhereByTheStrongestFinding) {
  MessageTotals totals(At("2026-11-20T00:00:00Z"), At("2026-11-27T00:00:00Z"));
  totals.Add(Flagged("2026-11-22T10:00:00Z", "a@Evil.example", std::string(kJane)));
  totals.Add(Flagged("2026-11-21T10:00:00Z", "b@evil.example", std::string(kJaneBefore)));
  totals.Add(Flagged("2026-11-21T10:00:00Z", "c@other.example",
                     R"([{"reason":"name_conflict","entry":{"id":null,"name":"Bob"}}])"));
  const json::object object = totals.Object(10);
  EXPECT_EQ(object.at("flagged"), 3);
  EXPECT_EQ(object.at("identities"), json::parse(R"([{"id":"7d6c","name":"Jane","count":2},)"
                                                 R"({"id":null,"name":"Bob","count":1}])"));
  EXPECT_EQ(object.at("reasons"), json::parse(R"([{"reason":"display_name_exact","count":2},)"
                                              R"({"reason":"name_conflict","count":1}])"));
  EXPECT_EQ(object.at("sender_domains"), json::parse(R"([{"domain":"evil.example","count":2},)"
                                                     R"({"domain":"other.example","count":1}])"));
  EXPECT_EQ(totals.Object(1).at("reasons").as_array().size(), 1U);
}

TEST(MessageTotals, TakesAMessageWithoutFindingsOrWithDamagedOnes) {
  MessageTotals totals(At("2026-11-20T00:00:00Z"), At("2026-11-27T00:00:00Z"));
  for (const char* findings : {"[]", "", "{", "[1]", R"([{"reason":1,"entry":2}])"}) {
    totals.Add(Flagged("2026-11-22T10:00:00Z", "nobody", findings));
  }
  const json::object object = totals.Object(10);
  EXPECT_EQ(object.at("flagged"), 5);
  EXPECT_TRUE(object.at("reasons").as_array().empty());
  EXPECT_TRUE(object.at("identities").as_array().empty());
  EXPECT_TRUE(object.at("sender_domains").as_array().empty());
}

}  // namespace
}  // namespace namesake::report
