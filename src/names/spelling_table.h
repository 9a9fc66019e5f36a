// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

#include "names/word_index.h"
#include "names/word_list.h"

namespace namesake::names {

// A word in its own script, and how it is written in Latin letters, the most usual first.
struct SpellingRow {
  std::string_view word;
  std::string_view spellings;  // separated by blanks
};

consteval bool IsSortedAndUnique(std::span<const SpellingRow> rows) {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i - 1].word >= rows[i].word) return false;
  }
  return true;
}

// A table of such rows, indexed in every direction when the program is compiled. What is returned
// lives as long as the program.
template <const auto& kRows>
class SpellingTable {
 public:
  // The spellings of the word, the most usual first; none when the word is not in the table.
  [[nodiscard]] static std::span<const std::string_view> SpellingsOf(
      std::string_view word) noexcept {
    const std::uint16_t row = kWords.Find(word);
    if (row == kNoWord) return {};
    return kSpellings.Group(row);
  }

  // The words that are spelled so, those first of which it is the more usual spelling.
  [[nodiscard]] static std::span<const std::string_view> WordsOf(
      std::string_view spelling) noexcept {
    const std::uint16_t number = kDistinct.Find(spelling);
    if (number == kNoWord) return {};
    return kWordsOfSpelling.Group(number);
  }

  // All spellings of all words that are spelled so, itself among them.
  [[nodiscard]] static std::span<const std::string_view> AlikeOf(
      std::string_view spelling) noexcept {
    const std::uint16_t number = kDistinct.Find(spelling);
    if (number == kNoWord) return {};
    return kAlike.Group(number);
  }

 private:
  static constexpr std::size_t kRowCount = std::size(kRows);

  template <std::size_t kGroups, std::size_t kTotal>
  struct Groups {
    std::array<std::uint32_t, kGroups + 1> first{};
    std::array<std::string_view, kTotal> items{};

    [[nodiscard]] constexpr std::span<const std::string_view> Group(
        std::size_t group) const noexcept {
      return std::span(items).subspan(first[group], first[group + 1] - first[group]);
    }
  };

  static consteval std::size_t CountLinks() {
    std::size_t count = 0;
    for (const SpellingRow& row : kRows) count += WordList(row.spellings).size();
    return count;
  }
  static constexpr std::size_t kLinkCount = CountLinks();

  static consteval WordIndex<kRowCount> IndexWords() {
    WordIndex<kRowCount> index;
    for (const SpellingRow& row : kRows) index.Add(row.word);
    return index;
  }

  static consteval WordIndex<kLinkCount> IndexSpellings() {
    WordIndex<kLinkCount> index;
    for (const SpellingRow& row : kRows) {
      for (const std::string_view spelling : WordList(row.spellings)) index.Add(spelling);
    }
    return index;
  }

  static constexpr WordIndex<kRowCount> kWords = IndexWords();
  static constexpr WordIndex<kLinkCount> kDistinct = IndexSpellings();
  static constexpr std::size_t kDistinctCount = kDistinct.size();

  // A word spelled so, and at which place of its row.
  struct Link {
    std::uint16_t row = 0;
    std::uint16_t place = 0;
  };
  struct Links {
    std::array<std::uint32_t, kDistinctCount + 1> first{};
    std::array<Link, kLinkCount> items{};
  };

  static consteval Groups<kRowCount, kLinkCount> GroupSpellings() {
    Groups<kRowCount, kLinkCount> groups;
    std::uint32_t next = 0;
    for (std::size_t row = 0; row < kRowCount; ++row) {
      for (const std::string_view spelling : WordList(kRows[row].spellings)) {
        groups.items.at(next++) = spelling;
      }
      groups.first[row + 1] = next;
    }
    return groups;
  }
  static constexpr Groups<kRowCount, kLinkCount> kSpellings = GroupSpellings();

  static consteval Links LinkSpellings() {
    Links links;
    for (const std::string_view spelling : kSpellings.items) {
      ++links.first[kDistinct.Find(spelling) + 1U];
    }
    for (std::size_t i = 0; i < kDistinctCount; ++i) links.first[i + 1] += links.first[i];
    std::array<std::uint32_t, kDistinctCount + 1> next = links.first;
    for (std::size_t row = 0; row < kRowCount; ++row) {
      std::uint16_t place = 0;
      for (const std::string_view spelling : kSpellings.Group(row)) {
        links.items.at(next[kDistinct.Find(spelling)]++) = {static_cast<std::uint16_t>(row), place};
        ++place;
      }
    }
    for (std::size_t i = 0; i < kDistinctCount; ++i) {
      std::sort(
          links.items.begin() + links.first[i], links.items.begin() + links.first[i + 1],
          [](Link a, Link b) { return a.place != b.place ? a.place < b.place : a.row < b.row; });
    }
    return links;
  }
  static constexpr Links kLinks = LinkSpellings();

  static consteval Groups<kDistinctCount, kLinkCount> GroupWords() {
    Groups<kDistinctCount, kLinkCount> groups;
    groups.first = kLinks.first;
    for (std::size_t i = 0; i < kLinkCount; ++i) groups.items[i] = kRows[kLinks.items[i].row].word;
    return groups;
  }
  static constexpr Groups<kDistinctCount, kLinkCount> kWordsOfSpelling = GroupWords();

  // Calls `visit(spelling number, spelling)` for each spelling that shares a word with this one.
  template <typename Visit>
  static consteval void VisitAlike(Visit visit) {
    std::array<std::uint32_t, kDistinctCount> seen_by{};
    for (std::uint32_t number = 0; number < kDistinctCount; ++number) {
      for (std::uint32_t link = kLinks.first[number]; link < kLinks.first[number + 1]; ++link) {
        for (const std::string_view other : kSpellings.Group(kLinks.items[link].row)) {
          std::uint32_t& seen = seen_by[kDistinct.Find(other)];
          if (seen == number + 1) continue;
          seen = number + 1;
          visit(number, other);
        }
      }
    }
  }

  static consteval std::size_t CountAlike() {
    std::size_t count = 0;
    VisitAlike([&](std::uint32_t, std::string_view) { ++count; });
    return count;
  }

  template <std::size_t kTotal>
  static consteval Groups<kDistinctCount, kTotal> GroupAlike() {
    Groups<kDistinctCount, kTotal> groups;
    std::uint32_t next = 0;
    VisitAlike([&](std::uint32_t number, std::string_view other) {
      groups.items.at(next++) = other;
      groups.first[number + 1] = next;
    });
    return groups;
  }
  static constexpr auto kAlike = GroupAlike<CountAlike()>();
};

}  // namespace namesake::names
