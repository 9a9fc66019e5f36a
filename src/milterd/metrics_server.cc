// SPDX-License-Identifier: Apache-2.0
#include "milterd/metrics_server.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/expected.h"
#include "http/message.h"
#include "http/server.h"
#include "launch/listen.h"
#include "milter/filter.h"
#include "settings/settings.h"

namespace namesake::milterd {
namespace {

http::Response Text(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

}  // namespace

std::size_t MetricsHandler::BodyLimit(const http::Request& /*head*/) { return 0; }

void MetricsHandler::Handle(http::Request request, http::Responder respond) {
  if (request.method != "GET" && request.method != "HEAD") {
    http::Response refused = Text(405, "GET only\n");
    refused.fields.emplace_back("Allow", "GET, HEAD");
    return respond(std::move(refused));
  }
  if (request.path == "/healthz") return respond(Text(200, "alive\n"));
  if (request.path != "/metrics") return respond(Text(404, "there are /metrics and /healthz\n"));
  const milter::Records* const records = filter_.records();
  http::Response metrics =
      Text(200, filter_.metrics().Render(filter_.registry().status(),
                                         records == nullptr ? nullptr : &records->recorder));
  metrics.content_type = "text/plain; version=0.0.4; charset=utf-8";
  respond(std::move(metrics));
}

http::Response MetricsHandler::Fault(http::TransportFault fault) {
  switch (fault) {
    case http::TransportFault::kHeaderTooLarge:
      return Text(431, "request header fields too large\n");
    case http::TransportFault::kMalformed:
    case http::TransportFault::kTimeout:
      return Text(400, "malformed request\n");
    case http::TransportFault::kNoAnswer:
      break;
  }
  return Text(500, "internal error\n");
}

base::Expected<std::unique_ptr<http::Server>> ServeMetrics(const settings::Settings& settings,
                                                           MetricsHandler& handler) {
  const std::string& listen = settings.Text("milter.metrics_listen");
  if (listen.empty()) return std::unique_ptr<http::Server>();
  http::ServerOptions options;
  const launch::ListenAddress address = launch::ReadListenAddress(listen);
  options.address = address.address;
  options.port = address.port;
  options.threads = 1;
  return http::Server::Start(options, handler);
}

}  // namespace namesake::milterd
