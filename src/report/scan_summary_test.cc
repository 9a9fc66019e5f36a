// SPDX-License-Identifier: Apache-2.0
#include "report/scan_summary.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::report {
namespace {

using detection::Reason;
using detection::VerdictClass;
using ::testing::HasSubstr;
using ::testing::Not;

mail::SenderClaims From(std::string address) {
  mail::SenderClaims claims;
  claims.claims.push_back({.field = mail::AuthorField::kFrom,
                           .display_name = "",
                           .address = address,
                           .normalised = std::move(address)});
  return claims;
}

detection::Verdict Forged(std::string name, Reason reason,
                          VerdictClass verdict_class = VerdictClass::kMaliciousBec) {
  detection::Verdict verdict{.verdict_class = verdict_class, .evidence = {}};
  detection::Evidence evidence;
  evidence.reason = reason;
  evidence.entry = {std::nullopt, std::move(name), "someone@example.com"};
  verdict.evidence.push_back(std::move(evidence));
  return verdict;
}

// ---- ScanSummary --------------------------------------------------------------------------------

TEST(ScanSummary, CountsByPersonDomainAndTrick) {
  ScanSummary summary;
  summary.Add(From("john.doe@example.com"), {});
  summary.Add(From("x@mail.evil.example"), Forged("John Doe", Reason::kDisplayNameExact));
  summary.Add(From("y@evil.example"), Forged("John Doe", Reason::kDisplayNameConfusable));
  summary.Add(From("z@example.org"),
              Forged("Jane Roe", Reason::kDisplayNameExact, VerdictClass::kSpoof));
  EXPECT_EQ(Headline(summary), "3 of 4 messages flagged");
  EXPECT_EQ(SummaryText(summary),
            "\n"
            "Verdict\n"
            "        2  MALICIOUS-BEC\n"
            "        1  SPOOF\n"
            "\n"
            "Impersonated\n"
            "        2  John Doe <someone@example.com>\n"
            "        1  Jane Roe <someone@example.com>\n"
            "\n"
            "From\n"
            "        2  evil.example\n"
            "        1  example.org\n"
            "\n"
            "By\n"
            "        2  the registered name as it is [display_name_exact]\n"
            "        1  letters that look alike [display_name_confusable]\n");
}

TEST(ScanSummary, SaysNothingMoreWhenNothingWasFlagged) {
  ScanSummary summary;
  summary.Add(From("john.doe@example.com"), {});
  EXPECT_EQ(Headline(summary), "0 of 1 message flagged");
  EXPECT_EQ(SummaryText(summary), "");
}

TEST(ScanSummary, ListsAFewAndCountsTheOthers) {
  ScanSummary summary;
  for (int i = 0; i < 2000; ++i) {
    summary.Add(From(fmt::format("x@evil{}.example", i)),
                Forged("John Doe", Reason::kDisplayNameExact));
  }
  const std::string text = SummaryText(summary);
  EXPECT_THAT(text, HasSubstr("    1,993  1,993 others\n"));
  EXPECT_THAT(text, HasSubstr("    2,000  John Doe <someone@example.com>\n\nFrom"));
}

TEST(ScanSummary, IsTheSameInPieces) {
  ScanSummary whole;
  ScanSummary first;
  ScanSummary second;
  for (ScanSummary* summary : {&whole, &first}) {
    summary->Add(From("x@evil.example"), Forged("John Doe", Reason::kDisplayNameExact));
  }
  for (ScanSummary* summary : {&whole, &second}) {
    summary->Add(From("y@evil.example"), Forged("John Doe", Reason::kLookalikeAddress));
    summary->Add(From("a@example.com"), {});
  }
  first.Merge(second);
  EXPECT_EQ(Headline(first), Headline(whole));
  EXPECT_EQ(SummaryText(first), SummaryText(whole));
}

TEST(ScanSummary, EscapesWhatHostileMailMayHoldAndEndsLongRows) {
  ScanSummary summary;
  summary.Add(From("x@evil.example"),
              Forged("John\x1b[2J\n" + std::string(200, 'x'), Reason::kDisplayNameExact));
  const std::string text = SummaryText(summary);
  EXPECT_THAT(text, HasSubstr("John<U+001B>[2J<U+000A>xxx"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("x…\n"));
}

TEST(ScanSummary, KnowsSomeWordsForEveryReason) {
  for (const Reason reason : detection::kAllReasons) EXPECT_NE(ReasonPhrase(reason), "unknown");
}

TEST(ScanSummary, CountsAMessageWithoutAddressOrEntry) {
  ScanSummary summary;
  summary.Add({}, Forged("", Reason::kLookalikeDomain));
  EXPECT_THAT(SummaryText(summary), Not(HasSubstr("Impersonated")));
  EXPECT_THAT(SummaryText(summary), Not(HasSubstr("From")));
}

TEST(GroupDigits, ByThrees) {
  EXPECT_EQ(GroupDigits(0), "0");
  EXPECT_EQ(GroupDigits(999), "999");
  EXPECT_EQ(GroupDigits(1'000), "1,000");
  EXPECT_EQ(GroupDigits(1'234'567), "1,234,567");
}

}  // namespace
}  // namespace namesake::report
