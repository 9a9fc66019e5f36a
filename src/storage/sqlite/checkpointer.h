// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

namespace namesake::storage::sqlite {

// Copies the write-ahead log into the database file on a thread of its own, while the writer goes
// on appending to it. Safe from several threads.
//
// The log starts again from its beginning only when it is copied to the last frame, which a busy
// writer never lets happen. So once all but a little is copied, the writer does the rest itself, in
// a moment between two commits.
class Checkpointer {
 public:
  explicit Checkpointer(std::filesystem::path file);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Asks for a checkpoint, if none is under way.
  void Want();

  // True once after each checkpoint: now the writer should do the rest.
  [[nodiscard]] bool TakeFinished();

 private:
  enum class State { kIdle, kWanted, kFinished, kStopping };

  void Run();

  const std::filesystem::path file_;
  std::mutex mutex_;
  std::condition_variable wanted_;
  State state_ = State::kIdle;  // under mutex_
  std::thread thread_;
};

}  // namespace namesake::storage::sqlite
