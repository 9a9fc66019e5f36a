// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/limits.h"
#include "http/message.h"

namespace namesake::http {
namespace {

using std::string_view_literals::operator""sv;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::size_t kBodyLimit = 1000;

bool GoesOn(ReadState state) {
  return state == ReadState::kHeader || state == ReadState::kHeaderComplete ||
         state == ReadState::kBody;
}

// Gives the reader `input` in pieces of `piece` octets, as a network might, and returns what is
// left of it when the request has ended, or all that was not consumed.
std::string_view Feed(RequestReader& reader, std::string_view input, std::size_t piece) {
  std::size_t begin = 0;
  std::size_t end = 0;
  reader.Begin();
  while (GoesOn(reader.state()) && end < input.size()) {
    end = std::min(end + piece, input.size());
    std::size_t read = 1;
    while (read > 0 && begin < end && GoesOn(reader.state())) {
      read = reader.Read(input.substr(begin, end - begin));
      begin += read;
      if (reader.state() == ReadState::kHeaderComplete) reader.LimitBody(kBodyLimit);
    }
  }
  return input.substr(begin);
}

// The same in one piece and octet by octet, which must not make a difference.
ReadState StateAfter(std::string_view input, const Limits& limits = {}) {
  RequestReader whole(limits);
  Feed(whole, input, input.size());
  RequestReader dribbled(limits);
  Feed(dribbled, input, 1);
  EXPECT_EQ(whole.state(), dribbled.state()) << input;
  return whole.state();
}

Request Read(std::string_view input) {
  RequestReader reader(Limits{});
  const std::string_view rest = Feed(reader, input, 7);
  EXPECT_EQ(reader.state(), ReadState::kComplete) << input;
  EXPECT_EQ(rest, "") << input;
  return reader.TakeRequest();
}

TEST(RequestReader, ReadsAWholeRequest) {
  const Request request = Read(
      "POST /a/b%20c?x=1&y=%3f HTTP/1.1\r\nHost: example.com\r\nX-Empty:\r\n"
      "content-length:  5 \r\nX-Two: a\r\nX-Two:\tb c\t\r\n\r\nhello");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/a/b%20c?x=1&y=%3f");
  EXPECT_EQ(request.path, "/a/b%20c");
  EXPECT_EQ(request.query, "x=1&y=%3f");
  EXPECT_THAT(request.fields,
              ElementsAre(Pair("Host", "example.com"), Pair("X-Empty", ""),
                          Pair("content-length", "5"), Pair("X-Two", "a"), Pair("X-Two", "b c")));
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(request.body_state, BodyState::kComplete);
}

TEST(RequestReader, StopsAtTheEndOfARequest) {
  RequestReader reader(Limits{});
  const std::string_view two =
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string_view rest = Feed(reader, two, two.size());
  EXPECT_EQ(reader.TakeRequest().path, "/1");
  EXPECT_TRUE(rest.starts_with("GET /2"));
  EXPECT_EQ(Feed(reader, rest, rest.size()), "");
  EXPECT_EQ(reader.TakeRequest().path, "/2");
}

TEST(RequestReader, SkipsBlankLinesBeforeARequest) {
  EXPECT_EQ(Read("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").path, "/");
  EXPECT_EQ(StateAfter(std::string(100, '\n')), ReadState::kMalformed);
}

TEST(RequestReader, HasStartedWithTheFirstOctetThatCounts) {
  RequestReader reader(Limits{});
  reader.Begin();
  EXPECT_FALSE(reader.started());
  EXPECT_EQ(reader.Read("\r\n"), 2U);
  EXPECT_FALSE(reader.started());
  EXPECT_EQ(reader.Read("G"), 0U);
  EXPECT_TRUE(reader.started());
}

TEST(RequestReader, ReadsTargetsOfEveryForm) {
  const struct {
    std::string_view target;
    std::string_view path;
    std::string_view query;
  } cases[] = {
      {"/", "/", ""},
      {"/?", "/", ""},
      {"/a?b?c", "/a", "b?c"},
      {"*", "*", ""},
      {"http://example.com/a?b=c", "/a", "b=c"},
      {"HTTPS://example.com", "/", ""},
      {"http://example.com?q", "/", "q"},
      {"/http://x/y", "/http://x/y", ""},
      {"example.com:443", "example.com:443", ""},
  };
  for (const auto& each : cases) {
    const Request request =
        Read("GET " + std::string(each.target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(request.path, each.path) << each.target;
    EXPECT_EQ(request.query, each.query) << each.target;
  }
}

TEST(RequestReader, ReadsChunksAndDropsTrailers) {
  const Request request = Read(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5\r\nhello\r\n1;ext=\"x\"\r\n \r\n5\r\nworld\r\n0\r\nX-Trailer: t\r\n\r\n");
  EXPECT_EQ(request.body, "hello world");
  EXPECT_EQ(request.Field("X-Trailer"), std::nullopt);
}

TEST(RequestReader, KnowsWhetherTheConnectionStays) {
  const struct {
    std::string_view head;
    bool keep_alive;
    bool is_http_1_0;
  } cases[] = {
      {"GET / HTTP/1.1\r\nHost: a\r\n", true, false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", false, false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n", false, false},
      {"GET / HTTP/1.0\r\n", false, true},
      {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n", true, true},
  };
  for (const auto& each : cases) {
    RequestReader reader(Limits{});
    Feed(reader, std::string(each.head) + "\r\n", 1000);
    ASSERT_EQ(reader.state(), ReadState::kComplete) << each.head;
    EXPECT_EQ(reader.keep_alive(), each.keep_alive) << each.head;
    EXPECT_EQ(reader.is_http_1_0(), each.is_http_1_0) << each.head;
  }
}

TEST(RequestReader, KnowsWhoWaitsForContinue) {
  const struct {
    std::string_view head;
    bool expects;
  } cases[] = {
      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n", true},
      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n",
       true},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n", false},
      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n", false},
      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n", false},
      {"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n", false},
  };
  for (const auto& each : cases) {
    RequestReader reader(Limits{});
    Feed(reader, std::string(each.head) + "\r\n", 1000);
    EXPECT_EQ(reader.expects_continue(), each.expects) << each.head;
  }
}

TEST(RequestReader, RefusesWhatCouldBeReadInTwoWays) {
  const std::string_view fields[] = {
      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
      "Content-Length: 5\r\nContent-Length: 6\r\n",
      "Content-Length: 5, 6\r\n",
      "Content-Length: +5\r\n",
      "Content-Length: -5\r\n",
      "Content-Length: 0x5\r\n",
      "Content-Length: 5 5\r\n",
      "Content-Length:\r\n",
      "Content-Length: 99999999999999999999\r\n",
      "Transfer-Encoding: gzip\r\n",
      "Transfer-Encoding: chunked, gzip\r\n",
      "Transfer-Encoding: gzip, chunked\r\n",
      "Transfer-Encoding: xchunked\r\n",
      "Transfer-Encoding: \"chunked\"\r\n",
      "Transfer-Encoding:\r\n chunked\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding : chunked\r\n",
      " Transfer-Encoding: chunked\r\n",
      "X-Folded: a\r\n b\r\n",
      "X-Folded:\r\n\tb\r\n",
      "X-Folded: a\r\n \r\n",
      "X-Folded:\r\n \r\n",
      "Host: b\r\n",
      "X-Bare: a\nX-Other: b\r\n",
      "X-Bare: a\rb\r\n",
      "X-Null: a\0b\r\n"sv,
      "X-No-Colon\r\n",
      ": nameless\r\n",
      "X Space: a\r\n",
      "X-\x80: a\r\n",
  };
  for (const std::string_view field : fields) {
    std::string request = "POST / HTTP/1.1\r\nHost: a\r\n";
    request += field;
    request += "\r\n";
    EXPECT_EQ(StateAfter(request), ReadState::kMalformed) << field;
  }
}

TEST(RequestReader, RefusesMalformedRequestLines) {
  for (const std::string_view line :
       {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET / HTTP/2.0", "GET / HTTP/0.9",
        "GET / http/1.1", "GET /\x01 HTTP/1.1", "G\xC3\x89T / HTTP/1.1", " GET / HTTP/1.1",
        "GET /a b HTTP/1.1", "GET / HTTP/1.1\n", "PRI * HTTP/2.0", "\x16\x03\x01\x02\x01\x01"}) {
    EXPECT_EQ(StateAfter(std::string(line) + "\r\nHost: a\r\n\r\n"), ReadState::kMalformed) << line;
  }
}

TEST(RequestReader, WantsHostOfHttp11Only) {
  EXPECT_EQ(StateAfter("GET / HTTP/1.1\r\n\r\n"), ReadState::kMalformed);
  EXPECT_EQ(StateAfter("GET / HTTP/1.1\r\nHost:\r\n\r\n"), ReadState::kComplete);
  EXPECT_EQ(StateAfter("GET / HTTP/1.0\r\n\r\n"), ReadState::kComplete);
}

TEST(RequestReader, RefusesChunksInHttp10) {
  EXPECT_EQ(StateAfter("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ReadState::kMalformed);
}

TEST(RequestReader, RefusesMalformedChunks) {
  for (const std::string_view body :
       {"x\r\nhello\r\n", "5\nhello\r\n", "-5\r\nhello\r\n", "5 x\r\nhello\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n", "\r\n\r\nhello", "5;\r\nhello\r\n"}) {
    EXPECT_EQ(StateAfter("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                         std::string(body)),
              ReadState::kMalformed)
        << body;
  }
}

TEST(RequestReader, LimitsTheHeader) {
  Limits limits;
  limits.max_header_bytes = 100;
  limits.max_header_fields = 3;
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";  // 25 octets, 27 with the end
  EXPECT_EQ(StateAfter(start + "X: " + std::string(68, 'x') + "\r\n\r\n", limits),
            ReadState::kComplete);  // exactly 100
  EXPECT_EQ(StateAfter(start + "X: " + std::string(69, 'x') + "\r\n\r\n", limits),
            ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter(start + "X: " + std::string(500, 'x'), limits), ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter("GET /" + std::string(500, 'x'), limits), ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter(std::string(500, 'x'), limits), ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter(start + "A:1\r\nB:2\r\n\r\n", limits), ReadState::kComplete);
  EXPECT_EQ(StateAfter(start + "A:1\r\nB:2\r\nC:3\r\n\r\n", limits), ReadState::kHeaderTooLarge);
}

TEST(RequestReader, LimitsChunkLinesAndTrailers) {
  Limits limits;
  limits.max_header_bytes = 100;
  limits.max_header_fields = 4;
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(StateAfter(start + "5;x=" + std::string(200, 'x'), limits), ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter(start + "0\r\nX: " + std::string(200, 'x'), limits),
            ReadState::kHeaderTooLarge);
  EXPECT_EQ(StateAfter(start + "0\r\nA:1\r\nB:2\r\n\r\n", limits), ReadState::kComplete);
  EXPECT_EQ(StateAfter(start + "0\r\nA:1\r\nB:2\r\nC:3\r\n\r\n", limits),
            ReadState::kHeaderTooLarge);
}

TEST(RequestReader, LimitsTheBody) {
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  const std::string exact(kBodyLimit, 'x');
  EXPECT_EQ(StateAfter(start + "Content-Length: 1000\r\n\r\n" + exact), ReadState::kComplete);
  EXPECT_EQ(StateAfter(start + "Content-Length: 1001\r\n\r\n"), ReadState::kTooLarge);
  const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(StateAfter(chunked + "3E8\r\n" + exact + "\r\n0\r\n\r\n"), ReadState::kComplete);
  EXPECT_EQ(StateAfter(chunked + "3E9\r\n"), ReadState::kTooLarge);
  EXPECT_EQ(StateAfter(chunked + "3E8\r\n" + exact + "\r\n1\r\n"), ReadState::kTooLarge);
}

TEST(RequestReader, LeavesTheBodyOutWhenItIsTooLarge) {
  RequestReader reader(Limits{});
  Feed(reader,
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3E8\r\n", 1);
  ASSERT_EQ(reader.state(), ReadState::kTooLarge);
  const Request request = reader.TakeRequest();
  EXPECT_EQ(request.body_state, BodyState::kTooLarge);
  EXPECT_THAT(request.body, IsEmpty());
  EXPECT_EQ(request.Field("host"), "a");
}

}  // namespace
}  // namespace namesake::http
