// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/limits.h"
#include "http/message.h"
#include "http/test_client.h"
#include "http/test_handler.h"

namespace namesake::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

std::unique_ptr<Server> Start(Handler& handler, const Limits& limits = {}, unsigned threads = 2,
                              const std::string& address = "127.0.0.1") {
  ServerOptions options;
  options.address = address;
  options.port = 0;
  options.threads = threads;
  options.limits = limits;
  auto server = Server::Start(options, handler);
  if (!server) throw std::runtime_error(server.error().message);
  return std::move(*server);
}

Limits ShortLimits() {
  Limits limits;
  limits.idle_timeout = milliseconds(100);
  limits.request_timeout = milliseconds(100);
  limits.linger_timeout = milliseconds(100);
  return limits;
}

// Keeps the Responders of requests, for the test to answer.
class Desk {
 public:
  void Put(Responder respond) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(respond));
    arrived_.notify_all();
  }

  Responder Take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !waiting_.empty(); });
    Responder respond = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    return respond;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Responder> waiting_;
};

class ServerTest : public testing::Test {
 protected:
  TestHandler handler_;
};

TEST_F(ServerTest, AnswersSeveralRequestsOfAConnection) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.Ask(kGet);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /a ");
    EXPECT_THAT(answer.head, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer.head, HasSubstr(" GMT\r\n"));
    EXPECT_TRUE(answer.Has("Content-Type: text/plain"));
    EXPECT_THAT(answer.head, Not(HasSubstr("Connection:")));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests +=
        "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(client.Receive().body, "POST /" + std::to_string(i) + " abc");
  }
}

TEST_F(ServerTest, ReadsRequestsThatComeInPieces) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  for (const char c : std::string("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok")) {
    ASSERT_TRUE(client.Send({&c, 1}));
  }
  EXPECT_EQ(client.Receive().body, "POST /p ok");
}

TEST_F(ServerTest, AnswersEverythingThatWasSentBeforeTheClientStoppedSending) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(std::string(kGet) + std::string(kGet)));
  client.StopSending();
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.RestUntilClosed(), "");
}

TEST_F(ServerTest, ClosesWhenTheClientWants) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  const Answer answer = client.Ask("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.Has("Connection: close"));
  EXPECT_EQ(client.RestUntilClosed(), "");
}

TEST_F(ServerTest, ServesHttp10) {
  const auto server = Start(handler_);
  TestClient once(server->port());
  EXPECT_TRUE(once.Ask("GET /a HTTP/1.0\r\n\r\n").Has("Connection: close"));
  EXPECT_EQ(once.RestUntilClosed(), "");
  TestClient often(server->port());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(often.Ask("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .Has("Connection: keep-alive"));
  }
}

TEST_F(ServerTest, LeavesTheBodyOutForHead) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_TRUE(client.Receive(true).Has("Content-Length: 8"));
  EXPECT_EQ(client.Ask(kGet).body, "GET /a ");
}

TEST_F(ServerTest, ReadsChunkedBodies) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  const Answer answer = client.Ask(
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  EXPECT_EQ(answer.body, "POST /c hello world");
  EXPECT_EQ(client.Ask(kGet).status, 200);
}

TEST_F(ServerTest, TellsWhoAsksToSendTheBody) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  const Answer go_on = client.Ask(
      "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(go_on.status, 100);
  EXPECT_EQ(client.Ask("hello").body, "POST /e hello");
}

TEST_F(ServerTest, DoesNotAskForABodyThatIsTooLarge) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  const Answer answer = client.Ask(
      "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(answer.Has("Connection: close"));
}

TEST_F(ServerTest, LetsTheClientOfATooLargeBodySeeTheAnswer) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  // More than the socket buffers hold: without reading on, sending would fail or the answer be
  // lost.
  Limits limits;
  const std::string body(limits.linger_bytes - 1, 'x');
  ASSERT_TRUE(client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n"));
  ASSERT_TRUE(client.Send(body));
  EXPECT_EQ(client.Receive().status, 413);
  client.StopSending();
  EXPECT_EQ(client.RestUntilClosed(), "");
}

TEST_F(ServerTest, DoesNotReadATooLargeBodyForEver) {
  Limits limits;
  limits.linger_bytes = 100'000;
  const auto server = Start(handler_, limits);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  bool is_taken = true;
  for (int i = 0; i < 10'000 && is_taken; ++i) is_taken = client.Send(chunk);
  EXPECT_FALSE(is_taken);
}

TEST_F(ServerTest, TakesBodiesUpToTheLimitOfTheirPath) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  const std::string body(3'000'000, 'x');
  EXPECT_EQ(client
                .Ask("POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                     std::to_string(body.size()) + "\r\n\r\n" + body)
                .body,
            "POST /large " + body);
}

TEST_F(ServerTest, AnswersMalformedRequestsAndCloses) {
  const auto server = Start(handler_);
  for (const std::string_view request :
       {"nonsense\r\n\r\n", "GET /a HTTP/1.1\r\n\r\n", "GET /a HTTP/3.0\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"}) {
    TestClient client(server->port());
    const Answer answer = client.Ask(request);
    EXPECT_EQ(answer.status, 400) << request;
    EXPECT_EQ(answer.body, "malformed") << request;
    EXPECT_TRUE(answer.Has("Connection: close"));
    client.StopSending();
    EXPECT_EQ(client.RestUntilClosed(), "");
  }
}

TEST_F(ServerTest, AnswersWhatCameBeforeAMalformedRequest) {
  const auto server = Start(handler_);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(std::string(kGet) + "nonsense\r\n\r\n"));
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.Receive().status, 400);
}

TEST_F(ServerTest, RefusesLargeHeaders) {
  const auto server = Start(handler_);
  TestClient long_line(server->port());
  EXPECT_EQ(long_line.Ask("GET /" + std::string(20'000, 'a')).status, 431);
  TestClient many_fields(server->port());
  std::string request = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 100; ++i) request += "X: y\r\n";
  const Answer answer = many_fields.Ask(request + "\r\n");
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(answer.body, "header too large");
}

TEST_F(ServerTest, AnswersARequestThatDoesNotArriveInTime) {
  Limits limits = ShortLimits();
  limits.idle_timeout = seconds(60);
  const auto server = Start(handler_, limits);
  for (const std::string_view part :
       {"GET /a HT", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"}) {
    TestClient client(server->port());
    const Answer answer = client.Ask(part);
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body, "timeout");
    EXPECT_EQ(client.RestUntilClosed(), "");
  }
}

TEST_F(ServerTest, MeasuresARequestFromItsFirstOctet) {
  Limits limits = ShortLimits();
  limits.idle_timeout = seconds(60);
  const auto server = Start(handler_, limits);
  TestClient client(server->port());
  const auto begin = Clock::now();
  // Octets that keep coming do not buy more time.
  std::thread dribble([&client] {
    const std::string request = "GET /" + std::string(10'000, 'a');
    for (const char c : request) {
      if (!client.Send({&c, 1})) break;
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  EXPECT_EQ(client.Receive().body, "timeout");
  EXPECT_LT(Clock::now() - begin, seconds(9));
  client.StopSending();
  dribble.join();
}

TEST_F(ServerTest, ClosesIdleConnectionsWithoutAWord) {
  Limits limits = ShortLimits();
  limits.request_timeout = seconds(60);
  const auto server = Start(handler_, limits);
  TestClient silent(server->port());
  TestClient once(server->port());
  EXPECT_EQ(once.Ask(kGet).status, 200);
  EXPECT_EQ(once.RestUntilClosed(), "");
  EXPECT_EQ(silent.RestUntilClosed(), "");
}

TEST_F(ServerTest, GivesUpOnAClientThatDoesNotTakeItsAnswer) {
  std::promise<void> asked;
  TestHandler handler([&asked](const Request&, const Responder& respond) {
    asked.set_value();
    respond(TextResponse(200, std::string(6'000'000, 'x')));
  });
  const auto server = Start(handler, ShortLimits());
  TestClient client(server->port());
  client.BufferLittle();  // the answer must not fit into the buffers of the two sockets
  ASSERT_TRUE(client.Send(kGet));
  asked.get_future().wait();
  const auto begin = Clock::now();
  server->Stop(seconds(60));  // returns early because the connection has ended
  EXPECT_LT(Clock::now() - begin, seconds(50));
}

TEST_F(ServerTest, TakesAnswersFromOtherThreads) {
  Desk desk;
  TestHandler handler([&desk](const Request&, Responder respond) { desk.Put(std::move(respond)); });
  const auto server = Start(handler);
  TestClient first(server->port());
  TestClient second(server->port());
  ASSERT_TRUE(first.Send(kGet));
  const Responder to_first = desk.Take();
  ASSERT_TRUE(second.Send(kGet));
  const Responder to_second = desk.Take();
  to_second(TextResponse(202, "second"));
  EXPECT_EQ(second.Receive().body, "second");
  to_first(TextResponse(201, "first"));
  EXPECT_EQ(first.Receive().status, 201);
}

TEST_F(ServerTest, SendsEarlierAnswersBeforeAnAnswerThatTakesTime) {
  Desk desk;
  TestHandler handler([&desk](const Request& request, Responder respond) {
    if (request.path == "/slow") return desk.Put(std::move(respond));
    respond(TextResponse(200, "quick"));
  });
  const auto server = Start(handler);
  TestClient client(server->port());
  ASSERT_TRUE(
      client.Send(std::string(kGet) + "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(kGet)));
  EXPECT_EQ(client.Receive().body, "quick");
  desk.Take()(TextResponse(200, "slow"));
  EXPECT_EQ(client.Receive().body, "slow");
  EXPECT_EQ(client.Receive().body, "quick");
}

TEST_F(ServerTest, AnswersForAHandlerThatDoesNot) {
  TestHandler handler([](const Request& request, const Responder& respond) {
    if (request.path == "/throw") throw std::runtime_error("on purpose");
    if (request.path == "/drop") return;
    respond(TextResponse(200, "fine"));
    respond(TextResponse(200, "once too often"));
  });
  const auto server = Start(handler);
  TestClient client(server->port());
  for (const std::string_view path : {"/drop", "/throw"}) {
    const Answer answer = client.Ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_EQ(answer.body, "no answer") << path;
    EXPECT_EQ(client.Ask(kGet).body, "fine") << path;
  }
}

TEST_F(ServerTest, OutlivesClientsThatGoAway) {
  Desk desk;
  TestHandler handler([&desk](const Request& request, Responder respond) {
    if (request.path == "/slow") return desk.Put(std::move(respond));
    respond(TextResponse(200, "fine"));
  });
  const auto server = Start(handler);
  Responder late;
  {
    TestClient client(server->port());
    ASSERT_TRUE(client.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    late = desk.Take();
    client.ResetWhenClosed();
  }
  late(TextResponse(200, std::string(100'000, 'x')));
  TestClient other(server->port());
  EXPECT_EQ(other.Ask(kGet).body, "fine");
}

TEST_F(ServerTest, LetsMoreConnectionsWaitThanItMayHave) {
  Limits limits;
  limits.max_connections = 2;
  const auto server = Start(handler_, limits);
  auto first = std::make_unique<TestClient>(server->port());
  TestClient second(server->port());
  EXPECT_EQ(first->Ask(kGet).status, 200);
  EXPECT_EQ(second.Ask(kGet).status, 200);
  TestClient third(server->port());
  ASSERT_TRUE(third.connected());
  ASSERT_TRUE(third.Send(kGet));
  EXPECT_FALSE(third.HasMore());
  first.reset();
  EXPECT_EQ(third.Receive().status, 200);
}

TEST_F(ServerTest, FinishesRunningRequestsWhenStopped) {
  Desk desk;
  TestHandler handler([&desk](const Request& request, Responder respond) {
    if (request.path == "/slow") return desk.Put(std::move(respond));
    respond(TextResponse(200, "quick"));
  });
  const auto server = Start(handler, {}, 1);  // one loop: it stops all its connections at a time
  TestClient idle(server->port());
  EXPECT_EQ(idle.Ask(kGet).status, 200);
  TestClient running(server->port());
  ASSERT_TRUE(running.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
  const Responder respond = desk.Take();

  auto stopped = std::async(std::launch::async, [&server] { server->Stop(seconds(60)); });
  EXPECT_EQ(idle.RestUntilClosed(), "");  // while the other one still runs
  EXPECT_FALSE(TestClient(server->port()).connected());
  respond(TextResponse(200, "slow"));
  const Answer answer = running.Receive();
  EXPECT_EQ(answer.body, "slow");
  EXPECT_TRUE(answer.Has("Connection: close"));
  running.StopSending();
  EXPECT_EQ(running.RestUntilClosed(), "");
  EXPECT_EQ(stopped.wait_for(seconds(20)), std::future_status::ready);
}

TEST_F(ServerTest, LetsARequestThatIsArrivingArriveWhenStopped) {
  const auto server = Start(handler_, {}, 1);
  TestClient client(server->port());
  ASSERT_TRUE(
      client.Send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                  "Expect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.Receive().status, 100);  // now it has begun for certain
  TestClient idle(server->port());
  EXPECT_EQ(idle.Ask(kGet).status, 200);
  auto stopped = std::async(std::launch::async, [&server] { server->Stop(seconds(60)); });
  EXPECT_EQ(idle.RestUntilClosed(), "");  // the stop has begun
  EXPECT_EQ(client.Ask("hello").body, "POST /p hello");
  client.StopSending();
  EXPECT_EQ(client.RestUntilClosed(), "");
  EXPECT_EQ(stopped.wait_for(seconds(20)), std::future_status::ready);
}

TEST_F(ServerTest, WaitsNoLongerThanItsGrace) {
  Desk desk;
  TestHandler handler([&desk](const Request&, Responder respond) { desk.Put(std::move(respond)); });
  auto server = Start(handler);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(kGet));
  const Responder respond = desk.Take();
  server->Stop(milliseconds(10));
  server->Stop(milliseconds(10));  // nothing more to do
  server.reset();
  EXPECT_EQ(client.Receive().status, 0);
  respond(TextResponse(200, "nobody is there"));  // must do no harm
}

TEST_F(ServerTest, AwaitsRequestsThatOutliveItsGrace) {
  Desk desk;
  TestHandler handler([&desk](const Request&, Responder respond) { desk.Put(std::move(respond)); });
  const auto server = Start(handler);
  TestClient client(server->port());
  ASSERT_TRUE(client.Send(kGet));
  Responder respond = desk.Take();
  server->Stop(milliseconds(0));
  std::atomic<bool> is_done = false;
  std::thread worker([&respond, &is_done] {
    is_done = true;
    std::exchange(respond, nullptr)(TextResponse(200, "late"));
  });
  server->AwaitHandler();
  EXPECT_TRUE(is_done);
  worker.join();
}

TEST_F(ServerTest, StopsWhenDestroyed) {
  Desk desk;
  TestHandler handler([&desk](const Request&, Responder respond) { desk.Put(std::move(respond)); });
  std::uint16_t port = 0;
  {
    const auto server = Start(handler);
    port = server->port();
    TestClient client(port);
    ASSERT_TRUE(client.Send(kGet));
    desk.Take();
  }
  EXPECT_FALSE(TestClient(port).connected());
}

TEST_F(ServerTest, TellsTheClientsAddress) {
  TestHandler handler([](const Request& request, const Responder& respond) {
    respond(TextResponse(200, request.remote_address));
  });
  const auto server = Start(handler, {}, 1, "::");
  EXPECT_EQ(TestClient(server->port()).Ask(kGet).body, "127.0.0.1");
  TestClient ipv6(server->port(), AF_INET6);
  if (!ipv6.connected()) GTEST_SKIP() << "this machine has no IPv6";
  EXPECT_EQ(ipv6.Ask(kGet).body, "::1");
}

TEST_F(ServerTest, ListensOnANamedHost) {
  const auto server = Start(handler_, {}, 1, "localhost");
  EXPECT_GT(server->port(), 0);
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  const auto server = Start(handler_);
  ServerOptions options;
  options.port = server->port();
  const auto taken = Server::Start(options, handler_);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, base::ErrorCode::kUnavailable);
  EXPECT_THAT(taken.error().message, HasSubstr("127.0.0.1:" + std::to_string(options.port)));

  options.port = 0;
  for (const std::string_view address : {"192.0.2.1", "no such host", "300.1.1.1"}) {
    options.address = address;
    const auto elsewhere = Server::Start(options, handler_);
    ASSERT_FALSE(elsewhere) << address;
    EXPECT_EQ(elsewhere.error().code, base::ErrorCode::kInvalidArgument) << address;
    EXPECT_THAT(elsewhere.error().message, HasSubstr(address));
  }
}

TEST_F(ServerTest, ServesManyClientsAtOnce) {
  const auto server = Start(handler_, {}, 3);
  std::atomic<int> answered = 0;
  std::vector<std::thread> clients;
  clients.reserve(8);
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&server, &answered] {
      for (int connection = 0; connection < 10; ++connection) {
        TestClient client(server->port());
        for (int request = 0; request < 10; ++request) {
          if (client.Ask(kGet).status == 200) ++answered;
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 800);
}

}  // namespace
}  // namespace namesake::http
