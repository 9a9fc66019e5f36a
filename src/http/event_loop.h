// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "http/connection.h"
#include "http/server_context.h"

namespace namesake::http {

// One thread with its connections. Its destructor ends it at once. Safe from several threads.
// Private to this folder.
class EventLoop {
 public:
  explicit EventLoop(ServerContext& server);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  // Serves a connection on this loop.
  void Adopt(Accepted socket);

  // Accepts from the descriptor of a listening socket, which is the loop's from now on, and hands
  // each connection to `take`. As many as the server may have; more wait in the kernel's queue.
  void AcceptFrom(int listening, std::function<void(Accepted)> take);

  // Accepts no more, closes idle connections, and the others after their answer.
  void BeginStop();

  // Drops what is left and returns when the thread has ended.
  void End();

 private:
  class Thread;

  std::unique_ptr<Thread> thread_;
};

}  // namespace namesake::http
