// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/expected.h"
#include "milter/filter.h"
#include "milter/unix_socket.h"
#include "settings/settings.h"

namespace namesake::milter {

// Where mail servers reach the filter: the settings that need a restart.
struct Listener {
  std::string connection;  // "inet:PORT@ADDRESS", "inet6:PORT@ADDRESS" or "unix:PATH"
  std::string socket_mode;
  std::string socket_group;
  std::int64_t timeout_seconds = 0;
  std::int64_t max_data_bytes = 0;
  std::int64_t queue_length = 0;
};

[[nodiscard]] Listener ReadListener(const settings::Settings& settings);

// Speaks the milter protocol for a filter. libmilter keeps its state in globals and cannot start
// twice: one in a process. It also has a thread of its own that waits for SIGHUP, SIGINT and
// SIGTERM and stops serving at once for each of them: messages that are under way are then cut. Who
// wants a stop in good order takes these signals first and calls Stop.
class Server {
 public:
  // Listens; mail servers can connect from now on and are served after Start. kConflict when the
  // address is taken, kPermissionDenied, kInvalidArgument.
  [[nodiscard]] static base::Expected<std::unique_ptr<Server>> Listen(const Listener& listener,
                                                                      Filter& filter);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves from now on, in threads of libmilter's. Calls `ended` when that ends by itself.
  void Start(std::function<void()> ended);

  // Turns new connections away and lets the others go on for ten seconds. Afterwards nothing
  // touches the filter any more. An error when libmilter has ended with a failure.
  [[nodiscard]] base::Status Stop();

 private:
  Server() = default;

  std::unique_ptr<SocketFile> file_;  // of a unix socket
};

}  // namespace namesake::milter
