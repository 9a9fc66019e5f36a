// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include <csignal>

namespace namesake::cli {
namespace {

// A handler has no argument to reach an object by: the one variable of this program that is global.
volatile std::sig_atomic_t interrupted_by_signal = 0;

extern "C" void RememberInterrupt(int /*signal*/) { interrupted_by_signal = 1; }

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted_by_signal = 0;
  struct sigaction action{};
  action.sa_handler = RememberInterrupt;
  // No SA_RESTART: a read from a terminal or pipe that waits must come back.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &previous_);
}

InterruptWatch::~InterruptWatch() { sigaction(SIGINT, &previous_, nullptr); }

bool InterruptWatch::interrupted() const noexcept { return interrupted_by_signal != 0; }

}  // namespace namesake::cli
