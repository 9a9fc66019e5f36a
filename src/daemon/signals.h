// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace namesake::daemon {

// The signals that an administrator sends. They are kept from the moment this is made, and acted on
// in RunUntilStopped. Make one, before there are other threads.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  // Calls `reload` on this thread for each SIGHUP, and returns when SIGTERM or SIGINT came. From
  // then on a further one has its usual effect: it ends the program at once.
  void RunUntilStopped(const std::function<void()>& reload);

 private:
  class Watch;

  std::unique_ptr<Watch> watch_;
};

}  // namespace namesake::daemon
