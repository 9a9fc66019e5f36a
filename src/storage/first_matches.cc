// SPDX-License-Identifier: Apache-2.0
#include "storage/first_matches.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage {

using registry::EntryOrder;

bool FirstMatches::ComesBefore(const Match& a, const Match& b) const {
  const Match& first = direction_ == registry::Direction::kAscending ? a : b;
  const Match& second = direction_ == registry::Direction::kAscending ? b : a;
  return std::tie(first.time, first.text, first.id) < std::tie(second.time, second.text, second.id);
}

void FirstMatches::Add(const registry::Entry& entry) {
  const auto order = [this](const Match& a, const Match& b) { return ComesBefore(a, b); };
  Match match;
  match.id = entry.id;
  if (order_ == EntryOrder::kCreatedAt) match.time = entry.created_at;
  if (order_ == EntryOrder::kName) match.text = entry.name;
  if (order_ == EntryOrder::kEmail) match.text = entry.email;
  if (heap_.size() == count_) {
    if (heap_.empty() || !ComesBefore(match, heap_.front())) return;
    std::pop_heap(heap_.begin(), heap_.end(), order);
    heap_.pop_back();
  }
  heap_.push_back(std::move(match));
  std::push_heap(heap_.begin(), heap_.end(), order);
}

std::vector<base::Uuid> FirstMatches::InOrder() && {
  std::sort_heap(heap_.begin(), heap_.end(),
                 [this](const Match& a, const Match& b) { return ComesBefore(a, b); });
  std::vector<base::Uuid> ids;
  ids.reserve(heap_.size());
  for (const Match& match : heap_) ids.push_back(match.id);
  return ids;
}

}  // namespace namesake::storage
