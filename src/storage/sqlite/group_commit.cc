// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/group_commit.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "registry/store.h"
#include "storage/open.h"
#include "storage/recent_changes.h"
#include "storage/sqlite/database_file.h"
#include "storage/sqlite/failure.h"
#include "storage/sqlite/writer.h"

namespace namesake::storage::sqlite {
namespace {

using registry::Committed;

// Bounds how long the first of many waits for the last of them: some ten milliseconds.
constexpr std::size_t kMaxRowsPerCommit = 1024;

// 32 MiB of log: long enough that copying it costs few commits a delay, short enough that reading
// through it stays fast.
constexpr int kLongLogFrames = 8192;

// New entries are put in order by name and address when nobody has written for this long, in pieces
// that hold up a write that comes meanwhile for some milliseconds and together take a tenth of the
// time. Where it is never quiet, too, once lists by name would have this many to sort themselves.
constexpr std::chrono::milliseconds kQuiet{500};
constexpr std::int64_t kIndexedInOnePiece = 256;
constexpr std::int64_t kManyNotIndexed = 20'000;
constexpr int kShareOfIndexing = 10;

}  // namespace

GroupCommit::GroupCommit(std::filesystem::path file, std::uint64_t kept_changes,
                         std::unique_ptr<Writer> writer, RecentChanges& recent, Listener listener)
    : file_(std::move(file)),
      kept_changes_(kept_changes),
      recent_(recent),
      listener_(std::move(listener)),
      writer_(std::move(writer)),
      checkpointer_(file_),
      thread_([this] { Run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  thread_.join();
}

void GroupCommit::Submit(Work work, std::size_t rows, registry::CommitCallback done) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(work), std::max<std::size_t>(rows, 1), std::move(done)});
  }
  wanted_.notify_one();
}

void GroupCommit::Run() {
  for (Next next = Wait(); next != Next::kEnd; next = Wait()) {
    if (next == Next::kJobs) {
      Do(Take());
      KeepLogShort();
      wrote_at_ = std::chrono::steady_clock::now();
    }
    if (next == Next::kQuiet || IndexingIsOverdue()) IndexSome();
  }
}

// Quiet is only told while there is something to do in it.
GroupCommit::Next GroupCommit::Wait() {
  const bool idle = writer_ == nullptr || writer_->not_indexed() == 0;
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || !waiting_.empty(); };
  if (idle) {
    wanted_.wait(lock, wanted);
  } else if (!wanted_.wait_until(lock, std::max(wrote_at_ + kQuiet, may_index_at_), wanted)) {
    return Next::kQuiet;
  }
  return waiting_.empty() ? Next::kEnd : Next::kJobs;
}

void GroupCommit::Do(std::vector<Job> jobs) {
  Results results = Commit(jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].done(std::move(results[i]));
}

std::vector<GroupCommit::Job> GroupCommit::Take() {
  const std::lock_guard lock(mutex_);
  std::size_t rows = 0;
  auto end = waiting_.begin();
  while (end != waiting_.end() && rows < kMaxRowsPerCommit) rows += (end++)->rows;
  std::vector<Job> jobs(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return jobs;
}

GroupCommit::Results GroupCommit::Commit(std::vector<Job>& jobs) {
  base::Error error;
  try {
    return Write(jobs);
  } catch (const Failure& failure) {
    error = failure.RuntimeError();
  } catch (const std::exception& exception) {  // no memory
    error = {.code = base::ErrorCode::kInternal, .message = exception.what()};
  }
  writer_.reset();  // rolls back; the next commit begins with a fresh connection
  base::Log(base::LogLevel::kError, "commit_failed",
            {{"writes", static_cast<std::int64_t>(jobs.size())}, {"error", error.message}});
  return Results(jobs.size(), base::Fail(error));
}

GroupCommit::Results GroupCommit::Write(std::vector<Job>& jobs) {
  const RecentChanges::Era era = recent_.era();
  Writer& writer = OpenWriter();
  Results results;
  results.reserve(jobs.size());
  writer.Begin();
  for (Job& job : jobs) results.push_back(job.work(writer));
  writer.Commit();
  recent_.Append(era, writer.TakeChanges());
  listener_.committed(writer.last_sequence());
  return results;
}

Writer& GroupCommit::OpenWriter() {
  // What is written to a file that nobody can find any more would be acknowledged and lost.
  if (writer_ != nullptr && writer_->connection().HasMoved()) {
    writer_.reset();
    listener_.replaced();
  }
  if (writer_ == nullptr) {
    if (auto there = ProvideFile(file_, OpenMode::kExisting); !there) throw Failure(there.error());
    writer_ = std::make_unique<Writer>(file_, kept_changes_);
  }
  return *writer_;
}

bool GroupCommit::IndexingIsOverdue() const {
  return writer_ != nullptr && writer_->not_indexed() > kManyNotIndexed &&
         std::chrono::steady_clock::now() >= may_index_at_;
}

void GroupCommit::IndexSome() {
  const auto begin = std::chrono::steady_clock::now();
  try {
    OpenWriter().IndexSome(kIndexedInOnePiece);
  } catch (const Failure& failure) {
    writer_.reset();  // lists go on sorting what is not indexed
    base::Log(base::LogLevel::kWarning, "indexing_failed", {{"error", failure.error().message}});
  }
  const auto end = std::chrono::steady_clock::now();
  may_index_at_ = end + (end - begin) * (kShareOfIndexing - 1);
}

void GroupCommit::KeepLogShort() {
  if (writer_ == nullptr) return;
  const Connection& connection = writer_->connection();
  try {
    if (checkpointer_.TakeFinished()) {
      (void)connection.Checkpoint();
      // The next commit starts the log again, unless somebody is still reading an old part of it:
      // then it grows for a while before it is worth another try.
      checkpoint_at_ = connection.log_frames() + kLongLogFrames / 4;
    }
  } catch (const Failure& failure) {
    base::Log(base::LogLevel::kWarning, "checkpoint_failed", {{"error", failure.error().message}});
  }
  if (connection.log_frames() < kLongLogFrames) checkpoint_at_ = kLongLogFrames;
  if (connection.log_frames() >= checkpoint_at_) checkpointer_.Want();
}

}  // namespace namesake::storage::sqlite
