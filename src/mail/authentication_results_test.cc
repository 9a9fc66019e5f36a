// SPDX-License-Identifier: Apache-2.0
#include "mail/authentication_results.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "mail/header_section.h"

namespace namesake::mail {
namespace {

using enum AuthenticationResult;

AuthenticationResults Read(std::string_view headers, std::string_view ids = "mx.example.com") {
  return ReadAuthenticationResults(ReadHeaderSection(headers).fields, ids);
}

TEST(ReadAuthenticationResults, ReadsMethodsResultsAndDomains) {
  const auto results = Read(
      "Authentication-Results: mx.example.com 1;\r\n"
      "\tdkim=pass (2048-bit key; unprotected) header.d=Example.ORG header.s=s1;\r\n"
      "\tdkim=fail reason=\"bad; body\" header.i=@other.example;\r\n"
      "\tspf=softfail smtp.mailfrom=bounce@news.example.org;\r\n"
      "\tdmarc=pass (p=reject dis=none) header.from=example.org\r\n\r\n");
  EXPECT_EQ(results.dkim, kPass);
  EXPECT_EQ(results.dkim_domains, std::vector<std::string>{"example.org"});
  EXPECT_EQ(results.spf, kFail);
  EXPECT_EQ(results.spf_domain, "news.example.org");
  EXPECT_EQ(results.dmarc, kPass);
  EXPECT_EQ(results.dmarc_domain, "example.org");
}

TEST(ReadAuthenticationResults, BelievesNobodyElse) {
  EXPECT_EQ(Read("Authentication-Results: other.example; dmarc=pass\n\n").dmarc, kUnknown);
  EXPECT_EQ(Read("Authentication-Results: mx.example.com; dmarc=pass\n\n", "").dmarc, kUnknown);
}

TEST(ReadAuthenticationResults, TakesAnyOfSeveralNames) {
  EXPECT_EQ(Read("Authentication-Results: B.example; dmarc=fail\n\n", "a.example, b.example").dmarc,
            kFail);
}

TEST(ReadAuthenticationResults, LetsTheUpperFieldCount) {
  const auto results = Read(
      "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
      "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com; spf=pass\n\n");
  EXPECT_EQ(results.dmarc, kFail);
  EXPECT_EQ(results.spf, kPass);
}

TEST(ReadAuthenticationResults, IgnoresWhatIsBelowAReceivedField) {
  const auto results = Read(
      "Authentication-Results: mx.example.com; spf=fail\n"
      "Received: from evil.example by mx.example.com; Tue, 24 Nov 2026 09:00:00 +0000\n"
      "Authentication-Results: mx.example.com; dmarc=pass\n\n");
  EXPECT_EQ(results.spf, kFail);
  EXPECT_EQ(results.dmarc, kUnknown);
}

TEST(ReadAuthenticationResults, PassesTheHopsInsideTheOrganization) {
  const auto results = Read(
      "Received: from mx.example.com by imap.example.com (Dovecot) with LMTP id 1\n"
      "Authentication-Results: mx.example.com; dmarc=fail\n\n");
  EXPECT_EQ(results.dmarc, kFail);
  EXPECT_EQ(Read("Received: from a by b.evil.example\n"
                 "Authentication-Results: mx.example.com; dmarc=pass\n\n")
                .dmarc,
            kUnknown);
}

TEST(ReadAuthenticationResults, StopsAtAFieldOfAnotherServer) {
  EXPECT_EQ(Read("Authentication-Results: other.example; dmarc=fail\n"
                 "Authentication-Results: mx.example.com; dmarc=pass\n\n")
                .dmarc,
            kUnknown);
}

TEST(ReadAuthenticationResults, SurvivesNonsense) {
  for (const std::string_view body :
       {"", ";", "mx.example.com", "mx.example.com;=;==", "mx.example.com; dmarc", "\"",
        "mx.example.com; (((", "mx.example.com; dmarc=", "mx.example.com; none"}) {
    const std::string header = "Authentication-Results: " + std::string(body) + "\n\n";
    EXPECT_EQ(Read(header).dmarc, kUnknown) << body;
  }
}

}  // namespace
}  // namespace namesake::mail
