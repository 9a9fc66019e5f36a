// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/writer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/random.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/directory_table.h"
#include "storage/postgres/draft.h"
#include "storage/postgres/draft_rows.h"
#include "storage/postgres/failure.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"

namespace namesake::storage::postgres {
namespace {

// How long a writer waits for its turn behind those of other nodes, one of which may be importing.
constexpr std::chrono::seconds kTurn{30};

// After a failover without synchronous replication the new primary may lack the feed's last
// numbers, which others have read already. It goes on this far behind, and who stands in between
// loads everything anew.
constexpr std::uint64_t kGap = 1'000'000;

// Statements of a writer find their rows by key and name few of them. Plans made while a table was
// small must not outlive that. What is switched off is priced as if it cost the world, so it takes
// the session's jit = off, too.
constexpr std::string_view kPlanning =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET plan_cache_mode = force_generic_plan";

// An acknowledged write is on the disk, whatever the database's default is; what waits for standbys
// as well is left as it is.
constexpr std::string_view kDurable =
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')";

std::int64_t NewBatch() {
  std::array<std::uint8_t, sizeof(std::int64_t)> octets{};
  base::FillRandom(octets);
  std::int64_t batch = 0;
  std::memcpy(&batch, octets.data(), sizeof batch);
  return batch;
}

// Engines that speak the protocol but have no such log have no such failover either.
std::int64_t TimelineOf(Connection& connection) {
  try {
    Rows rows = connection.Run(kTimeline);
    return rows.Next() ? rows.Integer(0) : 0;
  } catch (const Failure& failure) {
    if (failure.IsLost() || failure.IsPassing()) throw;
    return 0;
  }
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::uint64_t kept_changes)
    : connection_(std::move(connection)), kept_changes_(std::max<std::uint64_t>(kept_changes, 1)) {
  connection_->Execute(kPlanning);
  connection_->Execute(kDurable);
  timeline_ = TimelineOf(*connection_);
}

void Writer::SendBegin() {
  connection_->Send(kBeginBatch);
  connection_->RequestAnswers();  // says that the server is alive while the turn is waited for
  connection_->Send(kLockHead);
}

Writer::Head Writer::ReceiveBegin() {
  connection_->Skip();
  Rows rows = connection_->Receive(kTurn);
  if (!rows.Next()) {
    throw Failure({.code = base::ErrorCode::kInternal, .message = "postgresql: no feed_head"});
  }
  return {.first = static_cast<std::uint64_t>(rows.Integer(0)),
          .last = static_cast<std::uint64_t>(rows.Integer(1)),
          .timeline = rows.Integer(2),
          .gap_begin = static_cast<std::uint64_t>(rows.Integer(3)),
          .gap_end = static_cast<std::uint64_t>(rows.Integer(4))};
}

void Writer::MindTimeline(Head& head) const {
  if (head.timeline != 0 && head.timeline != timeline_) {
    head.gap_begin = head.last;
    head.gap_end = head.last + kGap;
    head.last = head.gap_end;
  }
  head.timeline = timeline_;
}

void Writer::Commit(std::span<const registry::Write* const> writes, Done& done) {
  const RowFetch fetch(writes);
  SendBegin();
  fetch.Send(*connection_);
  connection_->Flush();
  Head head = ReceiveBegin();
  MindTimeline(head);
  Draft draft(head.last);
  fetch.Receive(*connection_, draft);
  connection_->Finish();

  done.results.reserve(writes.size());
  for (const registry::Write* write : writes) done.results.push_back(draft.Apply(*write));
  done.last = draft.last();
  done.changes = draft.Changes();
  Finish(head, draft);
}

void Writer::Commit(const Administration& change, Done& done) {
  SendBegin();
  connection_->Flush();
  Head head = ReceiveBegin();
  connection_->Finish();
  MindTimeline(head);
  Draft draft(head.last);
  DirectoryTable directory(*connection_, draft);
  if (auto changed = change(directory); !changed) {
    done.results.push_back(base::Fail(changed.error()));
    return Rollback();
  }
  done.results.push_back(
      registry::Committed{.sequence = draft.last(), .replayed_answer = std::nullopt});
  done.last = draft.last();
  done.changes = draft.Changes();
  Finish(head, draft);
}

// The numbers of a gap are nobody's.
std::uint64_t Writer::OldestToKeep(const Head& head) const {
  const std::uint64_t gap = head.gap_end - head.gap_begin;
  if (head.last < kept_changes_) return head.first;
  std::uint64_t oldest = head.last - kept_changes_ + 1;
  if (gap > 0 && oldest <= head.gap_end) oldest -= std::min(oldest, gap);
  if (gap > 0 && oldest > head.gap_begin && oldest <= head.gap_end) oldest = head.gap_end + 1;
  return std::max(oldest, head.first);
}

void Writer::Rollback() {
  connection_->Send(kRollback);
  connection_->Flush();
  connection_->Skip();
  connection_->Finish();
}

void Writer::Finish(Head head, const Draft& draft) {
  if (draft.empty()) return Rollback();
  const std::int64_t batch = NewBatch();
  head.last = draft.last();
  int owed = SendRows(*connection_, draft, batch);
  // At most twice as many as were added: the feed shrinks to its size without any transaction
  // paying for what many others have written.
  const std::uint64_t most = head.first + 2 * (draft.last() - draft.began_at());
  if (const std::uint64_t first = std::min(OldestToKeep(head), most); first > head.first) {
    head.first = first;
    connection_->Send(kPurgeChanges, static_cast<std::int64_t>(head.first));
    ++owed;
  }
  connection_->Send(kWriteHead, static_cast<std::int64_t>(head.first),
                    static_cast<std::int64_t>(head.last), head.timeline,
                    static_cast<std::int64_t>(head.gap_begin),
                    static_cast<std::int64_t>(head.gap_end));
  connection_->Send(kNotify, std::to_string(head.last));
  owed += 2;
  // From here on the server may commit without our hearing of it.
  const auto uncertain = [&](const base::Error& error) {
    return Uncertain(error, draft.began_at() + 1, batch);
  };
  (void)connection_->TakeWarnings();
  connection_->Send(kCommit);
  try {
    connection_->Flush();
    for (; owed > 0; --owed) connection_->Skip();
    const bool committed = connection_->Receive().command() == "COMMIT";
    connection_->Finish();
    if (!committed) throw Failure::Lost("the transaction was rolled back");
  } catch (const Failure& failure) {
    if (!failure.IsLost()) throw;  // refused, so rolled back
    throw uncertain(failure.error());
  }
  // "canceling wait for synchronous replication": it may be on this machine alone.
  if (connection_->TakeWarnings() > 0) {
    throw uncertain({.code = base::ErrorCode::kUnavailable,
                     .message = "postgresql: the commit may not be replicated"});
  }
}

bool Writer::Happened(std::uint64_t sequence, std::int64_t batch) {
  SendBegin();
  connection_->Send(kHasBatch, static_cast<std::int64_t>(sequence), batch);
  connection_->Flush();
  (void)ReceiveBegin();
  const bool happened = connection_->Receive().count() > 0;
  connection_->Finish();
  if (!happened) {
    Rollback();
    return false;
  }
  // That it can be read says that it was committed. That a commit after it is confirmed says that
  // it is wherever a commit has to be.
  (void)connection_->TakeWarnings();
  connection_->Send(kTouchHead);
  connection_->Send(kCommit);
  connection_->Flush();
  connection_->Skip();
  connection_->Skip();
  connection_->Finish();
  if (connection_->TakeWarnings() > 0) throw Failure::Lost("the commit may not be replicated");
  return true;
}

}  // namespace namesake::storage::postgres
