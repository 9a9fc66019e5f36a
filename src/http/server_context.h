// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "base/guarded.h"
#include "http/answer_slot.h"
#include "http/connection_count.h"
#include "http/limits.h"
#include "http/message.h"
#include "http/tls.h"

namespace namesake::http {

// What all event loops of a server share. Private to this folder.
struct ServerContext {
  ServerContext(const Limits& its_limits, Handler& its_handler, TlsContext its_tls)
      : limits(its_limits),
        handler(its_handler),
        tls(std::move(its_tls)),
        connections(its_limits.max_connections) {}

  const Limits limits;
  Handler& handler;
  base::Guarded<TlsContext> tls;  // null: plain HTTP
  // Shared: a Responder may outlive the server.
  const std::shared_ptr<UnansweredCount> unanswered = std::make_shared<UnansweredCount>();
  ConnectionCount connections;
};

}  // namespace namesake::http
