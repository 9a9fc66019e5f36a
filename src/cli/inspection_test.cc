// SPDX-License-Identifier: Apache-2.0
#include "cli/inspection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "detection/snapshot.h"
#include "mail/header_section.h"

namespace namesake::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kGenuine = "From: John Doe <john.doe@example.com>\n\n";
constexpr std::string_view kForged = "From: John Doe <x@evil.example>\n\n";

class Inspection : public ::testing::Test {
 protected:
  BatchReport Inspect(ScanFormat format) const {
    return InspectBatch(batch_, snapshot_, "mx.example.com", format);
  }

  detection::Snapshot snapshot_{{{.id = std::nullopt,
                                  .name = "John Doe",
                                  .email = "john.doe@example.com",
                                  .is_email_regex = false}},
                                {}};
  Batch batch_;
};

TEST_F(Inspection, CountsMessagesAndTellsTheFlaggedAsText) {
  batch_.Add({"a", kGenuine, 0});
  batch_.Add({"b", kForged, 0});
  const BatchReport report = Inspect(ScanFormat::kText);
  EXPECT_EQ(report.summary.messages, 2U);
  EXPECT_EQ(report.summary.flagged, 1U);
  EXPECT_THAT(report.text, StartsWith("b: MALICIOUS-BEC\n"));
}

TEST_F(Inspection, TellsEveryMessageAsJsonInOrder) {
  batch_.Add({"a", kGenuine, 0});
  batch_.Add({"b", kForged, 0});
  const std::string text = Inspect(ScanFormat::kJsonLines).text;
  EXPECT_THAT(text, StartsWith(R"({"source": "a", )"));
  EXPECT_THAT(text, HasSubstr("\n"
                              R"({"source": "b", )"));
}

TEST_F(Inspection, NeedsTheMessagesNoLonger) {
  {
    const std::string message(kForged);
    batch_.Add({"a", message, 0});
  }
  EXPECT_EQ(Inspect(ScanFormat::kText).summary.flagged, 1U);
}

// Half a genuine From field would be another address.
TEST_F(Inspection, DoesNotJudgeAFieldThatTheLimitCutsOff) {
  const std::string_view from = kGenuine.substr(0, kGenuine.find(".com"));
  const std::string padding(mail::kMaxHeaderBytes - from.size() - 4, 'x');
  batch_.Add({"a", "X: " + padding + "\n" + std::string(kGenuine), 0});
  EXPECT_EQ(Inspect(ScanFormat::kText).summary.flagged, 0U);
}

TEST_F(Inspection, SaysWhichMessagesAreDamaged) {
  batch_.Add({"whole", kForged, 0});
  batch_.Add({"without body", "From: a@b\n", 0});
  batch_.Add({"cut", "From: a@b\nSubj", 0});
  batch_.Add({"nul", std::string_view("From: a@b\nX: \0\n\n", 18), 0});
  batch_.Add({"nul in the body", std::string_view("From: a@b\n\n\0\0\0", 14), 0});
  batch_.Add({"long", "X: " + std::string(mail::kMaxHeaderBytes, 'x') + "\n\n", 0});
  batch_.Add({"empty", "", 0});
  EXPECT_THAT(Inspect(ScanFormat::kText).notes,
              ElementsAre("cut: it ends in the middle of its header section",
                          "nul: its header section has NUL octets",
                          "long: its header section is longer than 1 MiB, the rest was not read"));
}

TEST_F(Inspection, ABatchIsFullOfMessagesOrOfOctets) {
  batch_.Add({"a", kGenuine, 0});
  EXPECT_FALSE(batch_.full());
  batch_.Add({"b", "X: " + std::string(mail::kMaxHeaderBytes / 2, 'x') + "\n\n", 0});
  EXPECT_TRUE(batch_.full());

  Batch small;
  std::size_t messages = 0;
  while (!small.full()) {
    small.Add({"a", kGenuine, 0});
    ++messages;
  }
  EXPECT_EQ(messages, 64U);
}

}  // namespace
}  // namespace namesake::cli
