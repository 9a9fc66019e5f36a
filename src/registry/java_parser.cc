// SPDX-License-Identifier: Apache-2.0
#include "registry/java_parser.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"
#include "registry/java_case.h"
#include "registry/java_class.h"
#include "registry/java_escape.h"
#include "registry/java_flags.h"
#include "registry/java_reader.h"
#include "registry/java_shape.h"
#include "registry/java_syntax.h"
#include "registry/pattern.h"

namespace namesake::registry::java {
namespace {

Node MakeGroup(Node body, int number) {
  Group group;
  group.body = Own(std::move(body));
  group.number = number;
  return {std::move(group)};
}

Node MakeCharacters(SharedSet set) { return {Characters{std::move(set)}}; }

// What the dot does not match without (?s).
CodePointSet LineTerminators(const Flags& flags) {
  if (flags.unix_lines) return {{'\n', '\n'}};
  return {{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : reader_(pattern) {}

  tl::expected<Regex, PatternError> Parse() {
    Regex regex;
    regex.root = ReadAlternatives();
    if (!reader_.AtEnd()) reader_.Fail("there is no group to close", reader_.cursor());
    if (reader_.fault()) return tl::unexpected(*reader_.fault());
    regex.groups = groups_;
    return regex;
  }

 private:
  Node ReadAlternatives() {
    if (++depth_ > kMaxNesting) reader_.Fail("the groups are nested too deeply");
    Alternation alternation;
    alternation.branches.push_back(ReadSequence());
    while (reader_.Peek() == '|') {
      reader_.Next();
      alternation.branches.push_back(ReadSequence());
    }
    --depth_;
    if (alternation.branches.size() == 1) return std::move(alternation.branches.front());
    return {std::move(alternation)};
  }

  Node ReadSequence() {
    Sequence sequence;
    for (char32_t c = reader_.Peek(); c != '|' && c != ')'; c = reader_.Peek()) {
      if (c == 0 && reader_.AtEnd()) break;
      if (c == '?' || c == '*' || c == '+') {
        reader_.Fail(
            fmt::format("there is nothing before «{}» that it could repeat", static_cast<char>(c)),
            reader_.cursor());
      } else if (c == '(') {
        ReadGroup(sequence.parts);
      } else if (std::optional<Node> single = ReadSingle(c)) {
        sequence.parts.push_back(ReadQuantifier(*std::move(single)));
      } else {
        ReadLiteral(sequence.parts);
      }
    }
    return {std::move(sequence)};
  }

  // ---- Single characters and places
  // ---------------------------------------------------------------

  // What is neither a group nor a literal character.
  std::optional<Node> ReadSingle(char32_t c) {
    switch (c) {
      case '[':
        return MakeCharacters(ReadCharacterClass(reader_, flags_));
      case '^':
        reader_.Next();
        return Node{Anchor{LineStart()}};
      case '$':
        reader_.Next();
        return Node{Anchor{flags_.multiline ? LineEnd() : LastLineEnd()}};
      case '.':
        reader_.Next();
        return MakeCharacters(
            Share(flags_.dot_all ? CodePointSet::All() : LineTerminators(flags_).Complement()));
      case '\\':
        return ReadEscape();
      default:
        return std::nullopt;
    }
  }

  [[nodiscard]] AnchorKind LineStart() const {
    if (!flags_.multiline) return AnchorKind::kInputStart;
    return flags_.unix_lines ? AnchorKind::kUnixLineStart : AnchorKind::kLineStart;
  }

  [[nodiscard]] AnchorKind LineEnd() const {
    return flags_.unix_lines ? AnchorKind::kUnixLineEnd : AnchorKind::kLineEnd;
  }

  [[nodiscard]] AnchorKind LastLineEnd() const {
    return flags_.unix_lines ? AnchorKind::kLastUnixLineEnd : AnchorKind::kLastLineEnd;
  }

  // An escape that does not stand for one literal character.
  std::optional<Node> ReadEscape() {
    if (SharedSet set = ReadProperty(reader_, flags_); set != nullptr) return MakeCharacters(set);
    if (SharedSet set = ReadPredefinedClass(reader_, flags_); set != nullptr) {
      return MakeCharacters(set);
    }
    const char32_t letter = reader_.RawPeek(1);
    if (letter >= '1' && letter <= '9') return ReadNumberedReference();
    const auto place = [this](AnchorKind kind) {
      reader_.Skip(2);
      return Node{Anchor{kind}};
    };
    switch (letter) {
      case 'A':
      case 'G':
        return place(AnchorKind::kInputStart);
      case 'B':
        return place(flags_.unicode_classes ? AnchorKind::kNotUnicodeWordBoundary
                                            : AnchorKind::kNotWordBoundary);
      case 'R':
        reader_.Skip(2);
        return Node{LineBreak{}};
      case 'X':
        reader_.Skip(2);
        return Node{Grapheme{}};
      case 'Z':
        return place(LastLineEnd());
      case 'b':
        return ReadBoundary();
      case 'k':
        return ReadNamedReference();
      case 'z':
        return place(AnchorKind::kInputEnd);
      default:
        return std::nullopt;
    }
  }

  // \b or \b{g}
  Node ReadBoundary() {
    reader_.Skip(2);
    if (reader_.Peek() == '{' && reader_.RawPeek(1) == 'g') {
      reader_.Skip(2);
      if (reader_.Read() != '}') reader_.Fail("the escape \\b{g is not closed");
      return {Anchor{AnchorKind::kGraphemeBoundary}};
    }
    return {Anchor{flags_.unicode_classes ? AnchorKind::kUnicodeWordBoundary
                                          : AnchorKind::kWordBoundary}};
  }

  // \1. As many digits as make the number of a group that has begun.
  Node ReadNumberedReference() {
    reader_.Skip(1);
    int group = static_cast<int>(reader_.RawRead() - '0');
    for (char32_t c = reader_.Peek(); IsAsciiDigit(c); c = reader_.Peek()) {
      const int longer = group * 10 + static_cast<int>(c - '0');
      if (longer > groups_) break;
      group = longer;
      reader_.Read();
    }
    return {BackReference{group, flags_.case_rule()}};
  }

  // \k<name>
  Node ReadNamedReference() {
    reader_.Skip(2);
    if (reader_.Read() != '<') {
      reader_.Fail("the escape \\k needs the name of a group: \\k<name>");
      return {};
    }
    const std::string name = ReadGroupName();
    const auto group = names_.find(name);
    if (group == names_.end()) {
      reader_.Fail(fmt::format("no group before this place is named «{}»", name));
      return {};
    }
    return {BackReference{group->second, flags_.case_rule()}};
  }

  // A run of literal characters, which ends before one that has a quantifier of its own.
  void ReadLiteral(std::vector<Node>& parts) {
    std::vector<char32_t> text;
    std::size_t last = 0;
    while (std::optional<char32_t> c = ReadLiteralCharacter(last)) text.push_back(*c);
    if (reader_.fault()) return;
    if (text.size() > 1 && IsQuantifier(reader_.Peek())) {
      reader_.set_cursor(last);
      text.pop_back();
    }
    if (text.size() == 1) {
      parts.push_back(ReadQuantifier(
          MakeCharacters(Share(CaseVariantsOfSingle(text.front(), flags_.case_rule())))));
      return;
    }
    // Java repeats the nothing before a brace that begins a sequence.
    if (text.empty()) {
      if (reader_.RawPeek() == '\\') {
        RefuseEscape(reader_);
      } else {
        parts.push_back(ReadQuantifier({}));
      }
    }
    for (const char32_t c : text) {
      parts.push_back(MakeCharacters(Share(CaseVariants(c, flags_.case_rule()))));
    }
  }

  static bool IsQuantifier(char32_t c) noexcept {
    return c == '*' || c == '+' || c == '?' || c == '{';
  }

  // `place`: where the cursor stood before it.
  std::optional<char32_t> ReadLiteralCharacter(std::size_t& place) {
    const char32_t c = reader_.Peek();
    constexpr std::u32string_view kOthers = U"*+?{$.^([|)";
    if (kOthers.find(c) != std::u32string_view::npos || (c == 0 && reader_.AtEnd())) {
      return std::nullopt;
    }
    const std::size_t before = reader_.cursor();
    std::optional<char32_t> literal = c;
    if (c == '\\') {
      literal = ReadEscapedCharacter(reader_);
    } else {
      reader_.Next();
    }
    if (literal) place = before;
    return reader_.fault() ? std::nullopt : literal;
  }

  // ---- Quantifiers
  // --------------------------------------------------------------------------------

  // `atom` with the quantifier at the cursor, or as it is when there is none.
  Node ReadQuantifier(Node atom) {
    Repeat repeat;
    switch (reader_.Peek()) {
      case '?':
        repeat.max = 1;
        repeat.is_question_mark = true;
        break;
      case '*':
        break;
      case '+':
        repeat.min = 1;
        break;
      case '{':
        if (!ReadBounds(repeat)) return atom;
        break;
      default:
        return atom;
    }
    switch (reader_.Next()) {
      case '?':
        repeat.greed = Greed::kLazy;
        reader_.Next();
        break;
      case '+':
        repeat.greed = Greed::kPossessive;
        reader_.Next();
        break;
      default:
        break;
    }
    if (TriesOnlyOnce(atom, repeat)) atom = {Atomic{Own(std::move(atom)), true}};
    repeat.body = Own(std::move(atom));
    return {std::move(repeat)};
  }

  // {n} {n,} {n,m}; the cursor is left at the closing brace.
  bool ReadBounds(Repeat& repeat) {
    const std::size_t brace = reader_.cursor();
    if (!IsAsciiDigit(reader_.RawPeek(1))) {
      reader_.Fail("a repetition is written {2}, {2,} or {2,5}", brace);
      return false;
    }
    reader_.Skip(1);
    const std::optional<std::int32_t> min = ReadCount();
    std::optional<std::int32_t> max = min;
    if (reader_.Peek() == ',') {
      reader_.Next();
      max = IsAsciiDigit(reader_.Peek()) ? ReadCount() : kUnbounded;
    }
    if (!reader_.fault() && reader_.Peek() != '}') {
      reader_.Fail("the repetition is not closed", reader_.cursor());
    } else if (!min || !max) {
      reader_.Fail("the repetition is too large", brace);
    } else if (*max < *min) {
      reader_.Fail("the repetition's second number is less than its first", brace);
    }
    if (reader_.fault()) return false;
    repeat.min = *min;
    repeat.max = *max;
    return true;
  }

  // Leaves the cursor at the first character that is no digit; nullopt: not an int of Java's.
  std::optional<std::int32_t> ReadCount() {
    std::int64_t count = 0;
    bool fits = true;
    for (char32_t c = reader_.Peek(); IsAsciiDigit(c); c = reader_.Next()) {
      count = count * 10 + static_cast<std::int64_t>(c - '0');
      fits = fits && count <= kUnbounded;
      if (!fits) count = 0;
    }
    if (!fits) return std::nullopt;
    return static_cast<std::int32_t>(count);
  }

  // ---- Groups
  // -------------------------------------------------------------------------------------

  // Everything that begins with a parenthesis, with its quantifier. (?i) adds no part.
  void ReadGroup(std::vector<Node>& parts) {
    const Flags before = flags_;
    const std::size_t open = reader_.cursor();
    std::optional<Node> group;
    if (reader_.Next() == '?') {
      const char32_t kind = reader_.RawPeek(1);
      reader_.Skip(2);
      group = ReadSpecialGroup(kind, open);
      if (!group) return;
    } else {
      group = ReadCapture();
    }
    if (reader_.Read() != ')') reader_.Fail("unclosed group", reader_.cursor());
    SetFlags(before);
    parts.push_back(ReadQuantifier(*std::move(group)));
  }

  Node ReadCapture() {
    const int number = ++groups_;
    return MakeGroup(ReadAlternatives(), number);
  }

  Node ReadLook(LookDirection direction, LookWants wants) {
    return {Look{Own(ReadAlternatives()), direction, wants}};
  }

  // Behind "(?" and `kind`.
  std::optional<Node> ReadSpecialGroup(char32_t kind, std::size_t open) {
    switch (kind) {
      case ':':
        return MakeGroup(ReadAlternatives(), 0);
      case '=':
        return ReadLook(LookDirection::kAhead, LookWants::kMatch);
      case '!':
        return ReadLook(LookDirection::kAhead, LookWants::kNoMatch);
      case '>':
        return Node{Atomic{Own(ReadAlternatives())}};
      case '<':
        return ReadLookBehindOrName(open);
      default:
        reader_.Unread();
        return ReadFlags();
    }
  }

  // Behind "(?<".
  Node ReadLookBehindOrName(std::size_t open) {
    const char32_t c = reader_.Read();
    if (c == '=' || c == '!') {
      Node look =
          ReadLook(LookDirection::kBehind, c == '=' ? LookWants::kMatch : LookWants::kNoMatch);
      if (!MeasureShape(*std::get<Look>(look.value).body).bounded) {
        reader_.Fail("the look-behind has no obvious maximum length", open);
      }
      return look;
    }
    reader_.Unread();
    const std::string name = ReadGroupName();
    if (!names_.emplace(name, groups_ + 1).second) {
      reader_.Fail(fmt::format("another group is named «{}»", name));
    }
    return ReadCapture();
  }

  // Latin letters and digits, a letter first, and the bracket behind them.
  std::string ReadGroupName() {
    std::string name;
    char32_t c = reader_.Read();
    if (!IsAsciiLetter(c)) reader_.Fail("the name of a group begins with a letter from A to Z");
    for (; IsAsciiLetter(c) || IsAsciiDigit(c); c = reader_.Read()) {
      name += static_cast<char>(c);
    }
    if (c != '>') reader_.Fail("the name of a group has letters and digits only, and ends with >");
    return name;
  }

  // (?ix-s) or (?ix-s:...). Without a colon the flags hold to the end of the group around them.
  std::optional<Node> ReadFlags() {
    bool on = true;
    for (char32_t c = reader_.Peek();; c = reader_.Next()) {
      if (c == '-' && on) {
        on = false;
        continue;
      }
      Flags flags = flags_;
      if (!flags.Set(c, on)) break;
      SetFlags(flags);
    }
    const char32_t end = reader_.Read();
    if (end == ')') return std::nullopt;
    if (end != ':') reader_.Fail("Java has no such group: flags are letters of dimsuxU");
    return MakeGroup(ReadAlternatives(), 0);
  }

  void SetFlags(const Flags& flags) {
    flags_ = flags;
    reader_.set_comments(flags.comment_rule());
  }

  Reader reader_;
  Flags flags_;
  int groups_ = 0;  // that capture, begun so far
  int depth_ = 0;
  std::map<std::string, int> names_;
};

}  // namespace

tl::expected<Regex, PatternError> Parse(std::string_view pattern) {
  return Parser(pattern).Parse();
}

}  // namespace namesake::registry::java
