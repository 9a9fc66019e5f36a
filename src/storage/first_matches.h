// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/entry.h"
#include "registry/store.h"

namespace namesake::storage {

// Of any number of entries, seen in any order, those that come first in a list: a search keeps no
// more of its matches than the page needs.
class FirstMatches {
 public:
  FirstMatches(registry::EntryOrder order, registry::Direction direction, std::uint64_t count)
      : order_(order), direction_(direction), count_(count) {}

  void Add(const registry::Entry& entry);

  [[nodiscard]] std::vector<base::Uuid> InOrder() &&;

 private:
  struct Match {
    std::string text;  // of an order by text
    base::Time time;   // of an order by time
    base::Uuid id;
  };
  [[nodiscard]] bool ComesBefore(const Match& a, const Match& b) const;

  registry::EntryOrder order_;
  registry::Direction direction_;
  std::uint64_t count_;
  std::vector<Match> heap_;  // the last in order on top
};

}  // namespace namesake::storage
