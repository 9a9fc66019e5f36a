// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "registry/code_point_set.h"
#include "registry/java_case.h"

// The meaning of a pattern as a tree, with flags and character classes already worked out. Private
// to this folder.
namespace namesake::registry::java {

struct Node;
using NodePointer = std::unique_ptr<Node>;

// One character of a set. Written characters, classes and the dot are all sets here.
struct Characters {
  SharedSet set;
};

// One after the other; empty: matches nothing at all, successfully.
struct Sequence {
  std::vector<Node> parts;
};

// Two or more, in order of preference.
struct Alternation {
  std::vector<Node> branches;
};

// (...) and (?:...). Kept even where it does not capture: Java judges a quantified group otherwise
// than a quantified character.
struct Group {
  NodePointer body;
  int number = 0;  // of a capturing group, from 1; else 0
};

enum class Greed { kGreedy, kLazy, kPossessive };

inline constexpr std::int32_t kUnbounded = std::numeric_limits<std::int32_t>::max();

struct Repeat {
  NodePointer body;
  std::int32_t min = 0;
  std::int32_t max = kUnbounded;
  Greed greed = Greed::kGreedy;
  bool is_question_mark = false;  // "?", which Java judges otherwise than {0,1}
};

// (?>...)
struct Atomic {
  NodePointer body;
  // Not written, but what Java's repetition of the body comes to.
  bool added_by_parser = false;
};

enum class LookDirection { kAhead, kBehind };
enum class LookWants { kMatch, kNoMatch };

struct Look {
  NodePointer body;
  LookDirection direction = LookDirection::kAhead;
  LookWants wants = LookWants::kMatch;
};

enum class AnchorKind {
  kInputStart,           // ^ \A \G
  kInputEnd,             // \z
  kLastLineEnd,          // $ \Z: also before a line terminator that ends the input
  kLastUnixLineEnd,      // the same with (?d): only \n ends a line
  kLineStart,            // (?m)^
  kUnixLineStart,        // (?md)^
  kLineEnd,              // (?m)$
  kUnixLineEnd,          // (?md)$
  kWordBoundary,         // \b
  kNotWordBoundary,      // \B
  kUnicodeWordBoundary,  // (?U)\b
  kNotUnicodeWordBoundary,
  kGraphemeBoundary,  // \b{g}
};

struct Anchor {
  AnchorKind kind;
};

// \1 or \k<name>. A group that does not exist, or has matched nothing yet, never matches.
struct BackReference {
  int group = 0;
  CaseRule case_rule = CaseRule::kSensitive;
};

struct LineBreak {};  // \R
struct Grapheme {};   // \X

struct Node {
  std::variant<Sequence, Characters, Alternation, Group, Repeat, Atomic, Look, Anchor,
               BackReference, LineBreak, Grapheme>
      value;
};

[[nodiscard]] inline NodePointer Own(Node node) { return std::make_unique<Node>(std::move(node)); }

// A whole pattern.
struct Regex {
  Node root;
  int groups = 0;  // how many capture
};

}  // namespace namesake::registry::java
