// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/read_anchor.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <utility>

#include "base/log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"

namespace namesake::storage::sqlite {
namespace {

// How long the log of a writer may be kept from starting again.
constexpr std::chrono::milliseconds kInterval{20};

}  // namespace

ReadAnchor::ReadAnchor(std::filesystem::path file)
    : file_(std::move(file)), thread_([this] { Run(); }) {}

ReadAnchor::~ReadAnchor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void ReadAnchor::Wake() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(busy_, true)) return;
  }
  woken_.notify_all();
}

void ReadAnchor::Run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, [this] { return stopping_ || busy_; });
      if (stopping_) return;
      busy_ = false;
    }
    try {
      HoldForAWhile();
    } catch (const Failure& failure) {
      // Whoever reads finds out by himself, and says so.
      base::Log(base::LogLevel::kDebug, "read_anchor_failed", {{"error", failure.error().message}});
      connection_.reset();
      Sleep();
    }
  }
}

void ReadAnchor::HoldForAWhile() {
  if (!IsUnchanged()) return Sleep();
  const Transaction view(*connection_, Transaction::Kind::kRead);
  (void)connection_->QueryInteger("SELECT 1 FROM sqlite_schema LIMIT 1");  // takes the lock
  Sleep();
}

bool ReadAnchor::IsUnchanged() {
  if (connection_ && connection_->HasMoved()) connection_.reset();
  const bool is_new = !connection_;
  if (is_new) connection_.emplace(file_, Connection::Use::kReading);
  const std::int64_t before =
      std::exchange(version_, connection_->QueryInteger("PRAGMA data_version"));
  return !is_new && version_ == before;
}

void ReadAnchor::Sleep() {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, kInterval, [this] { return stopping_; });
}

}  // namespace namesake::storage::sqlite
