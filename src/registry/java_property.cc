// SPDX-License-Identifier: Apache-2.0
#include "registry/java_property.h"

#include <unicode/uchar.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"
#include "registry/icu_set.h"
#include "registry/java_property_name.h"

namespace namesake::registry::java {
namespace {

CodePointSet With(UProperty property) { return SetWithValue(property, 1); }

CodePointSet OfCategories(std::uint32_t mask) {
  return SetWithValue(UCHAR_GENERAL_CATEGORY_MASK, static_cast<std::int32_t>(mask));
}

// ---- Sets that Java defines itself
// ------------------------------------------------------------------

const CodePointSet& AsciiLetters() {
  static const CodePointSet set = {{'A', 'Z'}, {'a', 'z'}};
  return set;
}

CodePointSet AsciiAlnum() { return AsciiLetters().Union({{'0', '9'}}); }

CodePointSet AsciiPunctuation() { return CodePointSet({{0x21, 0x7E}}).Minus(AsciiAlnum()); }

CodePointSet CasedLetters() { return OfCategories(U_GC_LU_MASK | U_GC_LL_MASK | U_GC_LT_MASK); }

CodePointSet LowerUpperTitle() {
  return With(UCHAR_LOWERCASE).Union(With(UCHAR_UPPERCASE)).Union(OfCategories(U_GC_LT_MASK));
}

CodePointSet Blank() { return OfCategories(U_GC_ZS_MASK).Union({{'\t', '\t'}}); }

CodePointSet Graph() {
  return OfCategories(U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CS_MASK | U_GC_CN_MASK).Complement();
}

CodePointSet Print() { return Graph().Union(Blank()).Minus(OfCategories(U_GC_CC_MASK)); }

CodePointSet WhiteSpace() { return OfCategories(U_GC_Z_MASK).Union({{0x09, 0x0D}, {0x85, 0x85}}); }

CodePointSet JoinControl() { return {{0x200C, 0x200D}}; }

CodePointSet HexDigits() {
  return OfCategories(U_GC_ND_MASK)
      .Union({{'A', 'F'}, {'a', 'f'}, {0xFF10, 0xFF19}, {0xFF21, 0xFF26}, {0xFF41, 0xFF46}});
}

CodePointSet Alnum() { return With(UCHAR_ALPHABETIC).Union(OfCategories(U_GC_ND_MASK)); }

CodePointSet Word() {
  return With(UCHAR_ALPHABETIC)
      .Union(OfCategories(U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK))
      .Union(JoinControl());
}

CodePointSet Noncharacters() {
  std::vector<CodePointRange> ranges = {{0xFDD0, 0xFDEF}};
  for (char32_t plane = 0; plane <= 0x10; ++plane) {
    ranges.push_back({plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF});
  }
  return CodePointSet(std::move(ranges));
}

CodePointSet IdentifierIgnorable() {
  return OfCategories(U_GC_CF_MASK).Union({{0x00, 0x08}, {0x0E, 0x1B}, {0x7F, 0x9F}});
}

constexpr std::uint32_t kIdentifierStart = U_GC_L_MASK | U_GC_NL_MASK;
constexpr std::uint32_t kIdentifierPart =
    kIdentifierStart | U_GC_PC_MASK | U_GC_ND_MASK | U_GC_MC_MASK | U_GC_MN_MASK;

// PropList.txt's Other_ID_Start and Other_ID_Continue.
CodePointSet OtherIdStart() {
  return {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}, {0x309B, 0x309C}};
}

CodePointSet OtherIdContinue() {
  return {{0xB7, 0xB7}, {0x387, 0x387}, {0x1369, 0x1371}, {0x19DA, 0x19DA}};
}

CodePointSet JavaWhitespace() {
  return OfCategories(U_GC_Z_MASK)
      .Minus({{0xA0, 0xA0}, {0x2007, 0x2007}, {0x202F, 0x202F}})
      .Union({{0x09, 0x0D}, {0x1C, 0x1F}});
}

// ---- Names
// ----------------------------------------------------------------------------------------

using Maker = std::function<CodePointSet()>;

// A table of names; a set is computed when it is first asked for, and kept.
class NamedSets {
 public:
  NamedSets(std::initializer_list<std::pair<std::string_view, Maker>> makers) {
    for (const auto& [name, make] : makers) sets_[name].make = make;
  }

  [[nodiscard]] SharedSet Find(std::string_view name) const {
    const auto found = sets_.find(name);
    if (found == sets_.end()) return nullptr;
    const Lazy& lazy = found->second;
    std::call_once(lazy.once, [&lazy] { lazy.set = Share(lazy.make()); });
    return lazy.set;
  }

 private:
  struct Lazy {
    Maker make;
    mutable std::once_flag once;
    mutable SharedSet set;
  };

  std::map<std::string_view, Lazy> sets_;
};

Maker Category(std::uint32_t mask) {
  return [mask] { return OfCategories(mask); };
}

Maker Fixed(CodePointSet set) {
  return [set = std::move(set)] { return set; };
}

Maker Binary(UProperty property) {
  return [property] { return With(property); };
}

SharedSet FindCategory(std::string_view name) {
  static const NamedSets sets({
      {"Cn", Category(U_GC_CN_MASK)},
      {"Lu", Category(U_GC_LU_MASK)},
      {"Ll", Category(U_GC_LL_MASK)},
      {"Lt", Category(U_GC_LT_MASK)},
      {"Lm", Category(U_GC_LM_MASK)},
      {"Lo", Category(U_GC_LO_MASK)},
      {"Mn", Category(U_GC_MN_MASK)},
      {"Me", Category(U_GC_ME_MASK)},
      {"Mc", Category(U_GC_MC_MASK)},
      {"Nd", Category(U_GC_ND_MASK)},
      {"Nl", Category(U_GC_NL_MASK)},
      {"No", Category(U_GC_NO_MASK)},
      {"Zs", Category(U_GC_ZS_MASK)},
      {"Zl", Category(U_GC_ZL_MASK)},
      {"Zp", Category(U_GC_ZP_MASK)},
      {"Cc", Category(U_GC_CC_MASK)},
      {"Cf", Category(U_GC_CF_MASK)},
      {"Co", Category(U_GC_CO_MASK)},
      {"Cs", Category(U_GC_CS_MASK)},
      {"Pd", Category(U_GC_PD_MASK)},
      {"Ps", Category(U_GC_PS_MASK)},
      {"Pe", Category(U_GC_PE_MASK)},
      {"Pc", Category(U_GC_PC_MASK)},
      {"Po", Category(U_GC_PO_MASK)},
      {"Sm", Category(U_GC_SM_MASK)},
      {"Sc", Category(U_GC_SC_MASK)},
      {"Sk", Category(U_GC_SK_MASK)},
      {"So", Category(U_GC_SO_MASK)},
      {"Pi", Category(U_GC_PI_MASK)},
      {"Pf", Category(U_GC_PF_MASK)},
      {"L", Category(U_GC_L_MASK)},
      {"M", Category(U_GC_M_MASK)},
      {"N", Category(U_GC_N_MASK)},
      {"Z", Category(U_GC_Z_MASK)},
      {"C", Category(U_GC_C_MASK)},
      {"P", Category(U_GC_P_MASK)},
      {"S", Category(U_GC_S_MASK)},
      {"LC", Category(U_GC_LC_MASK)},
      {"LD", Category(U_GC_L_MASK | U_GC_ND_MASK)},
  });
  return sets.Find(name);
}

SharedSet FindAsciiClass(std::string_view name) {
  static const NamedSets sets({
      {"L1", Fixed({{0, 0xFF}})},
      {"all", Fixed(CodePointSet::All())},
      {"ASCII", Fixed({{0, 0x7F}})},
      {"Alnum", AsciiAlnum},
      {"Alpha", AsciiLetters},
      {"Blank", Fixed({{' ', ' '}, {'\t', '\t'}})},
      {"Cntrl", Fixed({{0, 0x1F}, {0x7F, 0x7F}})},
      {"Digit", Fixed({{'0', '9'}})},
      {"Graph", Fixed({{0x21, 0x7E}})},
      {"Lower", Fixed({{'a', 'z'}})},
      {"Print", Fixed({{0x20, 0x7E}})},
      {"Punct", AsciiPunctuation},
      {"Space", Fixed({{0x09, 0x0D}, {' ', ' '}})},
      {"Upper", Fixed({{'A', 'Z'}})},
      {"XDigit", Fixed({{'0', '9'}, {'A', 'F'}, {'a', 'f'}})},
  });
  return sets.Find(name);
}

// The methods of java.lang.Character.
SharedSet FindJavaMethod(std::string_view name) {
  static const NamedSets sets({
      {"javaLowerCase", Binary(UCHAR_LOWERCASE)},
      {"javaUpperCase", Binary(UCHAR_UPPERCASE)},
      {"javaAlphabetic", Binary(UCHAR_ALPHABETIC)},
      {"javaIdeographic", Binary(UCHAR_IDEOGRAPHIC)},
      {"javaTitleCase", Category(U_GC_LT_MASK)},
      {"javaDigit", Category(U_GC_ND_MASK)},
      {"javaDefined", [] { return OfCategories(U_GC_CN_MASK).Complement(); }},
      {"javaLetter", Category(U_GC_L_MASK)},
      {"javaLetterOrDigit", Category(U_GC_L_MASK | U_GC_ND_MASK)},
      {"javaJavaIdentifierStart", Category(kIdentifierStart | U_GC_SC_MASK | U_GC_PC_MASK)},
      {"javaJavaIdentifierPart",
       [] { return OfCategories(kIdentifierPart | U_GC_SC_MASK).Union(IdentifierIgnorable()); }},
      {"javaUnicodeIdentifierStart",
       [] { return OfCategories(kIdentifierStart).Union(OtherIdStart()); }},
      {"javaUnicodeIdentifierPart",
       [] {
         return OfCategories(kIdentifierPart)
             .Union(IdentifierIgnorable())
             .Union(OtherIdStart())
             .Union(OtherIdContinue());
       }},
      {"javaIdentifierIgnorable", IdentifierIgnorable},
      {"javaSpaceChar", Category(U_GC_Z_MASK)},
      {"javaWhitespace", JavaWhitespace},
      {"javaISOControl", Fixed({{0, 0x1F}, {0x7F, 0x9F}})},
      {"javaMirrored", Binary(UCHAR_BIDI_MIRRORED)},
  });
  return sets.Find(name);
}

// Binary properties of Unicode, by upper-case name.
SharedSet FindUnicodeProperty(std::string_view upper_name) {
  static const NamedSets sets({
      {"ALPHABETIC", Binary(UCHAR_ALPHABETIC)},
      {"LETTER", Category(U_GC_L_MASK)},
      {"IDEOGRAPHIC", Binary(UCHAR_IDEOGRAPHIC)},
      {"LOWERCASE", Binary(UCHAR_LOWERCASE)},
      {"UPPERCASE", Binary(UCHAR_UPPERCASE)},
      {"TITLECASE", Category(U_GC_LT_MASK)},
      {"WHITE_SPACE", WhiteSpace},
      {"WHITESPACE", WhiteSpace},
      {"CONTROL", Category(U_GC_CC_MASK)},
      {"PUNCTUATION", Category(U_GC_P_MASK)},
      {"HEX_DIGIT", HexDigits},
      {"HEXDIGIT", HexDigits},
      {"ASSIGNED", [] { return OfCategories(U_GC_CN_MASK).Complement(); }},
      {"NONCHARACTER_CODE_POINT", Noncharacters},
      {"NONCHARACTERCODEPOINT", Noncharacters},
      {"DIGIT", Category(U_GC_ND_MASK)},
      {"ALNUM", Alnum},
      {"BLANK", Blank},
      {"GRAPH", Graph},
      {"PRINT", Print},
      {"WORD", Word},
      {"JOIN_CONTROL", JoinControl},
      {"JOINCONTROL", JoinControl},
  });
  return sets.Find(upper_name);
}

// The POSIX names of (?U), by upper-case name.
SharedSet FindUnicodePosix(std::string_view upper_name) {
  static const NamedSets sets({
      {"ALPHA", Binary(UCHAR_ALPHABETIC)},
      {"LOWER", Binary(UCHAR_LOWERCASE)},
      {"UPPER", Binary(UCHAR_UPPERCASE)},
      {"SPACE", WhiteSpace},
      {"PUNCT", Category(U_GC_P_MASK)},
      {"XDIGIT", HexDigits},
      {"ALNUM", Alnum},
      {"CNTRL", Category(U_GC_CC_MASK)},
      {"DIGIT", Category(U_GC_ND_MASK)},
      {"BLANK", Blank},
      {"GRAPH", Graph},
      {"PRINT", Print},
  });
  return sets.Find(upper_name);
}

// With (?i) Java takes the names that tell upper from lower case as all cased characters.
SharedSet FindCaseless(std::string_view name) {
  static const NamedSets sets({
      {"Lu", CasedLetters},
      {"Ll", CasedLetters},
      {"Lt", CasedLetters},
      {"Lower", AsciiLetters},
      {"Upper", AsciiLetters},
      {"javaLowerCase", LowerUpperTitle},
      {"javaUpperCase", LowerUpperTitle},
      {"javaTitleCase", LowerUpperTitle},
  });
  return sets.Find(name);
}

SharedSet FindCaselessUnicode(std::string_view upper_name) {
  static const NamedSets sets({
      {"LOWERCASE", LowerUpperTitle},
      {"UPPERCASE", LowerUpperTitle},
      {"TITLECASE", LowerUpperTitle},
      {"LOWER", LowerUpperTitle},
      {"UPPER", LowerUpperTitle},
  });
  return sets.Find(upper_name);
}

// The name without a prefix, as written in Java's documentation: "Lu", "Alpha", "javaLowerCase".
SharedSet FindPlain(std::string_view name, CaseOfProperty case_of_property) {
  if (case_of_property == CaseOfProperty::kIgnored) {
    if (SharedSet set = FindCaseless(name); set != nullptr) return set;
  }
  for (const auto find : {FindCategory, FindAsciiClass, FindJavaMethod}) {
    if (SharedSet set = find(name); set != nullptr) return set;
  }
  return nullptr;
}

using Find = SharedSet (*)(std::string_view upper_name);

SharedSet FindUnicode(std::string_view name, CaseOfProperty case_of_property, Find find) {
  const std::string upper = UpperAscii(name);
  SharedSet set = find(upper);
  if (set == nullptr || case_of_property == CaseOfProperty::kKept) return set;
  const SharedSet caseless = FindCaselessUnicode(upper);
  return caseless == nullptr ? set : caseless;
}

SharedSet FindWithValue(std::string_view property, std::string_view value,
                        CaseOfProperty case_of_property) {
  const std::string key = UpperAscii(property);
  if (key == "SC" || key == "SCRIPT") return FindScript(value);
  if (key == "BLK" || key == "BLOCK") return FindBlock(value);
  if (key == "GC" || key == "GENERAL_CATEGORY") return FindPlain(value, case_of_property);
  return nullptr;
}

}  // namespace

SharedSet FindProperty(std::string_view name, PosixMeaning posix, CaseOfProperty case_of_property) {
  if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
    return FindWithValue(name.substr(0, equals), name.substr(equals + 1), case_of_property);
  }
  if (name.starts_with("In")) return FindBlock(name.substr(2));
  if (name.starts_with("Is")) {
    name.remove_prefix(2);
    SharedSet set = FindUnicode(name, case_of_property, FindUnicodeProperty);
    if (set == nullptr) set = FindUnicode(name, case_of_property, FindUnicodePosix);
    if (set == nullptr) set = FindPlain(name, case_of_property);
    return set == nullptr ? FindScript(name) : set;
  }
  if (posix == PosixMeaning::kUnicode) {
    SharedSet set = FindUnicode(name, case_of_property, FindUnicodePosix);
    if (set != nullptr) return set;
  }
  return FindPlain(name, case_of_property);
}

SharedSet FindPredefined(char32_t letter, PosixMeaning posix) {
  static const SharedSet horizontal = Share({{'\t', '\t'},
                                             {' ', ' '},
                                             {0xA0, 0xA0},
                                             {0x1680, 0x1680},
                                             {0x180E, 0x180E},
                                             {0x2000, 0x200A},
                                             {0x202F, 0x202F},
                                             {0x205F, 0x205F},
                                             {0x3000, 0x3000}});
  static const SharedSet vertical = Share({{0x0A, 0x0D}, {0x85, 0x85}, {0x2028, 0x2029}});
  static const SharedSet ascii_word = Share(AsciiAlnum().Union({{'_', '_'}}));
  const bool unicode = posix == PosixMeaning::kUnicode;
  switch (letter) {
    case 'd':
      return unicode ? FindUnicodePosix("DIGIT") : FindAsciiClass("Digit");
    case 'h':
      return horizontal;
    case 's':
      return unicode ? FindUnicodePosix("SPACE") : FindAsciiClass("Space");
    case 'v':
      return vertical;
    case 'w':
      return unicode ? FindUnicodeProperty("WORD") : ascii_word;
    default:
      return nullptr;
  }
}

}  // namespace namesake::registry::java
