// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/feed_watcher.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"

namespace namesake::storage::postgres {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{1000};
constexpr milliseconds kLookAtStandby{100};
// Between two commits of others that are told of: those in between are told of together. Else a
// hundred commits a second would have each of a thousand mail hosts read a hundred times.
constexpr milliseconds kRest{20};
// Until the server is tried again, and those who wait are to look for themselves, too.
constexpr milliseconds kPause{200};

constexpr std::string_view kCannotOnStandby = "25006";

int NewWake() {
  const int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake < 0) throw std::runtime_error("no further file descriptor");
  return wake;
}

std::uint64_t LastSequence(Connection& connection) {
  Rows rows = connection.Run(kLastSequence);
  return rows.Next() ? static_cast<std::uint64_t>(rows.Integer(0)) : 0;
}

// False: it has to be looked for.
bool ListenOn(Connection& connection) {
  try {
    connection.Execute("LISTEN namesake_change");
    return true;
  } catch (const Failure& failure) {
    if (failure.sqlstate() != kCannotOnStandby &&
        failure.error().code != base::ErrorCode::kInternal)
      throw;
    return false;  // a standby, or an engine without notifications
  }
}

}  // namespace

FeedWatcher::FeedWatcher(Connector& connector) : connector_(connector), wake_(NewWake()) {}

FeedWatcher::~FeedWatcher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  eventfd_write(wake_, 1);
  if (thread_.joinable()) thread_.join();
  close(wake_);
}

void FeedWatcher::Committed(std::uint64_t sequence) {
  {
    const std::lock_guard lock(mutex_);
    if (sequence <= last_) return;
    last_ = sequence;
  }
  changed_.notify_all();
}

void FeedWatcher::Wait(std::uint64_t after, milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  if (std::exchange(interrupt_next_, false)) return;
  const std::uint64_t wakings = wakings_;
  ++waiting_;
  const auto awake = [&] { return last_ > after || wakings_ != wakings || stopping_; };
  changed_.wait_until(lock, deadline, awake);
  --waiting_;
}

void FeedWatcher::Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    ++wakings_;
    interrupt_next_ = waiting_ == 0;
  }
  changed_.notify_all();
}

bool FeedWatcher::Stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void FeedWatcher::Run() {
  while (!Stopping()) {
    try {
      Listen();
    } catch (const Failure& failure) {
      Lost(failure.error().message);
    }
  }
}

void FeedWatcher::Listen() {
  const auto connection = connector_.Connect(Connection::Use::kReading);
  const bool notified = ListenOn(*connection);
  // Read after LISTEN: what is committed from now on is told.
  Restart(LastSequence(*connection));
  std::string payload;
  while (!Stopping()) {
    if (connection->WaitForNotification(wake_, notified ? kLook : kLookAtStandby, payload)) {
      std::uint64_t sequence = 0;
      std::from_chars(payload.data(), payload.data() + payload.size(), sequence);
      Committed(sequence);
      Rest(kRest);
    } else if (!Stopping()) {
      Committed(LastSequence(*connection));
    }
  }
}

void FeedWatcher::Rest(milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [this] { return stopping_; });
}

void FeedWatcher::Restart(std::uint64_t last) {
  {
    const std::lock_guard lock(mutex_);
    listening_ = true;
    if (last < last_) ++wakings_;
    last_ = last;
  }
  changed_.notify_all();
}

void FeedWatcher::Lost(const std::string& why) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(listening_, false)) {
      base::Log(base::LogLevel::kWarning, "feed_connection_lost", {{"error", why}});
    }
    ++wakings_;
  }
  changed_.notify_all();
  Rest(kPause);
}

}  // namespace namesake::storage::postgres
