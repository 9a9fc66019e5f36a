// SPDX-License-Identifier: Apache-2.0
#include "api/operation_routes.h"

#include <boost/json.hpp>
#include <utility>

#include "api/call.h"
#include "api/openapi.h"
#include "base/expected.h"
#include "http/message.h"
#include "live/live_registry.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

// These routes stand outside the API and its envelope.
http::Response Plain(int status, const json::object& body) {
  http::Response response;
  response.status = status;
  response.body = json::serialize(body);
  return response;
}

http::Response Readiness(const base::Status& store, const live::Status& live) {
  const bool ready = store.has_value() && live.store_reachable;
  json::object body{{"status", ready ? "ready" : "not ready"},
                    {"store", store ? "reachable" : "unreachable"},
                    {"feed_sequence", live.sequence},
                    {"feed_behind_ms", live.behind.count()}};
  return Plain(ready ? 200 : 503, body);
}

}  // namespace

void OperationRoutes::Health(const CallPointer& call) const {
  call->Answer(Plain(200, {{"status", "alive"}}));
}

void OperationRoutes::Ready(const CallPointer& call) const {
  // Asking the store may take as long as the disk or the network does.
  const bool posted = context_.workers.Post([call, context = context_] {
    call->Answer(Readiness(context.store.Ping(), context.registry.status()));
  });
  if (!posted) call->Answer(Plain(503, {{"status", "not ready"}, {"store", "overloaded"}}));
}

void OperationRoutes::ShowMetrics(const CallPointer& call) const {
  http::Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics_.Render(context_.registry.status(), context_.recorder);
  call->Answer(std::move(response));
}

void OperationRoutes::OpenApi(const CallPointer& call) const {
  http::Response response;
  response.content_type = "application/json";
  response.body = OpenApiDocument();
  call->Answer(std::move(response));
}

}  // namespace namesake::api
