// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/expected.h"
#include "http/limits.h"
#include "http/message.h"

namespace namesake::http {

struct TlsFiles {
  std::string certificate;  // PEM, the chain with the server's own certificate first
  std::string key;          // PEM
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8787;  // 0: any free one, see Server::port
  unsigned threads = 0;       // 0: four for each processor
  Limits limits;
  std::optional<TlsFiles> tls;  // TLS 1.2 and newer; without it plain HTTP
};

// An HTTP/1.1 server: keep-alive, pipelining (requests of one connection are handled one after the
// other, in order), chunked bodies, "Expect: 100-continue", time-outs and limits. Each connection
// lives on one of `threads` event loops. A client that sends more than its body limit gets its
// answer and has the rest read for a moment (limits.linger_timeout), so that it sees the answer.
//
// Start it, stop it, destroy it; not copyable. Safe from several threads once started.
class Server {
 public:
  // Binds and listens (kInvalidArgument: bad address or certificate; kUnavailable: port in use).
  // Requests are served from the moment this returns. `handler` must outlive the server.
  [[nodiscard]] static base::Expected<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                                     Handler& handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;  // stops at once when Stop was not called

  [[nodiscard]] virtual std::uint16_t port() const noexcept = 0;

  // Reads certificate and key again, for new connections; the old ones stay in use on an error.
  [[nodiscard]] virtual base::Status ReloadTls(const TlsFiles& files) = 0;

  // Stops accepting, lets running requests finish (idle connections are closed at once), and
  // returns when none is left or `grace` has passed.
  virtual void Stop(std::chrono::milliseconds grace) = 0;

  // Returns when every request that the handler was given is answered or dropped. Call it after
  // Stop, before what the handler works with is destroyed: a request that outlives the grace has
  // lost its connection, but is still worked on.
  virtual void AwaitHandler() = 0;

 protected:
  Server() = default;
};

}  // namespace namesake::http
