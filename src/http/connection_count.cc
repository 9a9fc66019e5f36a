// SPDX-License-Identifier: Apache-2.0
#include "http/connection_count.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace namesake::http {

ConnectionCount::Place ConnectionCount::Enter() {
  const std::lock_guard lock(mutex_);
  if (open_ >= max_) {
    room_wanted_ = true;
    return nullptr;
  }
  ++open_;
  return Place(this);
}

void ConnectionCount::WaitUntilNone(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  none_.wait_for(lock, patience, [this] { return open_ == 0; });
}

void ConnectionCount::Leave() {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    --open_;
    tell = std::exchange(room_wanted_, false);
    if (open_ == 0) none_.notify_all();
  }
  if (tell && room_) room_();
}

}  // namespace namesake::http
