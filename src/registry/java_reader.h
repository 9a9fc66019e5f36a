// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/pattern.h"

// The characters of a pattern as java.util.regex.Pattern takes them. Private to this folder.
namespace namesake::registry::java {

enum class Comments {
  kAreText,
  kSkipped,           // (?x): white space and # to the end of the line
  kSkippedUnixLines,  // (?xd): only \n ends the line
};

// A cursor over the code points of a pattern, after \Q...\E is replaced by escaped characters, as
// Java does before everything else. At the end it reads U+0000 for ever, so a loop has to ask
// AtEnd when it meets one. The first fault is kept and ends the pattern, so whoever reads on after
// one comes to an end soon. Not safe from several threads.
class Reader {
 public:
  // REQUIRES: `pattern` is well-formed UTF-8.
  explicit Reader(std::string_view pattern);

  void Fail(std::string message, std::size_t cursor);
  // The same at the character that was read last.
  void Fail(std::string message) { Fail(std::move(message), cursor_ == 0 ? 0 : cursor_ - 1); }
  [[nodiscard]] const std::optional<PatternError>& fault() const noexcept { return fault_; }

  void set_comments(Comments comments) noexcept { comments_ = comments; }

  // The character at the cursor, which moves over comments first.
  [[nodiscard]] char32_t Peek() noexcept;
  // Moves on by one character, then Peek.
  char32_t Next() noexcept;
  // Takes the character at the cursor, or the first one behind the comments.
  char32_t Read() noexcept;

  // The same without regard to comments: what stands behind a backslash is never one.
  [[nodiscard]] char32_t RawPeek(std::size_t ahead = 0) const noexcept {
    return At(cursor_ + ahead);
  }
  [[nodiscard]] char32_t Previous() const noexcept { return cursor_ == 0 ? 0 : At(cursor_ - 1); }
  char32_t RawRead() noexcept;
  void Skip(std::size_t count) noexcept { cursor_ += count; }
  void Unread() noexcept { --cursor_; }

  // At or beyond the end of the pattern.
  [[nodiscard]] bool AtEnd() const noexcept { return cursor_ >= units_.size(); }
  [[nodiscard]] std::size_t cursor() const noexcept { return cursor_; }
  void set_cursor(std::size_t cursor) noexcept { cursor_ = cursor; }
  // The characters from `first` to before `last`, as UTF-8.
  [[nodiscard]] std::string Text(std::size_t first, std::size_t last) const;

 private:
  struct Unit {
    char32_t code_point;
    std::size_t offset;
  };

  [[nodiscard]] char32_t At(std::size_t index) const noexcept {
    return index < units_.size() ? units_[index].code_point : 0;
  }
  // Where the character at `cursor` stands in the pattern, in code points.
  [[nodiscard]] std::size_t Offset(std::size_t cursor) const noexcept;
  [[nodiscard]] bool EndsComment(char32_t c) const noexcept;
  void ReplaceQuotes(const std::vector<Unit>& source);

  std::vector<Unit> units_;
  std::size_t length_ = 0;  // of the pattern, in code points
  std::size_t cursor_ = 0;
  Comments comments_ = Comments::kAreText;
  std::optional<PatternError> fault_;
};

[[nodiscard]] constexpr bool IsAsciiLetter(char32_t c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

[[nodiscard]] constexpr bool IsAsciiDigit(char32_t c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace namesake::registry::java
