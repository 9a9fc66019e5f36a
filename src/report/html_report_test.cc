// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::report {
namespace {

using detection::VerdictClass;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kHostile = "<script>alert('1')</script>\x1b[2J\u202E\"&";

mail::SenderClaims Claims(std::string_view from) {
  mail::SenderClaims claims;
  claims.from = from;
  claims.claims.push_back(
      {.display_name = "", .address = "x@evil.example", .normalised = "x@evil.example"});
  return claims;
}

detection::Verdict Forged(std::string_view name, std::string_view sentence) {
  detection::Evidence evidence;
  evidence.entry = {std::nullopt, std::string(name), "john.doe@example.com"};
  evidence.detail = sentence;
  return {.verdict_class = VerdictClass::kMaliciousBec, .evidence = {evidence}};
}

TEST(MessageHtml, HasVerdictFromSentencesAndSource) {
  EXPECT_EQ(MessageHtml("inbox#1", Claims("John Doe <x@evil.example>"),
                        Forged("John Doe", "\"John Doe\" shows a name.")),
            "<article class=\"bec\">\n"
            "<header><span class=\"verdict\">MALICIOUS-BEC</span> "
            "<bdi class=\"from\">John Doe &lt;x@evil.example&gt;</bdi></header>\n"
            "<ul>\n"
            "<li>&quot;John Doe&quot; shows a name. <code>display_name_exact</code></li>\n"
            "</ul>\n"
            "<footer><bdi>inbox#1</bdi></footer>\n"
            "</article>\n");
}

TEST(MessageHtml, HasNoMarkupOfItsSender) {
  const std::string html = MessageHtml(kHostile, Claims(kHostile), Forged(kHostile, "<b>\"&'"));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<b>")), Not(HasSubstr("\x1b")),
                          Not(HasSubstr("\u202E"))));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("&lt;U+202E&gt;"));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&quot;&amp;&#39;"));
}

TEST(MessageHtml, ShowsTheStrongestOfVeryManyFindings) {
  detection::Verdict verdict = Forged("John Doe", "One.");
  verdict.evidence.resize(30, verdict.evidence.front());
  EXPECT_THAT(MessageHtml("a", Claims("x"), verdict),
              HasSubstr("<li class=\"weak\">and 20 more</li>"));
}

TEST(MessageHtml, SaysWhenThereIsNoFromField) {
  EXPECT_THAT(MessageHtml("a", Claims(""), Forged("John Doe", "One.")),
              HasSubstr("(no From field)"));
}

TEST(ReportHtml, ShowsWhoIsImpersonatedFromWhereAndHow) {
  ScanSummary summary;
  for (int i = 0; i < 3; ++i) summary.Add(Claims("x"), Forged("John Doe", "One."));
  summary.Add(Claims("x"), {});
  const std::string html = ReportHtml(summary, {"<article></article>\n"}, "inbox");
  for (const std::string_view part :
       {"<h1>3 of 4 messages flagged</h1>", "<b>3</b><span>flagged, 75 %</span>",
        "John Doe &lt;john.doe@example.com&gt;", "evil.example", "the registered name as it is",
        "<rect class=\"bec\" x=\"0.0\" width=\"1000.0\"", "width:100.0%", "<article></article>",
        "The first 1 are shown, 2 more were flagged."}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(ReportHtml, NeedsNothingFromElsewhereAndRunsNothing) {
  ScanSummary summary;
  summary.Add(Claims(kHostile), Forged(kHostile, kHostile));
  const std::string html = ReportHtml(
      summary, {MessageHtml(kHostile, Claims(kHostile), Forged(kHostile, kHostile))}, kHostile);
  for (const std::string_view foreign : {"<script", "http:", "https:", "src=", "href=", "url(",
                                         "@import", "onerror", "<img", "<link"}) {
    EXPECT_THAT(html, Not(HasSubstr(foreign)));
  }
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(ReportHtml, IsCalmWhenNothingWasFlagged) {
  ScanSummary summary;
  summary.Add(Claims("x"), {});
  const std::string html = ReportHtml(summary, {}, "inbox");
  EXPECT_THAT(html, HasSubstr("Nothing was flagged."));
  EXPECT_THAT(html, Not(HasSubstr("<svg")));
  EXPECT_THAT(html, Not(HasSubstr("class=\"charts\"")));
}

}  // namespace
}  // namespace namesake::report
