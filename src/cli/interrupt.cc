// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

namespace namesake::cli {
namespace {

// A handler has no argument to reach an object by: the one variable of this program that is global.
volatile sig_atomic_t interrupted_by_signal = 0;

// The interrupt may arrive just before a read that then waits for ever. So an alarm interrupts
// again and again, until the work has noticed.
extern "C" void InterruptAgain(int /*signal*/) { ::alarm(1); }

extern "C" void RememberInterrupt(int /*signal*/) {
  interrupted_by_signal = 1;
  ::alarm(1);
}

// No SA_RESTART: a read from a terminal or pipe that waits must come back.
void Catch(int signal, void (*handler)(int), unsigned flags, struct sigaction& previous) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(flags);
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, &previous);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted_by_signal = 0;
  Catch(SIGALRM, InterruptAgain, 0, previous_alarm_);
  Catch(SIGINT, RememberInterrupt, SA_RESETHAND, previous_interrupt_);
}

InterruptWatch::~InterruptWatch() {
  sigaction(SIGINT, &previous_interrupt_, nullptr);
  ::alarm(0);
  sigaction(SIGALRM, &previous_alarm_, nullptr);
}

bool InterruptWatch::interrupted() const noexcept { return interrupted_by_signal != 0; }

}  // namespace namesake::cli
