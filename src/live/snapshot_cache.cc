// SPDX-License-Identifier: Apache-2.0
#include "live/snapshot_cache.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "registry/account.h"

namespace namesake::live {

SnapshotPointer SnapshotCache::Find(const registry::AccountId& account) {
  return state_.With([&](State& state) -> SnapshotPointer {
    const auto found = state.places.find(account);
    if (found == state.places.end()) return nullptr;
    state.line.splice(state.line.begin(), state.line, found->second);
    return found->second->loaded.snapshot;
  });
}

std::optional<Loaded> SnapshotCache::Peek(const registry::AccountId& account) const {
  return state_.With([&](const State& state) -> std::optional<Loaded> {
    const auto found = state.places.find(account);
    if (found == state.places.end()) return std::nullopt;
    return found->second->loaded;
  });
}

std::vector<registry::AccountId> SnapshotCache::Accounts() const {
  return state_.With([](const State& state) {
    std::vector<registry::AccountId> accounts;
    accounts.reserve(state.line.size());
    for (const Place& place : state.line) accounts.push_back(place.account);
    return accounts;
  });
}

CacheFigures SnapshotCache::figures() const {
  return state_.With([](const State& state) {
    return CacheFigures{
        .accounts = state.places.size(), .bytes = state.bytes, .evicted = state.evicted};
  });
}

void SnapshotCache::Put(const registry::AccountId& account, Loaded loaded) {
  Line gone;
  state_.With([&](State& state) {
    auto found = state.places.find(account);
    if (found == state.places.end()) {
      state.line.push_front({.account = account, .loaded = {}});
      found = state.places.emplace(account, state.line.begin()).first;
    }
    Set(state, *found->second, std::move(loaded), gone);
    Evict(state, gone);
  });
}

void SnapshotCache::Replace(const registry::AccountId& account, SnapshotPointer next) {
  Line gone;
  state_.With([&](State& state) {
    const auto found = state.places.find(account);
    if (found == state.places.end()) return;
    Loaded loaded = found->second->loaded;
    loaded.snapshot = std::move(next);
    Set(state, *found->second, std::move(loaded), gone);
    Evict(state, gone);
  });
}

void SnapshotCache::Set(State& state, Place& place, Loaded loaded, Line& gone) {
  const std::size_t bytes = loaded.snapshot->memory_bytes();
  state.bytes += bytes - place.bytes;
  place.bytes = bytes;
  gone.push_back(
      {.account = place.account, .loaded = std::exchange(place.loaded, std::move(loaded))});
}

void SnapshotCache::Evict(State& state, Line& gone) const {
  while (budget_bytes_ != 0 && state.bytes > budget_bytes_ && state.line.size() > 1) {
    state.bytes -= state.line.back().bytes;
    ++state.evicted;
    state.places.erase(state.line.back().account);
    gone.splice(gone.end(), state.line, std::prev(state.line.end()));
  }
}

}  // namespace namesake::live
