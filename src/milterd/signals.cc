// SPDX-License-Identifier: Apache-2.0
#include "milterd/signals.h"

#include <pthread.h>

#include <csignal>
#include <initializer_list>

namespace namesake::milterd {
namespace {

sigset_t OurSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGUSR1, SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

Signals::Signals() : main_thread_(pthread_self()) {
  const sigset_t signals = OurSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Wish Signals::Wait() const {
  const sigset_t signals = OurSignals();
  int number = SIGTERM;
  sigwait(&signals, &number);
  return number == SIGUSR1 ? Wish::kReload : Wish::kStop;
}

// Blocked everywhere and taken by sigwait: it ends no thread.
void Signals::AskToStop() const {
  pthread_kill(main_thread_, SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
}

}  // namespace namesake::milterd
