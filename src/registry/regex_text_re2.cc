// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "registry/java_syntax.h"
#include "registry/pattern.h"
#include "registry/regex_text.h"

namespace namesake::registry::java {
namespace {

// Where a part stands: at the end only the end of the text can follow.
enum class Place { kMiddle, kEnd };

class Re2Writer {
 public:
  std::optional<std::string> Write(const Regex& regex) {
    Append(regex.root, Place::kEnd);
    if (!fits_) return std::nullopt;
    return std::move(out_);
  }

 private:
  void Append(const Node& node, Place place) {
    // Beyond this RE2 would refuse the program anyway.
    if (out_.size() > kMaxPatternProgramBytes) fits_ = false;
    if (!fits_) return;
    std::visit([&](const auto& value) { Visit(value, place); }, node.value);
  }

  void Visit(const Sequence& sequence, Place place) {
    for (const Node& part : sequence.parts) {
      Append(part, &part == &sequence.parts.back() ? place : Place::kMiddle);
    }
  }

  void Visit(const Characters& characters, Place) { AppendSet(*characters.set, out_); }

  void Visit(const Alternation& alternation, Place place) {
    out_ += "(?:";
    for (const Node& branch : alternation.branches) {
      if (&branch != &alternation.branches.front()) out_ += '|';
      Append(branch, place);
    }
    out_ += ')';
  }

  void Visit(const Group& group, Place place) {
    out_ += "(?:";
    Append(*group.body, place);
    out_ += ')';
  }

  // Greedy or lazy makes no difference to whether the whole text matches.
  void Visit(const Repeat& repeat, Place place) {
    if (repeat.greed == Greed::kPossessive) fits_ = false;
    const std::size_t start = out_.size();
    out_ += "(?:";
    const std::size_t body = out_.size();
    Append(*repeat.body, repeat.max == 1 ? place : Place::kMiddle);
    if (out_.size() == body) {  // matches the empty text only, however often
      out_.resize(start);
      return;
    }
    out_ += ')';
    AppendCount(repeat);
  }

  void AppendCount(const Repeat& repeat) {
    if (repeat.max != kUnbounded) {
      fmt::format_to(std::back_inserter(out_), "{{{},{}}}", repeat.min, repeat.max);
    } else if (repeat.min <= 1) {
      out_ += repeat.min == 0 ? '*' : '+';
    } else {
      fmt::format_to(std::back_inserter(out_), "{{{},}}", repeat.min);
    }
  }

  void Visit(const Anchor& anchor, Place place) {
    switch (anchor.kind) {
      case AnchorKind::kInputStart:
        out_ += "\\A";
        return;
      case AnchorKind::kInputEnd:
        out_ += "\\z";
        return;
      case AnchorKind::kLastLineEnd:
      case AnchorKind::kLastUnixLineEnd:
      case AnchorKind::kLineEnd:
      case AnchorKind::kUnixLineEnd:
        if (place != Place::kEnd) fits_ = false;
        return;
      default:
        fits_ = false;
    }
  }

  void Visit(const LineBreak&, Place) { out_ += "(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])"; }

  void Visit(const Atomic&, Place) { fits_ = false; }
  void Visit(const Look&, Place) { fits_ = false; }
  void Visit(const BackReference&, Place) { fits_ = false; }
  void Visit(const Grapheme&, Place) { fits_ = false; }

  std::string out_;
  bool fits_ = true;
};

}  // namespace

std::optional<std::string> WriteForRe2(const Regex& regex) { return Re2Writer().Write(regex); }

}  // namespace namesake::registry::java
