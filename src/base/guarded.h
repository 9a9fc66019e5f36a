// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <utility>

namespace namesake::base {

// A value that can only be touched while its lock is held. Use it for shared mutable data of any
// kind; do not call out (store, network, callbacks) while holding it.
//
//   Guarded<std::map<int, Session>> sessions_;
//   sessions_.With([&](auto& sessions) { sessions.erase(id); });
//
// For read-mostly state keep a std::shared_ptr<const T> inside and copy it out: g++ 12's
// std::atomic<std::shared_ptr> makes the thread sanitizer report a race, this does not.
template <typename T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // Runs `use(T&)` under the lock and returns what it returns (by value).
  template <typename Use>
  auto With(Use&& use) {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

  template <typename Use>
  auto With(Use&& use) const {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

  [[nodiscard]] T Copy() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  void Set(T value) {
    const std::lock_guard lock(mutex_);
    std::swap(value_, value);  // the old value dies after the lock is released
  }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace namesake::base
