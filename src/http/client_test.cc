// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/expected.h"
#include "http/message.h"
#include "http/server.h"
#include "http/test_handler.h"

namespace namesake::http {
namespace {

using ::testing::HasSubstr;

std::string UrlOf(const Server& server, const std::string& path) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

std::unique_ptr<Server> StartServer(Handler& handler) {
  ServerOptions options;
  options.port = 0;
  options.threads = 1;
  auto server = Server::Start(options, handler);
  EXPECT_TRUE(server.has_value());
  return *std::move(server);
}

// A port on which connections are taken and nothing is ever said.
class SilentPort {
 public:
  SilentPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 1), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  ~SilentPort() { Close(); }

  void Close() {
    if (socket_ >= 0) close(std::exchange(socket_, -1));
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

TEST(Post, SendsFieldsAndBodyAndGivesTheAnswer) {
  Request seen;
  TestHandler handler([&seen](const Request& request, const Responder& respond) {
    seen = request;
    respond(TextResponse(403, "no"));
  });
  const auto server = StartServer(handler);
  const auto response = Post({.url = UrlOf(*server, "/a/b?c=d%20e"),
                              .fields = {{"Authorization", "Bearer x"}},
                              .body = "hello"});
  ASSERT_TRUE(response.has_value()) << response.error().message;
  EXPECT_EQ(response->status, 403);
  EXPECT_EQ(response->body, "no");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/a/b?c=d%20e");
  EXPECT_EQ(seen.Field("Authorization"), "Bearer x");
  EXPECT_EQ(seen.Field("Host"), "127.0.0.1:" + std::to_string(server->port()));
  EXPECT_EQ(seen.body, "hello");
}

TEST(Post, AsksForTheRootWithoutAPath) {
  TestHandler handler;
  const auto server = StartServer(handler);
  const auto response = Post({.url = UrlOf(*server, "")});
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->body, "POST / ");
}

TEST(Post, RefusesWhatIsNoUrlOfAServer) {
  for (const auto* url : {"", "127.0.0.1:8787", "ftp://example.com", "http://", "http:///a",
                          "http://user@example.com", "http://a b/"}) {
    const auto response = Post({.url = url});
    ASSERT_FALSE(response.has_value()) << url;
    EXPECT_EQ(response.error().code, base::ErrorCode::kInvalidArgument) << url;
  }
}

TEST(Post, WaitsNoLongerThanItMay) {
  const SilentPort port;
  const auto response = Post({.url = port.url(), .timeout = std::chrono::milliseconds(20)});
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, base::ErrorCode::kTimeout);
}

TEST(Post, TellsThatNobodyListens) {
  SilentPort port;
  port.Close();
  const auto response = Post({.url = port.url()});
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, base::ErrorCode::kUnavailable);
  EXPECT_THAT(response.error().message, HasSubstr("refused"));
}

TEST(Post, DoesNotTakeMoreThanAnAnswer) {
  TestHandler handler([](const Request&, const Responder& respond) {
    respond(TextResponse(200, std::string(kMaxAnswerBytes + 1, 'x')));
  });
  const auto server = StartServer(handler);
  const auto response = Post({.url = UrlOf(*server, "/")});
  ASSERT_FALSE(response.has_value());
  EXPECT_EQ(response.error().code, base::ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace namesake::http
