// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "registry/java_case.h"
#include "registry/java_syntax.h"
#include "registry/pattern.h"
#include "registry/regex_text.h"

namespace namesake::registry::java {
namespace {

constexpr std::string_view kNever = "(?!)";

// ---- Places that ICU sees otherwise than Java
// ------------------------------------------------------

// Java's line terminators; ICU has the vertical tab and the form feed too.
constexpr std::string_view kTerminator = "[\\n\\r\\x{85}\\x{2028}\\x{2029}]";
constexpr std::string_view kInsideCrLf = "(?<=\\r)(?=\\n)";

std::string LineEndText(AnchorKind kind) {
  switch (kind) {
    case AnchorKind::kLastUnixLineEnd:
      return "(?=\\n?\\z)";
    case AnchorKind::kUnixLineEnd:
      return "(?=\\n|\\z)";
    case AnchorKind::kLastLineEnd:
      return fmt::format("(?!{})(?=(?:\\r\\n|{})?\\z)", kInsideCrLf, kTerminator);
    default:
      return fmt::format("(?!{})(?={}|\\z)", kInsideCrLf, kTerminator);
  }
}

// Never at the end of the text, not even of an empty one.
std::string LineStartText(AnchorKind kind) {
  if (kind == AnchorKind::kUnixLineStart) return "(?!\\z)(?:\\A|(?<=\\n))";
  return fmt::format("(?!\\z)(?!{})(?:\\A|(?<={}))", kInsideCrLf, kTerminator);
}

enum class Boundary { kWanted, kUnwanted };

// Between a word character and another. A combining mark belongs to the letter before it, as far
// as sixteen marks.
std::string WordBoundaryText(std::string_view word, Boundary boundary) {
  constexpr std::string_view kBase = "[\\p{L}\\p{Nd}]";
  const std::string before = fmt::format("{}|{}\\p{{Mn}}{{1,16}}", word, kBase);
  const std::string after = fmt::format("{}|(?<={}\\p{{Mn}}{{0,16}})\\p{{Mn}}", word, kBase);
  const std::string_view format = boundary == Boundary::kWanted
                                      ? "(?:(?<={0})(?!{1})|(?<!{0})(?={1}))"
                                      : "(?:(?<={0})(?={1})|(?<!{0})(?!{1}))";
  return fmt::format(fmt::runtime(format), before, after);
}

// The rules of UAX #29, section 3.1.1, by which there is no boundary; sixteen characters are looked
// back at most. GB3 to GB13.
std::string GraphemeBoundaryText() {
  constexpr std::string_view kJoints[] = {
      "(?<=\\r)(?=\\n)",
      "(?<=\\p{GCB=L})(?=[\\p{GCB=L}\\p{GCB=V}\\p{GCB=LV}\\p{GCB=LVT}])",
      "(?<=[\\p{GCB=LV}\\p{GCB=V}])(?=[\\p{GCB=V}\\p{GCB=T}])",
      "(?<=[\\p{GCB=LVT}\\p{GCB=T}])(?=\\p{GCB=T})",
      "(?<![\\p{GCB=CN}\\r\\n])(?<!\\A)(?=[\\p{GCB=EX}\\p{GCB=ZWJ}\\p{GCB=SM}])",
      "(?<=\\p{GCB=PP})(?![\\p{GCB=CN}\\r\\n]|\\z)",
      "(?<=\\p{ExtPict}\\p{GCB=EX}{0,16}\\p{GCB=ZWJ})(?=\\p{ExtPict})",
      "(?<=(?<!\\p{RI})(?:\\p{RI}{2}){0,8}\\p{RI})(?=\\p{RI})",
  };
  std::string text = "(?!";
  for (const std::string_view joint : kJoints) {
    if (joint != kJoints[0]) text += '|';
    text += joint;
  }
  return text + ")";
}

// ---- Writing
// ---------------------------------------------------------------------------------------

// Whether a part can match the empty text, as far as one sees without running it.
struct CanBeEmpty {
  bool operator()(const Node& node) const { return std::visit(*this, node.value); }
  bool operator()(const Sequence& sequence) const {
    return std::all_of(sequence.parts.begin(), sequence.parts.end(), *this);
  }
  bool operator()(const Alternation& alternation) const {
    return std::any_of(alternation.branches.begin(), alternation.branches.end(), *this);
  }
  bool operator()(const Group& group) const { return (*this)(*group.body); }
  bool operator()(const Atomic& atomic) const { return (*this)(*atomic.body); }
  bool operator()(const Repeat& repeat) const { return repeat.min == 0 || (*this)(*repeat.body); }
  bool operator()(const Characters&) const { return false; }
  bool operator()(const LineBreak&) const { return false; }
  bool operator()(const Grapheme&) const { return false; }
  bool operator()(const Look&) const { return true; }
  bool operator()(const Anchor&) const { return true; }
  bool operator()(const BackReference&) const { return true; }
};

class IcuWriter {
 public:
  explicit IcuWriter(const Regex& regex) : regex_(regex) {}

  std::optional<std::string> Write() {
    Append(regex_.root);
    if (IsTooLarge()) return std::nullopt;
    return std::move(out_);
  }

 private:
  void Append(const Node& node) {
    if (IsTooLarge()) return;
    std::visit([this](const auto& value) { Visit(value); }, node.value);
  }

  [[nodiscard]] bool IsTooLarge() const noexcept {
    return out_.size() + properties_ * kPropertyBytes > kMaxPatternProgramBytes;
  }

  void Wrap(std::string_view opening, const Node& body) {
    out_ += opening;
    Append(body);
    out_ += ')';
  }

  void Visit(const Sequence& sequence) {
    for (const Node& part : sequence.parts) Append(part);
  }

  void Visit(const Characters& characters) { AppendSet(*characters.set, out_); }

  void Visit(const Alternation& alternation) {
    out_ += "(?:";
    for (const Node& branch : alternation.branches) {
      if (&branch != &alternation.branches.front()) out_ += '|';
      Append(branch);
    }
    out_ += ')';
  }

  void Visit(const Group& group) { Wrap(group.number == 0 ? "(?:" : "(", *group.body); }

  void Visit(const Atomic& atomic) { Wrap("(?>", *atomic.body); }

  void Visit(const Look& look) {
    const bool outer =
        std::exchange(in_look_behind_, in_look_behind_ || look.direction == LookDirection::kBehind);
    const bool match = look.wants == LookWants::kMatch;
    if (look.direction == LookDirection::kAhead) {
      Wrap(match ? "(?=" : "(?!", *look.body);
    } else {
      Wrap(match ? "(?<=" : "(?<!", *look.body);
    }
    in_look_behind_ = outer;
  }

  void Visit(const Repeat& repeat) {
    if (std::holds_alternative<Characters>(repeat.body->value)) {
      Append(*repeat.body);
    } else {
      out_ += "(?:";
      Append(*repeat.body);
      // ICU's steps are saved states: where a round may make no progress an alternative saves one.
      if (repeat.min > 1 && CanBeEmpty()(*repeat.body)) out_ += "|(?!)";
      out_ += ')';
    }
    AppendCount(repeat);
    if (repeat.greed == Greed::kLazy) out_ += '?';
    if (repeat.greed == Greed::kPossessive) out_ += '+';
  }

  // Counts beyond what can match are cut: ICU has limits of its own.
  void AppendCount(const Repeat& repeat) {
    const std::int32_t most = in_look_behind_ ? kMaxLookBehind : kMaxPatternSteps;
    const std::int32_t min = std::min(repeat.min, most);
    const std::int32_t max = std::min(repeat.max, most);
    if (max < most || in_look_behind_) {
      fmt::format_to(std::back_inserter(out_), "{{{},{}}}", min, max);
    } else if (min <= 1 && std::holds_alternative<Characters>(repeat.body->value)) {
      out_ += min == 0 ? '*' : '+';
    } else {  // in ICU (?:)*+ goes on for ever, (?:){0,}+ does not
      fmt::format_to(std::back_inserter(out_), "{{{},}}", min);
    }
  }

  void Visit(const Anchor& anchor) {
    constexpr std::string_view kWord = "[\\p{L}\\p{Nd}_]";
    constexpr std::string_view kUnicodeWord =
        "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200C}\\x{200D}]";
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
        out_ += LineEndText(anchor.kind);
        return;
      case AnchorKind::kLineStart:
      case AnchorKind::kUnixLineStart:
        out_ += LineStartText(anchor.kind);
        return;
      case AnchorKind::kWordBoundary:
        AppendWithProperties(WordBoundaryText(kWord, Boundary::kWanted));
        return;
      case AnchorKind::kNotWordBoundary:
        AppendWithProperties(WordBoundaryText(kWord, Boundary::kUnwanted));
        return;
      case AnchorKind::kUnicodeWordBoundary:
        AppendWithProperties(WordBoundaryText(kUnicodeWord, Boundary::kWanted));
        return;
      case AnchorKind::kNotUnicodeWordBoundary:
        AppendWithProperties(WordBoundaryText(kUnicodeWord, Boundary::kUnwanted));
        return;
      case AnchorKind::kGraphemeBoundary:
        AppendWithProperties(GraphemeBoundaryText());
        return;
    }
  }

  void Visit(const BackReference& reference) {
    if (reference.group > regex_.groups) {
      out_ += kNever;
      return;
    }
    const bool sensitive = reference.case_rule == CaseRule::kSensitive;
    fmt::format_to(std::back_inserter(out_), "({}\\{})", sensitive ? "?:" : "?i:", reference.group);
  }

  void Visit(const LineBreak&) { out_ += "(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])"; }

  // ICU does not look back for clusters: one character and a boundary.
  void Visit(const Grapheme&) {
    if (in_look_behind_) {
      out_ += "[\\x{0}-\\x{10FFFF}]";
      AppendWithProperties(GraphemeBoundaryText());
    } else {
      out_ += "\\X";
    }
  }

  // A set of ICU's property tables that the text names: so large in the program, and as costly to
  // compile as a text of this size.
  static constexpr std::size_t kPropertyBytes = 2048;

  void AppendWithProperties(std::string_view text) {
    out_ += text;
    for (std::size_t at = text.find("\\p"); at != std::string_view::npos;
         at = text.find("\\p", at + 1)) {
      ++properties_;
    }
  }

  const Regex& regex_;
  std::string out_;
  std::size_t properties_ = 0;
  bool in_look_behind_ = false;
};

}  // namespace

std::optional<std::string> WriteForIcu(const Regex& regex) { return IcuWriter(regex).Write(); }

}  // namespace namesake::registry::java
