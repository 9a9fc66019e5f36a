// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/checkpointer.h"

#include <filesystem>
#include <mutex>
#include <utility>

#include "base/log.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/failure.h"

namespace namesake::storage::sqlite {
namespace {

// What the writer copies in about a millisecond.
constexpr int kLittle = 256;

// A writer that is as fast as the copying is not caught up with.
constexpr int kMaxPasses = 4;

void CopyNearlyAll(const std::filesystem::path& file) {
  const Connection connection(file, Connection::Use::kReading);
  int frames = connection.Checkpoint().frames;
  for (int pass = 1; pass < kMaxPasses; ++pass) {
    const int appended = connection.Checkpoint().frames - frames;  // during the pass before
    if (appended <= kLittle) return;
    frames += appended;
  }
}

}  // namespace

Checkpointer::Checkpointer(std::filesystem::path file)
    : file_(std::move(file)), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    state_ = State::kStopping;
  }
  wanted_.notify_all();
  thread_.join();
}

void Checkpointer::Want() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::kIdle) return;
    state_ = State::kWanted;
  }
  wanted_.notify_all();
}

bool Checkpointer::TakeFinished() {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kFinished) return false;
  state_ = State::kIdle;
  return true;
}

void Checkpointer::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return state_ == State::kWanted || state_ == State::kStopping; });
    if (state_ == State::kStopping) return;
    lock.unlock();
    try {
      CopyNearlyAll(file_);
    } catch (const Failure& failure) {
      // Nothing is lost, the log grows; the next commit asks again.
      base::Log(base::LogLevel::kWarning, "checkpoint_failed",
                {{"error", failure.error().message}});
    }
    lock.lock();
    if (state_ == State::kWanted) state_ = State::kFinished;
  }
}

}  // namespace namesake::storage::sqlite
