// SPDX-License-Identifier: Apache-2.0
#include "mail/delivery_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Envelope Read(std::string_view header) {
  return ReadDeliveryFields(ReadHeaderSection(header).fields);
}

TEST(DeliveryFields, TellTheEnvelopeOfADeliveredMessage) {
  const Envelope envelope = Read(
      "Return-Path: <bounces@list.example>\r\n"
      "Delivered-To: jane@example.com\r\n"
      "Received: from somewhere\r\n"
      "To: everybody@example.com\r\n\r\n");
  EXPECT_EQ(envelope.mail_from, "bounces@list.example");
  EXPECT_THAT(envelope.recipients, ElementsAre("jane@example.com"));
  EXPECT_EQ(envelope.client_ip, "");
}

TEST(DeliveryFields, CountOnlyOnTop) {
  const Envelope envelope = Read(
      "Return-Path: <>\r\n"
      "delivered-to:\r\n <first@example.com>\r\n"
      "Return-Path: <forged@example.com>\r\n"
      "Delivered-To: forged@example.com\r\n\r\n");
  EXPECT_EQ(envelope.mail_from, "");
  EXPECT_THAT(envelope.recipients, ElementsAre("first@example.com"));
}

TEST(DeliveryFields, AreUnknownWhenNobodyWroteThem) {
  const Envelope envelope = Read("From: a@example.com\r\nTo: b@example.com\r\n\r\n");
  EXPECT_EQ(envelope.mail_from, "");
  EXPECT_THAT(envelope.recipients, IsEmpty());
}

}  // namespace
}  // namespace namesake::mail
