// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pthread.h>

namespace namesake::milterd {

// What somebody who sent a signal wants.
enum class Wish {
  kReload,  // SIGUSR1
  kStop,    // SIGTERM, SIGINT, SIGHUP
};

// The signals of a process that libmilter runs in. It has a thread of its own that waits for
// SIGHUP, SIGINT and SIGTERM, and stops serving at once. Linux gives a signal to the main thread
// when that waits for it, and only else to another one: as long as the main thread waits here, it
// gets them all and can stop in good order. In the moments when it does not, a SIGHUP would go to
// libmilter, which is why that stops the program, too, and SIGUSR1 reloads.
//
// Make it in the main thread, before there is any other: a thread that does not block these signals
// would be killed by them, and the program with it.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Waits for the next one. Only for the main thread.
  [[nodiscard]] Wish Wait() const;

  // Makes Wait return kStop. From any thread.
  void AskToStop() const;

 private:
  pthread_t main_thread_;
};

}  // namespace namesake::milterd
