// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>

#include "http/connection_count.h"
#include "http/mailbox.h"
#include "http/response_text.h"
#include "http/server_context.h"

namespace namesake::http {

// A socket that was accepted. Owns its descriptor.
struct Accepted {
  Accepted(int its_descriptor, int its_family, std::string its_address,
           ConnectionCount::Place its_place)
      : descriptor(its_descriptor),
        family(its_family),
        remote_address(std::move(its_address)),
        place(std::move(its_place)) {}
  Accepted(Accepted&& other) noexcept;
  Accepted(const Accepted&) = delete;
  Accepted& operator=(const Accepted&) = delete;
  Accepted& operator=(Accepted&&) = delete;
  ~Accepted();

  int descriptor;
  int family;
  std::string remote_address;
  ConnectionCount::Place place;
};

// A connection as its event loop sees it. All of it happens on the loop's thread.
class Connection {
 public:
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  // Ends what the connection waits for, if it has waited too long.
  virtual void CheckDeadline(std::chrono::steady_clock::time_point now) = 0;

  // The server stops: ends the connection if it is idle. A busy one ends after its answer.
  virtual void CloseIfIdle() = 0;

 protected:
  Connection() = default;
};

// What the connections of one event loop share. All but `mailbox` is the loop's thread's.
struct LoopContext {
  boost::asio::io_context& io;
  ServerContext& server;
  const std::shared_ptr<Mailbox> mailbox;
  std::unordered_set<Connection*> connections;  // each is there while it lives
  DateField date;
  bool stopping = false;
};

// Serves the connection until it ends; it owns itself. Call it on the loop's thread.
void Serve(LoopContext& loop, Accepted socket);

}  // namespace namesake::http
