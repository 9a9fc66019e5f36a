// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "base/expected.h"
#include "registry/store.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/writer.h"
#include "storage/recent_changes.h"

namespace namesake::storage::postgres {

// Makes writes that wait at the same time share one transaction: one thread takes all of them and
// has them committed together. While it does, the next ones gather. Safe from several threads.
class GroupCommit {
 public:
  // Called with the feed's newest sequence after each commit, before the callbacks.
  using Committed = std::function<void(std::uint64_t)>;

  // `recent` is told of every commit before `committed`.
  GroupCommit(Connector& connector, std::uint64_t kept_changes, RecentChanges& recent,
              Committed committed);
  ~GroupCommit();  // does what was submitted
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // Calls `done` on the writing thread.
  void Submit(registry::Write write, registry::CommitCallback done);
  void Submit(Writer::Administration change, registry::CommitCallback done);

 private:
  struct Job {
    std::optional<registry::Write> write;
    Writer::Administration change;  // when there is no write
    registry::CommitCallback done;
  };
  using Results = std::vector<base::Expected<registry::Committed>>;

  void Enqueue(Job job);
  void Run();
  [[nodiscard]] std::vector<Job> Take();
  [[nodiscard]] Results Commit(std::span<const Job> jobs);
  [[nodiscard]] Results CommitTogether(std::span<const Job> jobs);
  void Try(Writer& writer, std::span<const Job> jobs, Writer::Done& done);
  // Whether an uncertain commit happened; nullopt: nobody could be asked for too long.
  [[nodiscard]] std::optional<bool> FindOut(const Uncertain& uncertain);
  [[nodiscard]] Writer& OpenWriter();

  Connector& connector_;
  const std::uint64_t kept_changes_;
  RecentChanges& recent_;
  const Committed committed_;
  std::unique_ptr<Writer> writer_;  // of the writing thread; null after a failure

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::vector<Job> waiting_;  // under mutex_
  bool stopping_ = false;     // under mutex_
  std::thread thread_;
};

}  // namespace namesake::storage::postgres
