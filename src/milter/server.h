// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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
// SIGTERM: each of them ends Run.
class Server {
 public:
  // Listens; mail servers can connect from now on and are served by Run. kConflict when the address
  // is taken, kPermissionDenied, kInvalidArgument.
  [[nodiscard]] static base::Expected<std::unique_ptr<Server>> Listen(const Listener& listener,
                                                                      Filter& filter);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Serves until a signal ends it; messages that are under way may still be finished for a while.
  // Afterwards nothing touches the filter any more.
  [[nodiscard]] base::Status Run();

 private:
  Server() = default;

  std::unique_ptr<SocketFile> file_;  // of a unix socket
};

}  // namespace namesake::milter
