// SPDX-License-Identifier: Apache-2.0
#include "registry/java_class.h"

#include <optional>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"
#include "registry/java_case.h"
#include "registry/java_escape.h"
#include "registry/java_flags.h"
#include "registry/java_reader.h"

namespace namesake::registry::java {
namespace {

// Java collects the single characters of a class below U+0100 in one table, and whatever is
// combined with that table sees characters that are added to it later: [a&&[b]&c] matches "a". So
// the combinations are noted, and done when all characters are known.
class Combination {
 public:
  using Operand = std::optional<SharedSet>;  // nullopt: the table

  [[nodiscard]] bool empty() const noexcept { return steps_.empty() && !table_pending_; }

  void AddToTable(const CodePointSet& characters) {
    table_.insert(table_.end(), characters.ranges().begin(), characters.ranges().end());
    table_pending_ = true;
    last_is_known_ = false;
  }

  void Unite(SharedSet set) {
    last_ = set;
    last_is_known_ = true;
    steps_.push_back({Step::kUnion, std::move(set)});
  }

  // With what stands behind &&; nullptr when nothing does, then with what was read last. False when
  // there is nothing at all.
  [[nodiscard]] bool Intersect(const SharedSet& set) {
    if (table_pending_) {
      if (steps_.empty()) {
        last_ = std::nullopt;
        last_is_known_ = true;
      }
      steps_.push_back({Step::kUnion, std::nullopt});
      table_pending_ = false;
    }
    if (set != nullptr) {
      last_ = set;
      last_is_known_ = true;
    }
    if (steps_.empty() && set == nullptr) return false;
    // [a-cd&&] leaves Java without an operand, and a match throws: here && has no effect then.
    if (last_is_known_) {
      steps_.push_back({steps_.empty() ? Step::kUnion : Step::kIntersection, last_});
    }
    return true;
  }

  [[nodiscard]] CodePointSet Result() {
    const CodePointSet table(std::move(table_));
    CodePointSet result;
    if (table_pending_) steps_.push_back({Step::kUnion, std::nullopt});
    for (const auto& [step, operand] : steps_) {
      const CodePointSet& set = operand ? **operand : table;
      result = step == Step::kUnion ? result.Union(set) : result.Intersection(set);
    }
    return result;
  }

 private:
  enum class Step { kUnion, kIntersection };

  std::vector<std::pair<Step, Operand>> steps_;
  std::vector<CodePointRange> table_;
  bool table_pending_ = false;  // has characters that no step has joined yet
  Operand last_;
  bool last_is_known_ = false;
};

class ClassReader {
 public:
  ClassReader(Reader& reader, const Flags& flags) : reader_(reader), flags_(flags) {}

  enum class Bracket { kTake, kLeave };

  // The cursor is one before the first member. kLeave: the class is what stands on the right of
  // &&, the bracket belongs to the one around it.
  CodePointSet Read(Bracket closing) {
    if (++depth_ > kMaxNesting) reader_.Fail("the character classes are nested too deeply");
    Combination members;
    char32_t c = reader_.Next();
    const bool negated = c == '^' && reader_.Previous() == '[';
    if (negated) c = reader_.Next();
    while (c != ']' || members.empty()) {
      if (c == 0 && reader_.AtEnd()) {
        reader_.Fail("the character class is not closed", reader_.cursor());
        break;
      }
      if (c == '[') {
        members.Unite(Share(Read(Bracket::kTake)));
      } else if (c != '&' || !ReadIntersection(members)) {
        ReadRange(members);
      }
      c = reader_.Peek();
    }
    if (closing == Bracket::kTake) reader_.Next();
    --depth_;
    const CodePointSet result = members.Result();
    return negated ? result.Complement() : result;
  }

 private:
  // At an ampersand; false when it stands for itself.
  bool ReadIntersection(Combination& members) {
    if (reader_.Next() != '&') {
      reader_.Unread();
      return false;
    }
    SharedSet right;
    for (char32_t c = reader_.Next(); c != ']' && c != '&'; c = reader_.Peek()) {
      if (c != '[') reader_.Unread();
      CodePointSet part = Read(c == '[' ? Bracket::kTake : Bracket::kLeave);
      right = Share(right == nullptr ? std::move(part) : right->Union(part));
      if (reader_.fault()) return true;
    }
    if (!members.Intersect(right)) {
      reader_.Fail("there is nothing on either side of &&", reader_.cursor());
    }
    return true;
  }

  // One character, a range, or an escape that stands for a set.
  void ReadRange(Combination& members) {
    std::optional<char32_t> first = reader_.Peek();
    if (first == U'\\') {
      if (SharedSet set = ReadSetEscape(); set != nullptr) {
        members.Unite(std::move(set));
        return;
      }
      first = ReadCharacterEscape();
      if (!first) return;
    } else {
      reader_.Next();
    }
    const char32_t dash = reader_.Peek();
    const char32_t behind = reader_.RawPeek(1);
    if (dash == '-' && behind != ']' && behind != '[') {
      reader_.Next();
      ReadRangeEnd(*first, members);
      return;
    }
    const CodePointSet variants = CaseVariantsInClass(*first, flags_.case_rule());
    if (*first < 0x100 && variants.Minus({{0, 0xFF}}).empty()) {
      members.AddToTable(variants);
    } else {
      members.Unite(Share(variants));
    }
  }

  void ReadRangeEnd(char32_t first, Combination& members) {
    std::optional<char32_t> last = reader_.Peek();
    if (last == U'\\') {
      if (const char32_t letter = reader_.RawPeek(1); letter == 'p' || letter == 'P') {
        reader_.Fail("a range cannot end with a property", reader_.cursor() + 1);
        return;
      }
      if (reader_.RawPeek(1) != 'v' && ReadPredefinedClass(reader_, flags_) != nullptr) {
        reader_.Fail("a range cannot end with a set");
        return;
      }
      last = ReadCharacterEscape();
      if (!last) return;
    } else {
      reader_.Next();
    }
    if (reader_.fault()) return;
    if (*last < first) {
      reader_.Fail("the range ends before it begins");
      return;
    }
    members.Unite(Share(CaseVariants(CodePointRange{first, *last}, flags_.case_rule())));
  }

  // \v is a set, except as an end of a range: U+000B.
  SharedSet ReadSetEscape() {
    if (SharedSet set = ReadProperty(reader_, flags_); set != nullptr) return set;
    if (reader_.RawPeek(1) == 'v' && reader_.RawPeek(2) == '-') return nullptr;
    return ReadPredefinedClass(reader_, flags_);
  }

  std::optional<char32_t> ReadCharacterEscape() {
    if (reader_.RawPeek(1) == 'v') {
      reader_.Skip(2);
      return U'\v';
    }
    const std::optional<char32_t> c = ReadEscapedCharacter(reader_);
    if (!c) RefuseEscape(reader_);
    return reader_.fault() ? std::nullopt : c;
  }

  Reader& reader_;
  const Flags& flags_;
  int depth_ = 0;
};

}  // namespace

SharedSet ReadCharacterClass(Reader& reader, const Flags& flags) {
  return Share(ClassReader(reader, flags).Read(ClassReader::Bracket::kTake));
}

}  // namespace namesake::registry::java
