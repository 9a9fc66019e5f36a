// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/feed_watcher.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"

namespace namesake::storage::sqlite {
namespace {

constexpr std::string_view kLastSequence = "SELECT ifnull(max(sequence), 0) FROM change";

}  // namespace

FeedWatcher::FeedWatcher(std::filesystem::path file, std::function<void()> replaced)
    : file_(std::move(file)), replaced_(std::move(replaced)) {
  Open();  // now, so that a later look can tell whether the path still leads to the same file
}

void FeedWatcher::Committed(std::uint64_t sequence) {
  {
    const std::lock_guard lock(mutex_);
    if (sequence <= last_) return;  // what a poll has read may be older than our own last commit
    last_ = sequence;
  }
  changed_.notify_all();
}

void FeedWatcher::Wait(std::uint64_t after, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  std::unique_lock lock(mutex_);
  if (std::exchange(interrupt_next_, false)) return;
  const std::uint64_t interrupts = interrupts_;
  ++waiting_;
  const auto awake = [&] { return last_ > after || interrupts_ != interrupts; };
  while (!changed_.wait_until(lock, std::min(deadline, next_poll_), awake)) {
    if (Clock::now() >= deadline) break;
    lock.unlock();
    const bool look = Poll();
    lock.lock();
    if (look) break;
  }
  --waiting_;
}

void FeedWatcher::Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    ++interrupts_;
    interrupt_next_ = waiting_ == 0;
  }
  changed_.notify_all();
}

bool FeedWatcher::Poll() {
  const std::lock_guard polling(polling_);
  {
    const std::lock_guard lock(mutex_);
    if (Clock::now() < next_poll_) return false;  // another waiter has just done it
    next_poll_ = Clock::now() + kPollInterval;
  }
  try {
    LookOutside();
    return false;
  } catch (const Failure& failure) {
    base::Log(base::LogLevel::kDebug, "feed_poll_failed", {{"error", failure.error().message}});
    connection_.reset();
    return true;
  }
}

void FeedWatcher::LookOutside() {
  if (connection_ && connection_->HasMoved()) {
    connection_.reset();
    replaced_();
    const std::lock_guard lock(mutex_);
    last_ = 0;  // another database counts anew
  }
  if (!connection_) return Open();
  const std::int64_t version = connection_->QueryInteger("PRAGMA data_version");
  if (version == version_) return;
  version_ = version;
  Committed(static_cast<std::uint64_t>(connection_->QueryInteger(kLastSequence)));
}

void FeedWatcher::Open() {
  connection_.emplace(file_, Connection::Use::kReading);
  version_ = connection_->QueryInteger("PRAGMA data_version");
  Committed(static_cast<std::uint64_t>(connection_->QueryInteger(kLastSequence)));
}

}  // namespace namesake::storage::sqlite
