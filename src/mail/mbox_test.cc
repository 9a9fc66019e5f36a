// SPDX-License-Identifier: Apache-2.0
#include "mail/mbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "mail/header_section.h"
#include "mail/octet_window.h"

namespace namesake::mail {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::SizeIs;

std::vector<std::string> MessagesOf(OctetWindow& window) {
  std::vector<std::string> messages;
  MboxReader mbox(window);
  while (const auto message = mbox.Next()) messages.emplace_back(*message);
  return messages;
}

// A descriptor of a file that has no name.
class AnonymousFile {
 public:
  explicit AnonymousFile(std::string_view content) : descriptor_(::memfd_create("mbox", 0)) {
    EXPECT_EQ(::write(descriptor_, content.data(), content.size()),
              static_cast<ssize_t>(content.size()));
    ::lseek(descriptor_, 0, SEEK_SET);
  }
  AnonymousFile(const AnonymousFile&) = delete;
  AnonymousFile& operator=(const AnonymousFile&) = delete;
  ~AnonymousFile() { ::close(descriptor_); }

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::vector<std::string> Split(std::string_view mbox) {
  const AnonymousFile file(mbox);
  OctetWindow window;
  window.Begin(file.descriptor());
  EXPECT_TRUE(BeginsWithMbox(window));
  return MessagesOf(window);
}

// The same, but each read gives `chunk` octets.
std::vector<std::string> SplitInChunks(std::string_view mbox, std::size_t chunk) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()), 0);
  std::thread writer([&] {
    for (std::size_t at = 0; at < mbox.size(); at += chunk) {
      const std::string_view part = mbox.substr(at, chunk);
      EXPECT_EQ(::send(ends[1], part.data(), part.size(), 0), static_cast<ssize_t>(part.size()));
    }
    ::close(ends[1]);
  });
  OctetWindow window;
  window.Begin(ends[0]);
  EXPECT_TRUE(BeginsWithMbox(window));
  std::vector<std::string> messages = MessagesOf(window);
  writer.join();
  ::close(ends[0]);
  return messages;
}

std::vector<std::string> HeadersOf(const std::vector<std::string>& messages) {
  std::vector<std::string> headers;
  for (const std::string& message : messages) {
    headers.push_back(message.substr(0, ReadHeaderSection(message).size));
  }
  return headers;
}

struct Case {
  std::string name;
  std::string mbox;
  std::vector<std::string> messages;
};

std::vector<Case> Cases() {
  return {
      {.name = "OneMessage",
       .mbox = "From a@b Mon Nov 23 09:30:00 2026\nFrom: a@b\n\nText\n",
       .messages = {"From: a@b\n\nText\n"}},
      {.name = "TheEmptyLineBetweenBelongsToNeither",
       .mbox = "From a\nFrom: a\n\nOne\n\nFrom b\nFrom: b\n\nTwo\n",
       .messages = {"From: a\n\nOne\n", "From: b\n\nTwo\n"}},
      {.name = "CarriageReturns",
       .mbox = "From a\r\nFrom: a\r\n\r\nOne\r\n\r\nFrom b\r\nFrom: b\r\n\r\nTwo\r\n",
       .messages = {"From: a\r\n\r\nOne\r\n", "From: b\r\n\r\nTwo\r\n"}},
      {.name = "LineEndsMixed",
       .mbox = "From a\nFrom: a\n\r\nOne\n\r\nFrom b\r\nFrom: b\n",
       .messages = {"From: a\n\r\nOne\n", "From: b\n"}},
      {.name = "QuotedLinesStay",
       .mbox = "From a\nFrom: a\n\n>From here\n\n>>From there\n",
       .messages = {"From: a\n\n>From here\n\n>>From there\n"}},
      {.name = "ALineInsideAParagraphIsText",
       .mbox = "From a\nFrom: a\n\nIt comes\nFrom here.\n",
       .messages = {"From: a\n\nIt comes\nFrom here.\n"}},
      {.name = "AFieldIsNoSeparator",
       .mbox = "From a\nX: y\n\n\nFrom: b\n\nFromage\n",
       .messages = {"X: y\n\n\nFrom: b\n\nFromage\n"}},
      {.name = "TheEmptyLineWasLost",
       .mbox = "From a Mon Nov 23 09:30:00 2026\nFrom: a\n\nOne\n"
               "From b Tue Nov 24 9:30 2026 +0100\nFrom: b\n\nTwo\n"
               "From - Wed Nov 25 09:30:00 CET 2026\r\nFrom: c\n",
       .messages = {"From: a\n\nOne\n", "From: b\n\nTwo\n", "From: c\n"}},
      {.name = "ABlockWasLostAndNulsAreInItsPlace",
       .mbox = std::string("From a\nFrom: a\n\nOne\0\0\0From b Mon Nov 23 09:30:00 2026\nFrom: b\n",
                           62),
       .messages = {std::string("From: a\n\nOne\0\0\0", 15), "From: b\n"}},
      {.name = "NulsInTextAreText",
       .mbox = std::string("From a\nFrom: a\n\nOne\0From b\n", 27),
       .messages = {std::string("From: a\n\nOne\0From b\n", 20)}},
      {.name = "ADeliveryLineAtTheVeryEnd",
       .mbox = "From a\nFrom: a\n\nOne\nFrom b Mon Nov 23 09:30:00 2026",
       .messages = {"From: a\n\nOne\n", ""}},
      {.name = "MessagesWithoutBody",
       .mbox = "From a\nFrom: a\n\nFrom b\nFrom: b\n\nFrom c\nFrom: c",
       .messages = {"From: a\n", "From: b\n", "From: c"}},
      {.name = "MessagesWithoutAnything",
       .mbox = "From a\n\nFrom b Mon Nov 23 09:30:00 2026\nFrom c Mon Nov 23 09:30:00 2026\n",
       .messages = {"", "", ""}},
      {.name = "AMessageOfEmptyLines", .mbox = "From a\n\n\n\nFrom b\n", .messages = {"\n\n", ""}},
      {.name = "TheFirstLineAlone", .mbox = "From ", .messages = {""}},
      {.name = "EmptyLinesAndAMarkBefore",
       .mbox = "\xEF\xBB\xBF\r\n\nFrom a\nFrom: a\n",
       .messages = {"From: a\n"}},
      {.name = "AnyOctets",
       .mbox = std::string("From \xFF\0\nFrom: \0\x80\n\n\xFE\n\nFrom \0\nX", 29),
       .messages = {std::string("From: \0\x80\n\n\xFE\n", 12), "X"}},
  };
}

class Mbox : public ::testing::TestWithParam<Case> {};

TEST_P(Mbox, IsSplitIntoItsMessages) {
  EXPECT_THAT(Split(GetParam().mbox), ElementsAreArray(GetParam().messages));
}

// Where a read ends must not matter: the header sections stay whole, and the messages as many.
TEST_P(Mbox, IsSplitInTheSameWayHoweverItArrives) {
  const std::vector<std::string>& whole = GetParam().messages;
  for (std::size_t chunk = 1; chunk <= GetParam().mbox.size(); ++chunk) {
    const std::vector<std::string> messages = SplitInChunks(GetParam().mbox, chunk);
    ASSERT_THAT(messages, SizeIs(whole.size())) << "in chunks of " << chunk;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const std::string header = whole[i].substr(0, ReadHeaderSection(whole[i]).size);
      ASSERT_EQ(messages[i].substr(0, header.size()), header) << "in chunks of " << chunk;
      // A body that is given as far as it had arrived may have the empty line behind it.
      const std::size_t common = std::min(messages[i].size(), whole[i].size());
      ASSERT_EQ(messages[i].substr(0, common), whole[i].substr(0, common));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Mboxes, Mbox, ::testing::ValuesIn(Cases()),
                         [](const auto& test) { return test.param.name; });

struct OtherFile {
  std::string name;
  std::string content;
};

class OtherThanMbox : public ::testing::TestWithParam<OtherFile> {};

TEST_P(OtherThanMbox, IsTold) {
  const AnonymousFile file(GetParam().content);
  OctetWindow window;
  window.Begin(file.descriptor());
  EXPECT_FALSE(BeginsWithMbox(window));
}

INSTANTIATE_TEST_SUITE_P(Files, OtherThanMbox,
                         ::testing::Values(OtherFile{"Empty", ""}, OtherFile{"Short", "From"},
                                           OtherFile{"Message", "From: a@b\n\nFrom here\n"},
                                           OtherFile{"Quoted", ">From a@b\nFrom: a@b\n"},
                                           OtherFile{"FieldsFirst", "X: y\nFrom a@b\n"},
                                           OtherFile{"EmptyLines", std::string(1000, '\n')}),
                         [](const auto& test) { return test.param.name; });

// An mbox may be cut anywhere: each message is in one of the two ranges.
TEST_P(Mbox, IsSplitInTheSameWayInRanges) {
  const std::string first = "From first\nX: " + std::string(100, 'x') + "\n\nText\n\n";
  const std::string mbox =
      first + GetParam().mbox.substr(GetParam().name == "EmptyLinesAndAMarkBefore" ? 3 : 0);
  const std::vector<std::string> whole = HeadersOf(Split(mbox));
  const AnonymousFile file(mbox);
  for (std::uint64_t cut = 64; cut <= mbox.size(); ++cut) {
    std::vector<std::string> messages;
    for (const MboxRange range : {MboxRange{.end = cut}, MboxRange{.begin = cut}}) {
      OctetWindow window;
      MboxReader reader(window, file.descriptor(), range);
      while (const auto message = reader.Next()) messages.emplace_back(*message);
    }
    ASSERT_EQ(HeadersOf(messages), whole) << "cut at " << cut;
  }
}

// ---- Damaged ones -------------------------------------------------------------------------------

constexpr std::string_view kDelivery = "From b Mon Nov 23 09:30:00 2026\nFrom: b\n";

std::optional<MboxStart> StartOf(std::string_view content, bool is_named_so = false) {
  const AnonymousFile file(content);
  OctetWindow window;
  window.Begin(file.descriptor());
  return FindDamagedMbox(window, is_named_so);
}

std::vector<std::string> SplitFrom(MboxStart start, std::string_view mbox) {
  const AnonymousFile file(mbox);
  OctetWindow window;
  MboxReader reader(window, file.descriptor(), {}, start);
  std::vector<std::string> messages;
  while (const auto message = reader.Next()) messages.emplace_back(*message);
  return messages;
}

TEST(DamagedMbox, IsFoundBehindJunk) {
  const std::string junk = "aGVsbG8gd29ybGQ\n\n" + std::string(200'000, 'x') + "\n";
  EXPECT_EQ(StartOf(junk + std::string(kDelivery)), MboxStart::kJunk);
  EXPECT_EQ(StartOf(std::string(4096, '\0') + std::string(kDelivery)), MboxStart::kJunk);
  EXPECT_THAT(SplitFrom(MboxStart::kJunk, junk + std::string(kDelivery)), ElementsAre("From: b\n"));
}

TEST(DamagedMbox, WithoutADeliveryLineIsNone) {
  EXPECT_EQ(StartOf("junk\n\nFrom here on\n"), std::nullopt);
  EXPECT_EQ(StartOf(""), std::nullopt);
  EXPECT_EQ(StartOf(std::string(2 * kMaxHeaderBytes, 'x') + "\n" + std::string(kDelivery)),
            std::nullopt);
}

TEST(DamagedMbox, MayBeginWithAMessageWhenItsNameSaysSo) {
  const std::string mbox = "o: Jane\nX: y\n\nText\n\n" + std::string(kDelivery);
  EXPECT_EQ(StartOf(mbox, false), std::nullopt);  // a message that quotes a delivery line
  EXPECT_EQ(StartOf(mbox, true), MboxStart::kMessage);
  EXPECT_THAT(SplitFrom(MboxStart::kMessage, mbox),
              ElementsAre("o: Jane\nX: y\n\nText\n", "From: b\n"));
}

// Bodies that end around the place where the window has to move on.
TEST(MboxReader, FindsASeparatorAcrossTheEndOfTheWindow) {
  constexpr std::size_t kWindow = std::size_t{64} << 10;
  for (std::size_t size = kWindow - 80; size <= kWindow + 8; ++size) {
    const std::string mbox = "From a\nFrom: a\n\n" + std::string(size - 16, 'x') +
                             "\r\n\r\nFrom b\r\nFrom: b\r\n\r\nTwo\r\n"
                             "From c Mon Nov 23 09:30:00 2026\r\nFrom: c\r\n\r\nThree\r\n";
    const std::vector<std::string> messages = Split(mbox);
    ASSERT_THAT(messages, SizeIs(3)) << size;
    EXPECT_TRUE(messages[0].starts_with("From: a\n\nx")) << size;
    EXPECT_TRUE(messages[1].starts_with("From: b\r\n\r\n")) << size;
    EXPECT_TRUE(messages[2].starts_with("From: c\r\n\r\n")) << size;
  }
}

TEST(MboxReader, GivesTheWholeHeaderSectionHoweverLong) {
  const std::string header = "X: " + std::string(kMaxHeaderBytes - 100, 'x') + "\nFrom: a\n\n";
  const std::vector<std::string> messages = Split("From a\n" + header + "One\n\nFrom b\nFrom: b\n");
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_TRUE(messages[0].starts_with(header));
  EXPECT_FALSE(ReadHeaderSection(messages[0]).truncated);
  EXPECT_EQ(messages[1], "From: b\n");
}

TEST(MboxReader, GivesMoreThanTheLimitOfAHeaderSectionBeyondIt) {
  const std::string endless(3 * kMaxHeaderBytes, 'x');
  const std::vector<std::string> messages =
      Split("From a\nFrom: a\nX: " + endless + "\n\nFrom b\nFrom: b\n");
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_TRUE(ReadHeaderSection(messages[0]).truncated);
  EXPECT_LE(messages[0].size(), 2 * kMaxHeaderBytes);
  EXPECT_EQ(messages[1], "From: b\n");
}

TEST(MboxReader, PassesOverAnEndlessFromLine) {
  const std::string endless(std::size_t{1} << 20, 'x');
  EXPECT_THAT(Split("From " + endless + "\nFrom: a\n\nFrom " + endless + "\nFrom: b\n"),
              ElementsAre("From: a\n", "From: b\n"));
  EXPECT_THAT(Split("From " + endless), ElementsAre(""));
}

TEST(MboxReader, EndsWithAFailureOfTheDescriptor) {
  OctetWindow window;
  window.Begin(-1);
  EXPECT_FALSE(BeginsWithMbox(window));
  EXPECT_EQ(window.failure(), EBADF);
}

}  // namespace
}  // namespace namesake::mail
