// SPDX-License-Identifier: Apache-2.0
#include "registry/java_shape.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "registry/java_syntax.h"

namespace namesake::registry::java {
namespace {

// Java adds lengths as 32-bit integers that wrap around, and takes a repetition whose sum falls
// below the length before it for one without a maximum.
constexpr std::int32_t Add(std::int32_t a, std::int32_t b) noexcept {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

constexpr std::int32_t Multiply(std::int32_t a, std::int32_t b) noexcept {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) * static_cast<std::uint32_t>(b));
}

class Measure {
 public:
  [[nodiscard]] Shape shape() const { return shape_; }

  void operator()(const Node& node) {
    std::visit([this](const auto& value) { Visit(value); }, node.value);
  }

 private:
  // The length so far. After alternatives Java reckons anew and adds what was before at the end.
  [[nodiscard]] std::int32_t total() const noexcept { return Add(set_aside_, length_); }

  void Fold() noexcept {
    length_ = total();
    set_aside_ = 0;
  }

  // Another part by itself; its length is returned.
  std::int32_t Separately(const Node& node) {
    Measure other;
    other(node);
    shape_.bounded = shape_.bounded && other.shape_.bounded;
    shape_.has_line_break = shape_.has_line_break || other.shape_.has_line_break;
    last_one_way_ = other.shape_.one_way;
    return other.total();
  }

  void Visit(const Sequence& sequence) {
    for (const Node& part : sequence.parts) (*this)(part);
  }

  void Visit(const Characters&) noexcept { length_ = Add(length_, 1); }

  void Visit(const Alternation& alternation) {
    std::int32_t longest = -1;
    for (const Node& branch : alternation.branches) {
      longest = std::max(longest, Separately(branch));
    }
    SetAside(longest);
  }

  void SetAside(std::int32_t longest) noexcept {
    set_aside_ = Add(total(), longest);
    length_ = 0;
    shape_.one_way = false;
  }

  void Visit(const Group& group) { (*this)(*group.body); }

  void Visit(const Atomic& atomic) {
    (*this)(*atomic.body);
    Fold();
  }

  void Visit(const Repeat& repeat) {
    // An atom that the parser made atomic for Java's sake is not atomic in Java's tree.
    const Node* body = repeat.body.get();
    if (const auto* atomic = std::get_if<Atomic>(&body->value); atomic && atomic->added_by_parser) {
      body = atomic->body.get();
    }
    const bool is_group = std::holds_alternative<Group>(body->value);
    const bool possessive = repeat.greed == Greed::kPossessive;
    if (std::holds_alternative<Characters>(body->value) && repeat.greed == Greed::kGreedy &&
        repeat.max == kUnbounded) {
      length_ = Add(length_, kUnbounded);
      shape_.one_way = false;
    } else if (repeat.is_question_mark && is_group && !possessive) {
      SetAside(std::max(std::int32_t{0}, Separately(*body)));
    } else if (repeat.is_question_mark) {
      (*this)(*body);
      Fold();
      shape_.one_way = false;
    } else {
      Times(*body, repeat, is_group && !possessive);
    }
  }

  void Times(const Node& body, const Repeat& repeat, bool may_loop) {
    const bool one_way_before = shape_.one_way;
    const std::int32_t longest = Separately(body);
    if (may_loop && !last_one_way_) {
      shape_.bounded = false;
      shape_.one_way = false;
      return;
    }
    const std::int32_t sum = Add(Multiply(longest, repeat.max), length_);
    if (sum < length_) shape_.bounded = false;
    length_ = sum;
    shape_.one_way = one_way_before && last_one_way_ && repeat.min == repeat.max;
  }

  void Visit(const Look&) noexcept {}
  void Visit(const Anchor&) noexcept {}

  void Visit(const BackReference&) noexcept { shape_.bounded = false; }

  void Visit(const LineBreak&) noexcept {
    length_ = Add(length_, 2);
    shape_.has_line_break = true;
  }

  // Java adds nothing to the length for a cluster.
  void Visit(const Grapheme&) noexcept { shape_.one_way = false; }

  Shape shape_;
  std::int32_t length_ = 0;
  std::int32_t set_aside_ = 0;
  bool last_one_way_ = true;
};

}  // namespace

Shape MeasureShape(const Node& node) {
  Measure measure;
  measure(node);
  return measure.shape();
}

bool TriesOnlyOnce(const Node& body, const Repeat& repeat) {
  if (std::holds_alternative<Characters>(body.value)) return false;
  if (repeat.greed == Greed::kPossessive) return true;
  const Shape shape = MeasureShape(body);
  if (!shape.has_line_break || !shape.one_way) return false;
  return !(repeat.is_question_mark && std::holds_alternative<Group>(body.value));
}

}  // namespace namesake::registry::java
