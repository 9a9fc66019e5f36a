// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/group_commit.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/pool.h"
#include "storage/postgres/writer.h"
#include "storage/recent_changes.h"

namespace namesake::storage::postgres {
namespace {

using base::ErrorCode;
using registry::Committed;
using std::chrono::milliseconds;

// Bounds how long the first of many waits for the last of them: some ten milliseconds.
constexpr std::size_t kMaxRowsPerCommit = 1024;

// The connection may have been cut since its last use, and the one after it may lead to a server
// that is just going down.
constexpr int kAttempts = 3;

// How long a caller is kept in uncertainty until it is told so.
constexpr std::chrono::seconds kFindingOut{10};
constexpr milliseconds kPauseOfFindingOut{50};

std::size_t RowsOf(const registry::Write& write) {
  if (const auto* create = std::get_if<registry::CreateEntries>(&write.action)) {
    return std::max<std::size_t>(create->entries.size(), 1);
  }
  if (const auto* change = std::get_if<registry::ChangePolicies>(&write.action)) {
    return std::max<std::size_t>(change->size(), 1);
  }
  return 1;
}

}  // namespace

GroupCommit::GroupCommit(Connector& connector, std::uint64_t kept_changes, RecentChanges& recent,
                         Committed committed)
    : connector_(connector),
      kept_changes_(kept_changes),
      recent_(recent),
      committed_(std::move(committed)),
      thread_([this] { Run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  thread_.join();
}

void GroupCommit::Submit(registry::Write write, registry::CommitCallback done) {
  Enqueue({.write = std::move(write), .change = {}, .done = std::move(done)});
}

void GroupCommit::Submit(Writer::Administration change, registry::CommitCallback done) {
  Enqueue({.write = std::nullopt, .change = std::move(change), .done = std::move(done)});
}

void GroupCommit::Enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  wanted_.notify_one();
}

void GroupCommit::Run() {
  for (std::vector<Job> jobs = Take(); !jobs.empty(); jobs = Take()) {
    Results results = Commit(jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].done(std::move(results[i]));
  }
}

// As many writes as share a transaction, or one piece of administration; nothing at the end.
std::vector<GroupCommit::Job> GroupCommit::Take() {
  std::unique_lock lock(mutex_);
  wanted_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  std::size_t rows = 0;
  auto end = waiting_.begin();
  while (end != waiting_.end() && end->write && rows < kMaxRowsPerCommit) {
    rows += RowsOf(*(end++)->write);
  }
  if (end == waiting_.begin() && end != waiting_.end()) ++end;
  std::vector<Job> jobs(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return jobs;
}

GroupCommit::Results GroupCommit::Commit(std::span<const Job> jobs) {
  Results results = CommitTogether(jobs);
  // The server refuses something that it should not have been given. It concerns one of them.
  const bool refused = std::all_of(results.begin(), results.end(), [](const auto& result) {
    return !result && result.error().code == ErrorCode::kInternal;
  });
  if (!refused || jobs.size() == 1) return results;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    results[i] = std::move(CommitTogether(jobs.subspan(i, 1)).front());
  }
  return results;
}

GroupCommit::Results GroupCommit::CommitTogether(std::span<const Job> jobs) {
  base::Error error;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Writer::Done done;
    try {
      Writer& writer = OpenWriter();
      const RecentChanges::Era era = recent_.era();
      Try(writer, jobs, done);
      recent_.Append(era, std::move(done.changes));
      if (done.last > 0) committed_(done.last);
      return std::move(done.results);
    } catch (const Failure& failure) {
      writer_.reset();  // rolls back
      error = failure.RuntimeError();
      if (!failure.IsPassing()) break;
    } catch (const Uncertain& uncertain) {
      writer_.reset();
      error = {.code = ErrorCode::kTimeout,
               .message = uncertain.error().message +
                          " while committing, and it could not be found out whether it was done"};
      break;
    } catch (const std::exception& exception) {  // no memory
      writer_.reset();
      error = {.code = ErrorCode::kInternal, .message = exception.what()};
      break;
    }
  }
  base::Log(base::LogLevel::kError, "commit_failed",
            {{"writes", static_cast<std::int64_t>(jobs.size())}, {"error", error.message}});
  return Results(jobs.size(), base::Fail(error));
}

// Throws Failure when nothing was changed, Uncertain when that could not be found out.
void GroupCommit::Try(Writer& writer, std::span<const Job> jobs, Writer::Done& done) {
  try {
    if (!jobs.front().write) return writer.Commit(jobs.front().change, done);
    std::vector<const registry::Write*> writes;
    writes.reserve(jobs.size());
    for (const Job& job : jobs) writes.push_back(&*job.write);
    writer.Commit(writes, done);
  } catch (const Uncertain& uncertain) {
    const std::optional<bool> happened = FindOut(uncertain);
    base::Log(base::LogLevel::kWarning, "commit_uncertain",
              {{"error", uncertain.error().message},
               {"outcome", !happened   ? std::string_view("unknown")
                           : *happened ? std::string_view("committed")
                                       : std::string_view("not committed")}});
    if (!happened) throw;
    if (!*happened) throw Failure::Lost("the connection was lost before the commit");
  }
}

std::optional<bool> GroupCommit::FindOut(const Uncertain& uncertain) {
  const auto deadline = std::chrono::steady_clock::now() + kFindingOut;
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      writer_.reset();
      return OpenWriter().Happened(uncertain.sequence(), uncertain.batch());
    } catch (const Failure&) {
      // Not there yet, or no primary yet.
      std::this_thread::sleep_for(kPauseOfFindingOut);
    }
  }
  return std::nullopt;
}

Writer& GroupCommit::OpenWriter() {
  if (writer_ == nullptr) {
    writer_ =
        std::make_unique<Writer>(connector_.Connect(Connection::Use::kWriting), kept_changes_);
    recent_.Clear();  // another server, perhaps, which has less
  }
  return *writer_;
}

}  // namespace namesake::storage::postgres
