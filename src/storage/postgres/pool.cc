// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/pool.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/settings.h"

namespace namesake::storage::postgres {
namespace {

using std::chrono::milliseconds;

// From the first failed attempt to the second, and at most.
constexpr milliseconds kFirstPause{50};
constexpr milliseconds kLongestPause{1000};

}  // namespace

std::unique_ptr<Connection> Connector::Connect(Connection::Use use) {
  {
    const std::lock_guard lock(mutex_);
    if (last_failure_) {
      if (Clock::now() < next_attempt_) throw Failure(*last_failure_);
      next_attempt_ = Clock::now() + kSilence;  // this one tries, for all
    }
  }
  try {
    auto connection = std::make_unique<Connection>(settings_, use);
    const std::lock_guard lock(mutex_);
    last_failure_.reset();
    pause_ = milliseconds{0};
    return connection;
  } catch (const Failure& failure) {
    const std::lock_guard lock(mutex_);
    last_failure_ = failure;
    pause_ = std::clamp(pause_ * 2, kFirstPause, kLongestPause);
    next_attempt_ = Clock::now() + pause_;
    throw;
  }
}

std::unique_ptr<Connection> Pool::Take(bool& fresh) {
  {
    std::unique_lock lock(mutex_);
    const auto available = [this] { return !idle_.empty() || open_ < kMaxOpen; };
    if (!returned_.wait_for(lock, kSilence, available)) {
      throw Failure::Lost("every connection is in use");
    }
    while (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->IsAlive()) {
        fresh = false;
        return connection;
      }
      --open_;
    }
    ++open_;
  }
  fresh = true;
  try {
    return connector_.Connect(Connection::Use::kReading);
  } catch (...) {
    Return(nullptr);
    throw;
  }
}

void Pool::Return(std::unique_ptr<Connection> connection) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (connection != nullptr) {
      idle_.push_back(std::move(connection));
    } else {
      --open_;
    }
  }
  returned_.notify_one();
}

void Pool::Clear() {
  std::vector<std::unique_ptr<Connection>> closing;
  {
    const std::lock_guard lock(mutex_);
    open_ -= idle_.size();
    closing.swap(idle_);
  }
  returned_.notify_all();
}

}  // namespace namesake::storage::postgres
