// SPDX-License-Identifier: Apache-2.0
#include "report/recorded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "record/message_record.h"

namespace namesake::report {
namespace {

using ::testing::ElementsAre;

record::MessageRecord Described(std::string_view message) {
  const mail::HeaderSection section = mail::ReadHeaderSection(message);
  const mail::SenderClaims claims = mail::ReadSenderClaims(section.fields, "mx.example.com",
                                                           {.mail_from = "bounce@evil.example",
                                                            .client_ip = "192.0.2.7",
                                                            .recipients = {"a@b.example"}});
  const detection::Snapshot snapshot({{.id = {}, .name = "John Doe", .email = "john@example.com"}},
                                     {"example.com"});
  return DescribeMessage(section.fields, claims, detection::Inspect(claims, snapshot));
}

TEST(DescribeMessage, TellsWhatAFilterKnows) {
  const record::MessageRecord record = Described(
      "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=evil.example; dmarc=none\n"
      "From: =?utf-8?q?John_D=C3=B8e?= <x@evil.example>, Ann <ann@evil.example>\n"
      "Reply-To: y@evil.example\n"
      "To: Jane <jane@example.com>, ann@example.com\n"
      "Cc: bob@example.com\n"
      "Subject: =?utf-8?q?Z=C3=A4hle?=\n now\n"
      "Date: Fri, 05 Jan 2024 10:00:00 +0000\n"
      "Message-ID: <1@evil.example>\n"
      "X-Originating-IP: [198.51.100.2]\n\nbody");
  EXPECT_EQ(record.from, "x@evil.example");
  EXPECT_EQ(record.from_name, "John D\u00f8e");
  EXPECT_EQ(record.reply_to, "y@evil.example");
  EXPECT_EQ(record.envelope_from, "bounce@evil.example");
  EXPECT_EQ(record.client_ip, "192.0.2.7");
  EXPECT_THAT(record.recipients, ElementsAre("a@b.example"));
  EXPECT_THAT(record.to, ElementsAre("jane@example.com", "ann@example.com"));
  EXPECT_THAT(record.to_names, ElementsAre("Jane", ""));
  EXPECT_THAT(record.cc, ElementsAre("bob@example.com"));
  EXPECT_EQ(record.subject, "Z\u00e4hle now");
  EXPECT_EQ(record.sent_at, base::Time(std::chrono::seconds(1'704'448'800)));
  EXPECT_EQ(record.message_id, "<1@evil.example>");
  EXPECT_EQ(record.originating_ip, "[198.51.100.2]");
  EXPECT_EQ(record.spf, "pass");
  EXPECT_EQ(record.dmarc, "none");
  EXPECT_EQ(record.dkim, "");
  EXPECT_TRUE(record.flagged);
  EXPECT_NE(record.findings.find("x@evil.example"), std::string::npos);
  EXPECT_FALSE(record.reasons.empty());
}

TEST(DescribeMessage, KeepsNoMoreThanAPersonReads) {
  std::string message = "From: a@b.example\nSubject: " + std::string(100'000, 'x') + "\nTo: ";
  for (int i = 0; i < 500; ++i) message += "a" + std::to_string(i) + "@b.example, ";
  const record::MessageRecord record = Described(message + "z@b.example\n\n");
  EXPECT_EQ(record.subject.size(), 2000U);
  EXPECT_EQ(record.to.size(), 100U);
  EXPECT_FALSE(record.flagged);
  EXPECT_EQ(record.findings, "[]");
}

}  // namespace
}  // namespace namesake::report
