// SPDX-License-Identifier: Apache-2.0
// Serves one fixed JSON document, for a load generator: what the transport alone can do.
//
//   http_server_bench [PORT [THREADS]]        until standard input ends; prints the port

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "http/message.h"
#include "http/server.h"

namespace {

namespace http = namesake::http;

class FixedAnswer final : public http::Handler {
 public:
  std::size_t BodyLimit(const http::Request& /*head*/) override { return 1 << 18; }

  void Handle(http::Request /*request*/, http::Responder respond) override {
    http::Response response;
    response.fields = {{"cf-ray", "0123456789abcdef-NSK"},
                       {"Ratelimit", "\"default\";r=999999;t=300"},
                       {"Ratelimit-Policy", "\"default\";q=1000000;w=300"}};
    response.body = body_;
    respond(std::move(response));
  }

  http::Response Fault(http::TransportFault /*fault*/) override {
    http::Response response;
    response.status = 400;
    return response;
  }

 private:
  // As long as the answer to a GET of a registry entry.
  const std::string body_ = R"({"result":")" + std::string(480, 'x') + R"(","success":true})";
};

}  // namespace

int main(int argc, char** argv) {
  http::ServerOptions options;
  options.port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0);
  options.threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 0;
  FixedAnswer handler;
  const auto server = http::Server::Start(options, handler);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 2;
  }
  std::printf("%d\n", (*server)->port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
