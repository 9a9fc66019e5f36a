// SPDX-License-Identifier: Apache-2.0
#include "imap/response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace namesake::imap {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A server that says `text`, some octets at a time, and then closes the connection.
ResponseReader ReaderOf(std::string text, std::size_t chunk = 1, std::size_t max_literal = 100) {
  return ResponseReader(
      [text, chunk, at = std::size_t{0}]() mutable -> base::Expected<std::string> {
        std::string part = text.substr(at, chunk);
        at += part.size();
        return part;
      },
      max_literal);
}

TEST(ResponseReader, TakesLinesAndLiteralsHoweverTheyArrive) {
  const std::string text =
      "* 2 EXISTS\r\n"
      "* 1 FETCH (UID 7 BODY[HEADER]<0> {9}\r\nFrom: a\r\n)\r\n"
      "n1 OK done\r\n";
  for (std::size_t chunk = 1; chunk <= text.size(); ++chunk) {
    ResponseReader reader = ReaderOf(text, chunk);
    EXPECT_EQ(reader.Next()->text, "* 2 EXISTS");
    const auto fetched = reader.Next();
    EXPECT_EQ(fetched->text, "* 1 FETCH (UID 7 BODY[HEADER]<0> {})");
    EXPECT_THAT(fetched->literals, ElementsAre("From: a\r\n"));
    EXPECT_EQ(reader.Next()->text, "n1 OK done");
    EXPECT_THAT(reader.Next().error().message, HasSubstr("closed the connection"));
  }
}

// What a mail says is not what the server says.
TEST(ResponseReader, IsNotTakenInByAMailThatSpeaksImap) {
  ResponseReader reader = ReaderOf(
      "* 1 FETCH (UID 7 BODY[HEADER]<0> {22}\r\nX: y\r\nn1 OK {5}\r\n)\r\n\r\n)\r\nn1 NO\r\n");
  EXPECT_THAT(reader.Next()->literals, ElementsAre("X: y\r\nn1 OK {5}\r\n)\r\n\r\n"));
  EXPECT_EQ(reader.Next()->text, "n1 NO");
}

TEST(ResponseReader, HasLimits) {
  EXPECT_THAT(ReaderOf("* 1 FETCH ({101}\r\n").Next().error().message,
              HasSubstr("more than it was asked for"));
  EXPECT_THAT(ReaderOf(std::string(2 * kMaxLineBytes, 'x'), 1000).Next().error().message,
              HasSubstr("a line without an end"));
}

TEST(Response, TellsHowManyMessagesThereAre) {
  EXPECT_EQ(ParseExists({"* 172 EXISTS", {}}), 172U);
  EXPECT_EQ(ParseExists({"* 172 RECENT", {}}), std::nullopt);
  EXPECT_EQ(ParseExists({"* EXISTS", {}}), std::nullopt);
  EXPECT_EQ(ParseExists({"* OK [UNSEEN 12] 3 EXISTS", {}}), std::nullopt);
}

TEST(Response, HasTheHeaderOfAMessage) {
  const auto header =
      ParseHeader({"* 1 FETCH (BODY[HEADER]<0> {} UID 4294967295)", {"From: a\r\n"}});
  ASSERT_TRUE(header);
  EXPECT_EQ(header->uid, 4294967295U);
  EXPECT_EQ(header->header, "From: a\r\n");
  EXPECT_EQ(ParseHeader({"* 1 FETCH (UID 3 BODY[HEADER]<0> \"\")", {}})->header, "");
  EXPECT_FALSE(ParseHeader({"* 1 FETCH (UID 3 FLAGS (\\Seen))", {}}));
  EXPECT_FALSE(ParseHeader({"* OK [UIDNEXT 5] UID 3 BODY[HEADER]", {}}));
}

}  // namespace
}  // namespace namesake::imap
