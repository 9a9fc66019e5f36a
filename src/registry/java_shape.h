// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/java_syntax.h"

// What Java finds out about a part of a pattern before it matches. Private to this folder.
namespace namesake::registry::java {

struct Shape {
  // Whether Java sees a maximum length, which a look-behind needs. Its reckoning is coarse: a
  // quantified group with alternatives has none, a* does ("as many characters as there are").
  bool bounded = true;
  // Whether Java tries the part in one way only, should it be repeated.
  bool one_way = true;
  // Whether there is a \R in it, the only thing that Java takes for one way though it has two.
  bool has_line_break = false;
};

[[nodiscard]] Shape MeasureShape(const Node& node);

// Whether Java, when it repeats `body`, keeps the first way in which each round of it matches:
// always for a possessive quantifier; else where it is mistaken about \R.
[[nodiscard]] bool TriesOnlyOnce(const Node& body, const Repeat& repeat);

}  // namespace namesake::registry::java
