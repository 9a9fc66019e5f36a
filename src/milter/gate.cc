// SPDX-License-Identifier: Apache-2.0
#include "milter/gate.h"

#include <chrono>
#include <mutex>

namespace namesake::milter {

Gate::Pass::Pass(Gate& gate) noexcept : gate_(gate) {
  const std::lock_guard lock(gate_.mutex_);
  inside_ = !gate_.closed_;
  if (inside_) ++gate_.inside_;
}

Gate::Pass::~Pass() {
  if (!inside_) return;
  const std::lock_guard lock(gate_.mutex_);
  --gate_.inside_;
  if (gate_.closed_) gate_.changed_.notify_all();
}

Gate::Connection::Connection(Gate& gate) noexcept : gate_(gate) {
  const std::lock_guard lock(gate_.mutex_);
  admitted_ = gate_.admitting_;
  if (admitted_) ++gate_.connections_;
}

Gate::Connection::~Connection() {
  if (!admitted_) return;
  const std::lock_guard lock(gate_.mutex_);
  if (--gate_.connections_ == 0) gate_.changed_.notify_all();
}

bool Gate::WaitForConnections(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  admitting_ = false;
  return changed_.wait_for(lock, patience, [this] { return connections_ == 0; });
}

void Gate::Close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  changed_.wait(lock, [this] { return inside_ == 0; });
}

}  // namespace namesake::milter
