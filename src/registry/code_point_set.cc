// SPDX-License-Identifier: Apache-2.0
#include "registry/code_point_set.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace namesake::registry {

namespace {

bool Before(const CodePointRange& a, const CodePointRange& b) noexcept { return a.first < b.first; }

}  // namespace

CodePointSet::CodePointSet(std::vector<CodePointRange> ranges) : ranges_(std::move(ranges)) {
  std::sort(ranges_.begin(), ranges_.end(), Before);
  Join();
}

void CodePointSet::Join() {
  if (ranges_.empty()) return;
  auto kept = ranges_.begin();
  for (auto next = kept + 1; next != ranges_.end(); ++next) {
    if (next->first <= kept->last + 1) {
      kept->last = std::max(kept->last, next->last);
    } else {
      *++kept = *next;
    }
  }
  ranges_.erase(kept + 1, ranges_.end());
}

bool CodePointSet::Contains(char32_t code_point) const noexcept {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](char32_t c, const auto& range) { return c < range.first; });
  return after != ranges_.begin() && code_point <= std::prev(after)->last;
}

CodePointSet CodePointSet::Complement() const {
  CodePointSet result;
  result.ranges_.reserve(ranges_.size() + 1);
  char32_t from = 0;
  for (const CodePointRange& range : ranges_) {
    if (from < range.first) result.ranges_.push_back({from, range.first - 1});
    from = range.last + 1;
  }
  if (from <= kMaxCodePoint) result.ranges_.push_back({from, kMaxCodePoint});
  return result;
}

CodePointSet CodePointSet::Union(const CodePointSet& other) const {
  std::vector<CodePointRange> all;
  all.reserve(ranges_.size() + other.ranges_.size());
  std::merge(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end(),
             std::back_inserter(all), Before);
  CodePointSet result;
  result.ranges_ = std::move(all);
  result.Join();
  return result;
}

CodePointSet CodePointSet::Intersection(const CodePointSet& other) const {
  CodePointSet result;
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() && b != other.ranges_.end()) {
    const char32_t first = std::max(a->first, b->first);
    const char32_t last = std::min(a->last, b->last);
    if (first <= last) result.ranges_.push_back({first, last});
    if (a->last < b->last) {
      ++a;
    } else {
      ++b;
    }
  }
  return result;
}

CodePointSet CodePointSet::Minus(const CodePointSet& other) const {
  return Intersection(other.Complement());
}

}  // namespace namesake::registry
