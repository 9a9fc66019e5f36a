// SPDX-License-Identifier: Apache-2.0
#include "mail/sender_claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/authentication_results.h"
#include "mail/header_section.h"

namespace namesake::mail {
namespace {

using testing::Contains;
using testing::ElementsAre;

SenderClaims Read(std::string_view headers, std::string_view authserv_ids = "") {
  return ReadSenderClaims(ReadHeaderSection(headers).fields, authserv_ids);
}

std::vector<std::string> Shown(const SenderClaims& claims) {
  std::vector<std::string> shown;
  for (const Claim& claim : claims.claims) {
    shown.push_back(std::string(FieldName(claim.field)) + ": " + claim.display_name + " <" +
                    claim.address + ">");
  }
  return shown;
}

TEST(ReadSenderClaims, TakesEveryAuthorFieldFromFirst) {
  const auto claims = Read(
      "Reply-To: R <r@example.com>\r\nSubject: x\r\nFrom: F <f@example.com>\r\n"
      "Sender: S <s@example.com>\r\nResent-From: X <x@example.com>\r\n\r\nFrom: body\r\n");
  EXPECT_EQ(Shown(claims), (std::vector<std::string>{
                               "From: F <f@example.com>", "Sender: S <s@example.com>",
                               "Reply-To: R <r@example.com>", "Resent-From: X <x@example.com>"}));
  EXPECT_EQ(claims.from, "F <f@example.com>");
  EXPECT_FALSE(claims.irregular);
}

TEST(ReadSenderClaims, KeepsEveryFromField) {
  const auto claims =
      Read("From: Support <desk@attacker.test>\nFrom: John Doe <j@example.com>\n\n");
  EXPECT_EQ(claims.from_fields, 2U);
  EXPECT_EQ(claims.claims.size(), 2U);
  EXPECT_EQ(claims.from, "Support <desk@attacker.test>");
}

TEST(ReadSenderClaims, ReadsACommentAndAGroupAsNames) {
  EXPECT_EQ(Shown(Read("From: desk@attacker.test (John Doe)\n\n")),
            std::vector<std::string>{"From: John Doe <desk@attacker.test>"});
  EXPECT_EQ(Shown(Read("From: John Doe: desk@attacker.test;\n\n")),
            (std::vector<std::string>{"From:  <desk@attacker.test>",
                                      "From: John Doe <desk@attacker.test>"}));
}

TEST(ReadSenderClaims, AddsASecondOpinionOnAMalformedField) {
  const auto claims = Read("From: John Doe <john@example.com> <x@evil.example>\n\n");
  EXPECT_TRUE(claims.irregular);
  const auto shown = Shown(claims);
  EXPECT_NE(std::ranges::find(shown, "From: John Doe <john@example.com>"), shown.end());
  EXPECT_NE(std::ranges::find(shown, "From: John Doe <john@example.com> <x@evil.example>"),
            shown.end());
}

TEST(ReadSenderClaims, ReadsANameOnceMoreWhereSomeProgramsDo) {
  const auto names = [](std::string_view from) {
    std::vector<std::string> found;
    for (const Claim& claim : Read("From: " + std::string(from) + "\n\n").claims) {
      found.push_back(claim.display_name);
    }
    return found;
  };
  EXPECT_THAT(names("=?utf-8?Q?=3D=3Futf-8=3FQ=3FJohn=5FDoe=3F=3D?= <x@evil.example>"),
              Contains("John Doe"));
  EXPECT_THAT(names("\"J&ouml;rg M&#252;ller\" <x@evil.example>"), Contains("Jörg Müller"));
}

TEST(ReadSenderClaims, KnowsWhoWroteBeforeAList) {
  const SenderClaims claims = Read(
      "From: \"'Jane Doe' via Team\" <team@lists.example>\n"
      "X-Original-From: Jane Doe <Jane@Example.com>\nX-Original-Sender: jane@example.com\n\n");
  EXPECT_THAT(claims.original_authors, ElementsAre("jane@example.com", "jane@example.com"));
}

TEST(ReadSenderClaims, KnowsWhoSealedTheWay) {
  const SenderClaims claims = Read(
      "Authentication-Results: mx.example.com; dmarc=fail; arc=pass (i=2)\n"
      "ARC-Seal: i=2; a=rsa-sha256; cv=pass;\n d=Lists.Example; s=x; b=d=no\n"
      "ARC-Seal: i=1; cv=none; d=google.com; s=y; b=abc\n\n",
      "mx.example.com");
  EXPECT_THAT(claims.arc_sealers, ElementsAre("lists.example", "google.com"));
  EXPECT_EQ(claims.authentication.arc, AuthenticationResult::kPass);
}

TEST(ReadSenderClaims, NormalisesAddresses) {
  const auto claims = Read("From: John <JOHN@Example.COM>\n\n");
  ASSERT_EQ(claims.claims.size(), 1U);
  EXPECT_EQ(claims.claims[0].address, "JOHN@Example.COM");
  EXPECT_EQ(claims.claims[0].normalised, "john@example.com");
}

TEST(ReadSenderClaims, KnowsMailOfAList) {
  EXPECT_TRUE(Read("From: a@b.example\nList-Id: <dev.example.org>\n\n").from_list);
  EXPECT_FALSE(Read("From: a@b.example\n\n").from_list);
}

TEST(ReadSenderClaims, IsEmptyWithoutAuthorFields) {
  const auto claims = Read("Subject: hello\n\n");
  EXPECT_TRUE(claims.claims.empty());
  EXPECT_EQ(claims.from, "");
}

TEST(ReadSenderClaims, StopsAtTheLimitAndSaysSo) {
  std::string headers;
  for (std::size_t i = 0; i < kMaxClaims + 10; ++i) {
    headers += "From: a" + std::to_string(i) + "@b.example\n";
  }
  const auto claims = Read(headers + "\n");
  EXPECT_EQ(claims.claims.size(), kMaxClaims);
  EXPECT_TRUE(claims.truncated);
}

}  // namespace
}  // namespace namesake::mail
