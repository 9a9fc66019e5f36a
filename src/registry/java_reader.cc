// SPDX-License-Identifier: Apache-2.0
#include "registry/java_reader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/pattern.h"
#include "text/utf8.h"

namespace namesake::registry::java {
namespace {

constexpr bool IsAsciiSpace(char32_t c) noexcept { return c == ' ' || (c >= 0x09 && c <= 0x0D); }

}  // namespace

Reader::Reader(std::string_view pattern) {
  std::vector<Unit> source;
  source.reserve(pattern.size());
  while (!pattern.empty()) source.push_back({text::TakeCodePoint(pattern), source.size()});
  length_ = source.size();
  ReplaceQuotes(source);
}

// Letters and everything beyond ASCII stand for themselves; the rest gets a backslash. A digit at
// the beginning becomes \x3n, so that it does not continue an escape before the quote.
void Reader::ReplaceQuotes(const std::vector<Unit>& source) {
  enum class Place { kOutside, kQuoteStart, kInside };
  Place place = Place::kOutside;
  const auto push = [this](char32_t c, std::size_t offset) { units_.push_back({c, offset}); };
  for (std::size_t i = 0; i < source.size(); ++i) {
    const auto [c, offset] = source[i];
    const char32_t following = i + 1 < source.size() ? source[i + 1].code_point : 0;
    if (place == Place::kOutside) {
      if (c == '\\' && following == 'Q') {
        place = Place::kQuoteStart;
        ++i;
        continue;
      }
      push(c, offset);
      if (c == '\\' && i + 1 < source.size()) push(following, source[++i].offset);
      continue;
    }
    if (c == '\\' && following == 'E') {
      place = Place::kOutside;
      ++i;
      continue;
    }
    if (IsAsciiDigit(c)) {
      if (place == Place::kQuoteStart) {
        for (const char32_t escape : {U'\\', U'x', U'3'}) push(escape, offset);
      }
    } else if (c < 0x80 && !IsAsciiLetter(c)) {
      push('\\', offset);
    }
    push(c, offset);
    place = Place::kInside;
  }
}

void Reader::Fail(std::string message, std::size_t cursor) {
  if (!fault_) fault_ = PatternError{std::move(message), Offset(cursor)};
  cursor_ = units_.size();
}

std::string Reader::Text(std::size_t first, std::size_t last) const {
  std::string text;
  for (std::size_t i = first; i < std::min(last, units_.size()); ++i) {
    text::AppendUtf8(text, units_[i].code_point);
  }
  return text;
}

std::size_t Reader::Offset(std::size_t cursor) const noexcept {
  return cursor < units_.size() ? units_[cursor].offset : length_;
}

bool Reader::EndsComment(char32_t c) const noexcept {
  if (c == 0 || c == '\n') return true;  // a NUL ends it in Java too
  if (comments_ == Comments::kSkippedUnixLines) return false;
  return c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

char32_t Reader::Peek() noexcept {
  if (comments_ == Comments::kAreText) return RawPeek();
  for (;;) {
    while (IsAsciiSpace(RawPeek())) ++cursor_;
    if (RawPeek() != '#') return RawPeek();
    while (!EndsComment(RawPeek())) ++cursor_;
  }
}

char32_t Reader::Next() noexcept {
  ++cursor_;
  return Peek();
}

char32_t Reader::RawRead() noexcept {
  const char32_t c = RawPeek();
  ++cursor_;
  return c;
}

char32_t Reader::Read() noexcept {
  if (comments_ == Comments::kAreText) return RawRead();
  static_cast<void>(Peek());  // moves over comments
  return RawRead();
}

}  // namespace namesake::registry::java
