// SPDX-License-Identifier: Apache-2.0
#include "api/nodes.h"

#include <boost/json.hpp>
#include <chrono>

#include "api/call.h"
#include "api/envelope.h"
#include "api/failure.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "record/node_book.h"
#include "record/record_store.h"

namespace namesake::api {
namespace {

namespace json = boost::json;
using record::NodeReport;

double Seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

double MessagesPerSecond(const NodeReport& node) {
  if (node.recent_time.count() <= 0) return 0;
  return static_cast<double>(node.recent_messages) / Seconds(node.recent_time);
}

json::object NodeObject(const NodeReport& node, base::Time now) {
  const bool alive = now - node.seen_at <= record::kNodeSilence;
  return {{"id", base::FormatUuid(node.id)},
          {"program", node.program},
          {"host", node.host},
          {"version", node.version},
          {"started_at", base::FormatRfc3339(node.started_at)},
          {"seen_at", base::FormatRfc3339(node.seen_at)},
          {"alive", alive},
          {"behind_seconds", Seconds(node.behind)},
          {"messages", node.messages},
          {"messages_per_second", alive ? MessagesPerSecond(node) : 0}};
}

}  // namespace

void Nodes::List(const CallPointer& call) const {
  if (context_.records == nullptr) return call->Answer(Unavailable());
  const bool posted = context_.workers.Post([call, context = context_] {
    const auto nodes = context.records->ListNodes();
    if (!nodes) return call->Answer(nodes.error());
    const base::Time now = context.clock.Now();
    json::array list;
    for (const NodeReport& node : *nodes) list.push_back(NodeObject(node, now));
    call->Answer(Success(200, list));
  });
  if (!posted) call->Answer(Unavailable());
}

}  // namespace namesake::api
