// SPDX-License-Identifier: Apache-2.0
#include "console/handler.h"

#include <array>
#include <optional>

#include "http/test_handler.h"

namespace namesake::console {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array kFiles{
    File{.path = "/",
         .content_type = "text/html; charset=utf-8",
         .hash = "aaaa",
         .named_by_hash = false,
         .body = "<!doctype html>",
         .gzip = "gzipped",
         .brotli = "brotlied"},
    File{.path = "/assets/x-1.svg",
         .content_type = "image/svg+xml",
         .hash = "bbbb",
         .named_by_hash = true,
         .body = "<svg/>",
         .gzip = {},
         .brotli = {}},
};

class ConsoleHandler : public ::testing::Test {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  http::Response Ask(const std::string& method, const std::string& path, Fields fields = {}) {
    std::optional<http::Response> answer;
    handler_.Handle({.method = method,
                     .target = path,
                     .path = path,
                     .query = {},
                     .fields = std::move(fields),
                     .body = {},
                     .remote_address = {}},
                    [&answer](http::Response response) { answer = std::move(response); });
    return answer.value();
  }

  static std::string Field(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.fields) {
      if (http::FieldNameEquals(key, name)) return value;
    }
    return {};
  }

  http::TestHandler api_;
  Handler handler_{api_, kFiles};
};

TEST_F(ConsoleHandler, ServesThePageAtTheRoot) {
  const auto page = Ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_EQ(Field(page, "Cache-Control"), "no-cache");
}

TEST_F(ConsoleHandler, LetsNothingForeignIntoThePage) {
  const auto policy = Field(Ask("GET", "/"), "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
}

TEST_F(ConsoleHandler, LetsAFileNamedByItsHashBeKept) {
  EXPECT_THAT(Field(Ask("GET", "/assets/x-1.svg"), "Cache-Control"), HasSubstr("immutable"));
}

TEST_F(ConsoleHandler, PrefersBrotliOverGzip) {
  const auto page = Ask("GET", "/", {{"Accept-Encoding", "gzip, deflate, br"}});
  EXPECT_EQ(page.body, "brotlied");
  EXPECT_EQ(Field(page, "Content-Encoding"), "br");
}

TEST_F(ConsoleHandler, SendsWhatIsNotCompressedAsItIs) {
  const auto picture = Ask("GET", "/assets/x-1.svg", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(picture.body, "<svg/>");
  EXPECT_EQ(Field(picture, "Content-Encoding"), "");
}

TEST_F(ConsoleHandler, AnswersNotModifiedToTheTagOfTheSameEncodingOnly) {
  const auto tag = Field(Ask("GET", "/", {{"Accept-Encoding", "gzip"}}), "ETag");
  const auto same = Ask("GET", "/", {{"Accept-Encoding", "gzip"}, {"If-None-Match", "W/" + tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(Field(same, "ETag"), tag);
  EXPECT_EQ(Ask("GET", "/", {{"If-None-Match", tag}}).status, 200);
}

TEST_F(ConsoleHandler, LeavesEverythingElseToTheApi) {
  EXPECT_EQ(Ask("GET", "/client/v4/user").body, "GET /client/v4/user ");
  EXPECT_EQ(Ask("POST", "/").body, "POST / ");
  EXPECT_EQ(Ask("GET", "/assets/../assets/x-1.svg").body, "GET /assets/../assets/x-1.svg ");
}

}  // namespace
}  // namespace namesake::console
