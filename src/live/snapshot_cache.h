// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "detection/snapshot.h"
#include "registry/account.h"

namespace namesake::live {

using SnapshotPointer = std::shared_ptr<const detection::Snapshot>;

// A snapshot and the places in the feed up to which changes are in it.
struct Loaded {
  SnapshotPointer snapshot;
  std::uint64_t sequence = 0;         // when the entries were read
  std::uint64_t policy_sequence = 0;  // when the policies were
};

struct CacheFigures {
  std::size_t accounts = 0;
  std::size_t bytes = 0;      // of their snapshots, see Snapshot::memory_bytes
  std::uint64_t evicted = 0;  // since the start
};

// The snapshots in memory, within a budget: when they take more, those that nobody has asked for
// the longest go, but never the one asked for last, be it larger than the budget. Who holds a
// snapshot that went keeps it. Safe from several threads; no call takes longer than a look-up and
// freeing what goes.
class SnapshotCache {
 public:
  explicit SnapshotCache(std::size_t budget_bytes) : budget_bytes_(budget_bytes) {}  // 0: no limit

  // Asks for it; null when it is not there.
  [[nodiscard]] SnapshotPointer Find(const registry::AccountId& account);

  // Looks without asking.
  [[nodiscard]] std::optional<Loaded> Peek(const registry::AccountId& account) const;
  [[nodiscard]] std::vector<registry::AccountId> Accounts() const;
  [[nodiscard]] CacheFigures figures() const;

  // A new one counts as asked for; one that is there keeps its place in line.
  void Put(const registry::AccountId& account, Loaded loaded);

  // The next snapshot of an account, if that is still there.
  void Replace(const registry::AccountId& account, SnapshotPointer next);

 private:
  struct Place {
    registry::AccountId account;
    Loaded loaded;
    std::size_t bytes = 0;
  };
  using Line = std::list<Place>;  // the one asked for last is first

  struct State {
    Line line;
    std::unordered_map<registry::AccountId, Line::iterator> places;
    std::size_t bytes = 0;
    std::uint64_t evicted = 0;
  };

  // What goes is moved to `gone`, to be freed without the lock.
  static void Set(State& state, Place& place, Loaded loaded, Line& gone);
  void Evict(State& state, Line& gone) const;

  const std::size_t budget_bytes_;
  base::Guarded<State> state_;
};

}  // namespace namesake::live
