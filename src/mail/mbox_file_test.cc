// SPDX-License-Identifier: Apache-2.0
#include "mail/mbox_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "mail/header_section.h"
#include "mail/mbox.h"
#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// Where a part ends, and some more.
constexpr std::uint64_t kPart = std::uint64_t{4} << 20;

int FileOf(std::string_view content) {
  const int descriptor = ::memfd_create("mbox", 0);
  EXPECT_EQ(::write(descriptor, content.data(), content.size()),
            static_cast<ssize_t>(content.size()));
  return descriptor;
}

std::string Message(std::size_t number, std::size_t body) {
  return fmt::format("From a\nSubject: {}\n\n{}\n\n", number, std::string(body, 'x'));
}

class MboxFileOf : public ::testing::Test {
 protected:
  // The Subject fields of a part's messages.
  std::vector<std::string> Read(const MboxFile& mbox, const MboxRange& part) {
    std::vector<std::string> subjects;
    const base::Status read = mbox.Read(part, window_, [&](std::string_view message) {
      const HeaderSection section = ReadHeaderSection(message);
      subjects.emplace_back(section.fields.empty() ? "" : section.fields[0].body);
      return subjects.size() < stop_after_;
    });
    if (!read) failure_ = read.error();
    return subjects;
  }

  OctetWindow window_;
  base::Error failure_{base::ErrorCode::kInternal, "none"};
  std::size_t stop_after_ = static_cast<std::size_t>(-1);
};

TEST_F(MboxFileOf, ASmallFileIsOnePart) {
  const MboxFile mbox("inbox", FileOf(Message(1, 10) + Message(2, 10)));
  ASSERT_THAT(mbox.Parts(), ElementsAre(MboxRange{}));
  EXPECT_THAT(Read(mbox, mbox.Parts()[0]), ElementsAre(" 1", " 2"));
  EXPECT_EQ(mbox.path(), "inbox");
}

TEST_F(MboxFileOf, PartsHaveEachMessageOnceInOrder) {
  std::string content;
  std::size_t messages = 0;
  while (content.size() < 3 * kPart + 1000) {
    ++messages;
    content += Message(messages, messages % 7 * 1000);
  }
  const MboxFile mbox("inbox", FileOf(content));
  const std::vector<MboxRange> parts = mbox.Parts();
  ASSERT_THAT(parts, SizeIs(4));
  std::size_t number = 0;
  for (const MboxRange& part : parts) {
    mbox.Expect(part);
    for (const std::string& subject : Read(mbox, part)) {
      ASSERT_EQ(subject, fmt::format(" {}", ++number));
    }
  }
  EXPECT_EQ(number, messages);
}

TEST_F(MboxFileOf, AMessageLongerThanPartsIsInTheOneWhereItBegins) {
  const MboxFile mbox("inbox", FileOf(Message(1, 2 * kPart) + Message(2, 10)));
  ASSERT_THAT(mbox.Parts(), SizeIs(3));
  EXPECT_THAT(Read(mbox, mbox.Parts()[0]), ElementsAre(" 1"));
  EXPECT_THAT(Read(mbox, mbox.Parts()[1]), ElementsAre());
  EXPECT_THAT(Read(mbox, mbox.Parts()[2]), ElementsAre(" 2"));
}

// Every place around the cut where a separator can stand.
TEST_F(MboxFileOf, ASeparatorAcrossACutIsFoundOnce) {
  for (std::size_t before = 0; before < 80; ++before) {
    const std::string first = Message(1, kPart - 80 + before);
    const MboxFile mbox("inbox", FileOf(first + Message(2, 100)));
    std::vector<std::string> subjects = Read(mbox, mbox.Parts()[0]);
    const std::vector<std::string> second = Read(mbox, mbox.Parts()[1]);
    subjects.insert(subjects.end(), second.begin(), second.end());
    ASSERT_THAT(subjects, ElementsAre(" 1", " 2")) << before;
    EXPECT_EQ(second.empty(), first.size() < kPart) << before;
  }
}

TEST_F(MboxFileOf, WhatIsAppendedMeanwhileIsRead) {
  const int descriptor = FileOf(Message(1, 10));
  const MboxFile mbox("inbox", descriptor);
  const std::vector<MboxRange> parts = mbox.Parts();
  const std::string more = Message(2, 10);
  ASSERT_EQ(::write(descriptor, more.data(), more.size()), static_cast<ssize_t>(more.size()));
  EXPECT_THAT(Read(mbox, parts.back()), ElementsAre(" 1", " 2"));
}

TEST_F(MboxFileOf, WhatIsCutOffMeanwhileIsTheEnd) {
  const int descriptor = FileOf(Message(1, 10) + Message(2, 2 * kPart) + Message(3, 10));
  const MboxFile mbox("inbox", descriptor);
  const std::vector<MboxRange> parts = mbox.Parts();
  ASSERT_EQ(::ftruncate(descriptor, 1000), 0);
  EXPECT_THAT(Read(mbox, parts[0]), ElementsAre(" 1", " 2"));
  EXPECT_THAT(Read(mbox, parts.back()), ElementsAre());
  EXPECT_EQ(failure_.message, "none");
}

TEST_F(MboxFileOf, ReadingStopsWhenTheCallerHasSeenEnough) {
  const MboxFile mbox("inbox", FileOf(Message(1, 10) + Message(2, 10)));
  stop_after_ = 1;
  EXPECT_THAT(Read(mbox, MboxRange{}), ElementsAre(" 1"));
}

TEST_F(MboxFileOf, AFailureIsTold) {
  const MboxFile mbox("inbox", -1);
  EXPECT_THAT(Read(mbox, MboxRange{}), ElementsAre());
  EXPECT_EQ(failure_.message, "cannot read inbox: Bad file descriptor");
}

}  // namespace
}  // namespace namesake::mail
