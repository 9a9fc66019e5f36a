// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

// Sets of code points, in which character classes are computed. Private to this folder.
namespace namesake::registry {

inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

struct CodePointRange {
  char32_t first;
  char32_t last;  // included

  friend bool operator==(const CodePointRange&, const CodePointRange&) = default;
};

// An immutable set of code points: ranges in rising order that neither overlap nor touch.
class CodePointSet {
 public:
  CodePointSet() = default;
  CodePointSet(std::initializer_list<CodePointRange> ranges)
      : CodePointSet(std::vector<CodePointRange>(ranges)) {}
  // Ranges in any order, overlapping or not; first <= last in each.
  explicit CodePointSet(std::vector<CodePointRange> ranges);

  [[nodiscard]] static CodePointSet All() { return {{0, kMaxCodePoint}}; }

  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }
  [[nodiscard]] const std::vector<CodePointRange>& ranges() const noexcept { return ranges_; }
  [[nodiscard]] bool Contains(char32_t code_point) const noexcept;

  [[nodiscard]] CodePointSet Complement() const;
  [[nodiscard]] CodePointSet Union(const CodePointSet& other) const;
  [[nodiscard]] CodePointSet Intersection(const CodePointSet& other) const;
  [[nodiscard]] CodePointSet Minus(const CodePointSet& other) const;

  friend bool operator==(const CodePointSet&, const CodePointSet&) = default;

 private:
  void Join();  // makes sorted ranges neither overlap nor touch

  std::vector<CodePointRange> ranges_;
};

// Sets are shared: a property such as \p{L} has hundreds of ranges and occurs in many patterns.
using SharedSet = std::shared_ptr<const CodePointSet>;

[[nodiscard]] inline SharedSet Share(CodePointSet set) {
  return std::make_shared<const CodePointSet>(std::move(set));
}

}  // namespace namesake::registry
