// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/expected.h"
#include "registry/store.h"
#include "storage/recent_changes.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/writer.h"

namespace namesake::storage::sqlite {

// Makes writes that wait at the same time share one commit: one thread takes all of them, does them
// in one transaction and lets the disk confirm once. While it does, the next ones gather. Safe from
// several threads.
class GroupCommit {
 public:
  struct Listener {
    std::function<void(std::uint64_t)> committed;  // the feed's newest sequence, before callbacks
    std::function<void()> replaced;                // the path leads to another file than before
  };

  // A piece of work for the writer; its error concerns nobody else.
  using Work = std::function<base::Expected<registry::Committed>(Writer&)>;

  // `writer` is open already, so that what is wrong with the file shows before anything starts.
  // `recent` is told of every commit before the listener.
  GroupCommit(std::filesystem::path file, std::uint64_t kept_changes,
              std::unique_ptr<Writer> writer, RecentChanges& recent, Listener listener);
  ~GroupCommit();  // does what was submitted
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // `rows` says how large the work is. Calls `done` on the writing thread.
  void Submit(Work work, std::size_t rows, registry::CommitCallback done);

 private:
  struct Job {
    Work work;
    std::size_t rows = 1;
    registry::CommitCallback done;
  };
  using Results = std::vector<base::Expected<registry::Committed>>;

  enum class Next { kJobs, kQuiet, kEnd };

  void Run();
  [[nodiscard]] Next Wait();
  [[nodiscard]] std::vector<Job> Take();
  void Do(std::vector<Job> jobs);
  [[nodiscard]] Results Commit(std::vector<Job>& jobs);
  [[nodiscard]] Results Write(std::vector<Job>& jobs);
  [[nodiscard]] Writer& OpenWriter();
  void KeepLogShort();
  [[nodiscard]] bool IndexingIsOverdue() const;
  void IndexSome();

  const std::filesystem::path file_;
  const std::uint64_t kept_changes_;
  RecentChanges& recent_;
  const Listener listener_;
  std::unique_ptr<Writer> writer_;  // of the writing thread; null after a failure
  // Of the writing thread, too: when it last wrote for others, when it may next put entries in
  // order, and how long the log may become until it is copied.
  std::chrono::steady_clock::time_point wrote_at_;
  std::chrono::steady_clock::time_point may_index_at_;
  int checkpoint_at_ = 0;
  Checkpointer checkpointer_;

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::vector<Job> waiting_;  // under mutex_
  bool stopping_ = false;     // under mutex_
  std::thread thread_;
};

}  // namespace namesake::storage::sqlite
