// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace namesake::http {

// How many connections a server has open, and that they do not become too many. Each holds a
// Place. Safe from several threads. Private to this folder.
class ConnectionCount {
 public:
  struct Leaver {
    void operator()(ConnectionCount* count) const { count->Leave(); }
  };
  using Place = std::unique_ptr<ConnectionCount, Leaver>;  // its end gives the place back

  explicit ConnectionCount(std::size_t max) : max_(max) {}
  ConnectionCount(const ConnectionCount&) = delete;
  ConnectionCount& operator=(const ConnectionCount&) = delete;

  // `room` is called once after an Enter that failed, as soon as there is room again. Set it before
  // the first Enter.
  void OnRoom(std::function<void()> room) { room_ = std::move(room); }

  // Null when there is no place.
  [[nodiscard]] Place Enter();

  // Returns when no connection is open, or after `patience`.
  void WaitUntilNone(std::chrono::milliseconds patience);

 private:
  void Leave();

  const std::size_t max_;
  std::function<void()> room_;
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t open_ = 0;      // under mutex_
  bool room_wanted_ = false;  // under mutex_
};

}  // namespace namesake::http
