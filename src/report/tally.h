// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace namesake::report {

// How often each of many texts was seen. Who sends forged mail chooses some of the texts, so no
// more than kMaxTexts different ones are kept apart; what comes after them counts for nobody.
class Tally {
 public:
  static constexpr std::size_t kMaxTexts = 100'000;

  struct Row {
    std::string text;
    std::uint64_t count = 0;

    friend bool operator==(const Row&, const Row&) = default;
  };

  void Add(std::string_view text, std::uint64_t count = 1);
  void Merge(const Tally& other);

  // The most frequent ones, those seen equally often by name.
  [[nodiscard]] std::vector<Row> Top(std::size_t rows) const;
  [[nodiscard]] std::size_t size() const noexcept { return counts_.size(); }  // of different ones
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  std::unordered_map<std::string, std::uint64_t> counts_;
  std::uint64_t total_ = 0;
};

}  // namespace namesake::report
