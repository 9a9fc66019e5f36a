// SPDX-License-Identifier: Apache-2.0
#include "cli/mbox_part.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/inspection.h"
#include "mail/mbox_file.h"

namespace namesake::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::shared_ptr<const mail::MboxFile> MboxOf(std::string_view content) {
  const int descriptor = ::memfd_create("mbox", 0);
  EXPECT_EQ(::write(descriptor, content.data(), content.size()),
            static_cast<ssize_t>(content.size()));
  return std::make_shared<const mail::MboxFile>("inbox", descriptor);
}

std::vector<std::string> SourcesOf(const Batch& batch) {
  std::vector<std::string> sources;
  for (const Batch::Item& item : batch.items()) sources.push_back(item.source);
  return sources;
}

// Three messages in three parts: two, none and one.
std::string ThreeParts() {
  return "From a\nX: 1\n\nFrom b\nX: 2\n\n" + std::string(std::size_t{9} << 20, 'x') +
         "\n\nFrom c\nX: 3\n";
}

TEST(MboxPart, MessagesAreNumberedThroughTheWholeMbox) {
  const std::vector<MboxPart> parts = PartsOf(MboxOf(ThreeParts()));
  ASSERT_THAT(parts, SizeIs(3));
  EXPECT_THAT(SourcesOf(ReadPart(parts[0]).batch), ElementsAre("inbox#1", "inbox#2"));
  EXPECT_THAT(SourcesOf(ReadPart(parts[1]).batch), ElementsAre());
  const PartBatch last = ReadPart(parts[2]);
  EXPECT_THAT(SourcesOf(last.batch), ElementsAre("inbox#3"));
  EXPECT_EQ(last.batch.HeadersOf(last.batch.items()[0]), "X: 3\n");
  EXPECT_FALSE(last.failure);
}

TEST(MboxPart, WaitsForTheNumbersOfThePartBefore) {
  const std::vector<MboxPart> parts = PartsOf(MboxOf(ThreeParts()));
  auto last = std::async(std::launch::async, [&] { return ReadPart(parts[2]); });
  auto middle = std::async(std::launch::async, [&] { return ReadPart(parts[1]); });
  EXPECT_THAT(ReadPart(parts[0]).batch.items(), SizeIs(2));
  EXPECT_THAT(middle.get().batch.items(), SizeIs(0));
  EXPECT_THAT(SourcesOf(last.get().batch), ElementsAre("inbox#3"));
}

TEST(MboxPart, BehindAFailureThereAreNoMessages) {
  std::vector<MboxPart> parts = PartsOf(MboxOf(ThreeParts()));
  parts[1].mbox = std::make_shared<const mail::MboxFile>("broken", -1);
  EXPECT_FALSE(ReadPart(parts[0]).failure);
  EXPECT_EQ(ReadPart(parts[1]).failure->message, "cannot read broken: Bad file descriptor");
  const PartBatch last = ReadPart(parts[2]);
  EXPECT_THAT(last.batch.items(), SizeIs(0));
  EXPECT_FALSE(last.failure);  // told once
}

}  // namespace
}  // namespace namesake::cli
