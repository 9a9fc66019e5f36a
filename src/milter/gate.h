// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace namesake::milter {

// Lets the program stop while libmilter's threads live on: they cannot be joined, and may call back
// at any time. Work that touches what main owns is done inside; after Close nobody gets in any more
// and nobody is inside. Also counts the mail servers' connections, so that a stop can turn away new
// ones and wait for those it has. Safe from several threads.
class Gate {
 public:
  // Inside for as long as it lives, if it was let in.
  class Pass {
   public:
    explicit Pass(Gate& gate) noexcept;
    ~Pass();
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return inside_; }

   private:
    Gate& gate_;
    bool inside_;
  };

  // Counted for as long as it lives, if it was admitted.
  class Connection {
   public:
    explicit Connection(Gate& gate) noexcept;
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] bool admitted() const noexcept { return admitted_; }

   private:
    Gate& gate_;
    bool admitted_;
  };

  // Admits no connection any more and waits until there is none. False when there still is one
  // after `patience`.
  [[nodiscard]] bool WaitForConnections(std::chrono::milliseconds patience);

  // Lets nobody in any more and waits until those inside have left.
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;       // under mutex_
  std::size_t connections_ = 0;  // under mutex_
  bool admitting_ = true;        // under mutex_
  bool closed_ = false;          // under mutex_
};

}  // namespace namesake::milter
