// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace namesake::milter {

// Lets the program stop while libmilter's threads live on: they cannot be joined, and may call back
// at any time. Work that touches what main owns is done inside; after Close nobody gets in any more
// and nobody is inside. Also counts the messages that are under way, so that a stop can wait for
// them. Safe from several threads.
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

  // A message from MAIL FROM to its end.
  class Message {
   public:
    explicit Message(Gate& gate) noexcept;
    ~Message();
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

   private:
    Gate& gate_;
  };

  // Waits until no message is under way. False when some still are after `patience`.
  [[nodiscard]] bool WaitForMessages(std::chrono::milliseconds patience);

  // Lets nobody in any more and waits until those inside have left.
  void Close();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;    // under mutex_
  std::size_t messages_ = 0;  // under mutex_
  bool closed_ = false;       // under mutex_
};

}  // namespace namesake::milter
