// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace namesake::cli {

// While one lives, the first SIGINT does not end the program but is remembered, so that the work
// can stop in good order; the second ends it, should that hang. A read that waits is interrupted
// (EINTR), also one that begins after the signal. One at a time, in the program's first thread.
class InterruptWatch {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch();

  [[nodiscard]] bool interrupted() const noexcept;

 private:
  struct sigaction previous_interrupt_{};
  struct sigaction previous_alarm_{};
};

}  // namespace namesake::cli
