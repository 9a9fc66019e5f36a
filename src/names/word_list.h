// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace namesake::names {

// The words of a text in which single blanks separate them, as the tables are written. A view: the
// text must outlive it.
//
//   for (const std::string_view word : WordList("dr prof"))   "dr", then "prof"
class WordList {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::string_view;

    constexpr Iterator() = default;
    constexpr explicit Iterator(std::string_view rest) : rest_(rest), word_(FirstOf(rest)) {}

    constexpr std::string_view operator*() const noexcept { return word_; }

    constexpr Iterator& operator++() noexcept {
      rest_.remove_prefix(word_.size() == rest_.size() ? word_.size() : word_.size() + 1);
      word_ = FirstOf(rest_);
      return *this;
    }
    constexpr void operator++(int) noexcept { ++*this; }

    friend constexpr bool operator==(const Iterator& a, const Iterator& b) noexcept {
      return a.rest_.size() == b.rest_.size();
    }

   private:
    static constexpr std::string_view FirstOf(std::string_view text) noexcept {
      return text.substr(0, text.find(' '));
    }

    std::string_view rest_;
    std::string_view word_;
  };

  constexpr explicit WordList(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] constexpr Iterator begin() const noexcept { return Iterator(text_); }
  [[nodiscard]] constexpr Iterator end() const noexcept { return {}; }

  [[nodiscard]] constexpr std::size_t size() const noexcept {
    std::size_t count = 0;
    for (Iterator word = begin(); word != end(); ++word) ++count;
    return count;
  }

 private:
  std::string_view text_;
};

}  // namespace namesake::names
