// SPDX-License-Identifier: Apache-2.0
#include "report/verdict_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string>

#include "base/uuid.h"
#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::report {
namespace {

mail::SenderClaims ForgedClaims() {
  mail::SenderClaims claims;
  claims.from = "John Doe <x@evil.example>";
  claims.message_id = "<a@b>";
  return claims;
}

detection::Evidence ExactName() {
  return {.reason = detection::Reason::kDisplayNameExact,
          .field = mail::AuthorField::kFrom,
          .value = "John Doe",
          .entry = {.id = std::nullopt, .name = "John Doe", .email = "john.doe@example.com"},
          .score = 1.0,
          .strength = detection::Strength::kStrong,
          .detail = "One sentence for a person."};
}

detection::Verdict Forged() {
  return {.verdict_class = detection::VerdictClass::kMaliciousBec, .evidence = {ExactName()}};
}

TEST(VerdictLine, IsTheDocumentedObject) {
  EXPECT_EQ(
      VerdictLine("inbox.mbox#12", ForgedClaims(), Forged()),
      R"({"source": "inbox.mbox#12", "message_id": "<a@b>", "from": "John Doe <x@evil.example>", )"
      R"("final_disposition": "MALICIOUS-BEC", "flagged": true, )"
      R"("findings": [{"reason": "display_name_exact", "field": "From", "value": "John Doe", )"
      R"("entry": {"id": null, "name": "John Doe", "email": "john.doe@example.com"}, )"
      R"("score": 1.0, "detail": "One sentence for a person.", )"
      R"("transformations": []}]})"
      "\n");
}

TEST(VerdictLine, HasAllMembersForAMessageWithoutFindings) {
  EXPECT_EQ(VerdictLine("a.eml", {}, {}),
            R"({"source": "a.eml", "message_id": "", "from": "", "final_disposition": "NONE", )"
            R"("flagged": false, "findings": []})"
            "\n");
}

TEST(VerdictLine, StaysOneLineOfValidJsonWhateverTheMessageHolds) {
  mail::SenderClaims claims = ForgedClaims();
  claims.from = "John\r\nDoe\u2028\x1b[2J";
  claims.message_id = "<\xFF\xFE@b>";
  detection::Verdict verdict = Forged();
  verdict.evidence.front().value = claims.from;

  const std::string line = VerdictLine("dir/\xE4.eml", claims, verdict);

  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  const boost::json::value read = boost::json::parse(line);
  EXPECT_EQ(read.at("from").as_string(), claims.from);
  EXPECT_EQ(read.at("message_id").as_string(), "<\uFFFD\uFFFD@b>");
  EXPECT_EQ(read.at("findings").at(0).at("value").as_string(), claims.from);
}

TEST(VerdictObject, LeavesOutAnEmptySource) {
  EXPECT_FALSE(VerdictObject("", ForgedClaims(), Forged()).contains("source"));
}

TEST(VerdictObject, NamesTheEntryById) {
  detection::Verdict verdict = Forged();
  verdict.evidence.front().entry.id = base::ParseUuid("018f3c1e-7b2a-7c3d-8e4f-0123456789ab");

  const boost::json::object object = VerdictObject("", ForgedClaims(), verdict);

  EXPECT_EQ(object.at("findings").at(0).at("entry").at("id").as_string(),
            "018f3c1e-7b2a-7c3d-8e4f-0123456789ab");
}

TEST(VerdictText, IsOneParagraphForAPerson) {
  EXPECT_EQ(VerdictText("inbox.mbox#12", ForgedClaims(), Forged()),
            "inbox.mbox#12: MALICIOUS-BEC\n"
            "  From: John Doe <x@evil.example>\n"
            "  One sentence for a person. [display_name_exact]\n");
}

TEST(VerdictText, MarksWeakFindings) {
  detection::Verdict verdict = Forged();
  verdict.verdict_class = detection::VerdictClass::kNone;
  verdict.evidence.front().strength = detection::Strength::kWeak;

  EXPECT_EQ(VerdictText("a.eml", ForgedClaims(), verdict),
            "a.eml: NONE\n"
            "  From: John Doe <x@evil.example>\n"
            "  (weak) One sentence for a person. [display_name_exact]\n");
}

TEST(VerdictText, IsEmptyWithoutFindings) { EXPECT_EQ(VerdictText("a.eml", {}, {}), ""); }

TEST(VerdictText, LetsNoHostileTextForgeALine) {
  mail::SenderClaims claims = ForgedClaims();
  claims.from = "x\nb.eml: NONE\x1b[2J";

  const std::string text = VerdictText("a\n.eml", claims, Forged());

  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(VerdictSentence, IsTheDetailOfTheStrongestFinding) {
  detection::Verdict verdict = Forged();
  verdict.evidence.push_back(ExactName());
  verdict.evidence.back().detail = "A weaker one.";

  EXPECT_EQ(VerdictSentence(verdict), "One sentence for a person.");
}

TEST(VerdictSentence, IsEmptyWithoutFindings) { EXPECT_EQ(VerdictSentence({}), ""); }

}  // namespace
}  // namespace namesake::report
