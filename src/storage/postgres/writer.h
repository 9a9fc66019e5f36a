// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "registry/store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/draft.h"

namespace namesake::storage::postgres {

class DirectoryTable;

// A commit whose answer was lost: whether it happened has to be found out. Thrown instead of
// Failure, which says that nothing was changed.
class Uncertain : public std::exception {
 public:
  Uncertain(base::Error error, std::uint64_t sequence, std::int64_t batch)
      : error_(std::move(error)), sequence_(sequence), batch_(batch) {}
  [[nodiscard]] const base::Error& error() const noexcept { return error_; }
  [[nodiscard]] std::uint64_t sequence() const noexcept { return sequence_; }  // its first change's
  [[nodiscard]] std::int64_t batch() const noexcept { return batch_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }

 private:
  base::Error error_;
  std::uint64_t sequence_;
  std::int64_t batch_;
};

// The writing half of the store over one connection. Used by one thread at a time. After a Failure
// or an Uncertain, throw the writer away.
class Writer {
 public:
  // Of the newest changes at least `kept_changes` can be read.
  Writer(std::unique_ptr<Connection> connection, std::uint64_t kept_changes);

  // What became of each write, and the feed after them.
  struct Done {
    std::vector<base::Expected<registry::Committed>> results;
    std::uint64_t last = 0;
    std::vector<registry::Change> changes;  // Draft::Changes
  };

  // Carries all of them out in one transaction, which is durable when this returns. When it throws
  // Uncertain, `done` says what was done if it was.
  void Commit(std::span<const registry::Write* const> writes, Done& done);

  // The same for a change of accounts, domains or credentials; an error of it changes nothing.
  using Administration = std::function<base::Status(DirectoryTable&)>;
  void Commit(const Administration& change, Done& done);

  // On a connection made after an Uncertain: waits until the transaction in question has ended, one
  // way or the other. True: it was committed, and is as durable as any commit now.
  [[nodiscard]] bool Happened(std::uint64_t sequence, std::int64_t batch);

 private:
  // feed_head.
  struct Head {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::int64_t timeline = 0;
    std::uint64_t gap_begin = 0;
    std::uint64_t gap_end = 0;
  };

  void SendBegin();
  [[nodiscard]] Head ReceiveBegin();
  void MindTimeline(Head& head) const;
  [[nodiscard]] std::uint64_t OldestToKeep(const Head& head) const;
  void Finish(Head head, const Draft& draft);
  void Rollback();

  std::unique_ptr<Connection> connection_;
  const std::uint64_t kept_changes_;
  std::int64_t timeline_ = 0;
};

}  // namespace namesake::storage::postgres
