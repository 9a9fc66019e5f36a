// SPDX-License-Identifier: Apache-2.0
#include "report/tally.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace namesake::report {

void Tally::Add(std::string_view text, std::uint64_t count) {
  total_ += count;
  std::string key(text);
  if (counts_.size() >= kMaxTexts && !counts_.contains(key)) return;
  counts_[std::move(key)] += count;
}

void Tally::Merge(const Tally& other) {
  std::uint64_t kept = 0;
  for (const auto& [text, count] : other.counts_) {
    Add(text, count);
    kept += count;
  }
  total_ += other.total_ - kept;
}

std::vector<Tally::Row> Tally::Top(std::size_t rows) const {
  std::vector<Row> all;
  all.reserve(counts_.size());
  for (const auto& [text, count] : counts_) all.push_back({text, count});
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(rows, all.size()));
  std::partial_sort(all.begin(), end, all.end(), [](const Row& a, const Row& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  all.erase(end, all.end());
  return all;
}

}  // namespace namesake::report
