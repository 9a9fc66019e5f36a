// SPDX-License-Identifier: Apache-2.0
#include "registry/java_property_name.h"

#include <unicode/uchar.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "registry/code_point_set.h"
#include "registry/icu_set.h"

namespace namesake::registry::java {
namespace {

// The names of one enumerated property of ICU, each with its set, which is computed when it is
// first asked for.
class ValueNames {
 public:
  explicit ValueNames(UProperty property)
      : property_(property),
        sets_(static_cast<std::size_t>(u_getIntPropertyMaxValue(property)) + 1) {}

  void Add(std::string name, int32_t value) { names_.emplace(std::move(name), value); }

  [[nodiscard]] int32_t count() const noexcept { return static_cast<int32_t>(sets_.size()); }

  [[nodiscard]] SharedSet Find(std::string_view upper_name) const {
    const auto found = names_.find(upper_name);
    if (found == names_.end()) return nullptr;
    const Lazy& lazy = sets_[static_cast<std::size_t>(found->second)];
    std::call_once(lazy.once, [&] { lazy.set = Share(SetWithValue(property_, found->second)); });
    return lazy.set;
  }

 private:
  struct Lazy {
    mutable std::once_flag once;
    mutable SharedSet set;
  };

  UProperty property_;
  std::map<std::string, int32_t, std::less<>> names_;
  std::vector<Lazy> sets_;
};

std::string Name(UProperty property, int32_t value, UPropertyNameChoice choice) {
  const char* const name = u_getPropertyValueName(property, value, choice);
  return name == nullptr ? "" : name;
}

std::string Without(std::string text, char unwanted) {
  text.erase(std::remove(text.begin(), text.end(), unwanted), text.end());
  return text;
}

// "LATIN_EXTENDED_A" -> "LATIN EXTENDED-A". ICU writes an underscore for the hyphens too, which
// stand before a last single letter, except behind CJK ... EXTENSION and LINEAR.
std::string BlockTitle(std::string identifier) {
  if (identifier == "LATIN_1_SUPPLEMENT") return "LATIN-1 SUPPLEMENT";
  if (identifier == "PHAGS_PA") return "PHAGS-PA";
  std::replace(identifier.begin(), identifier.end(), '_', ' ');
  if (!identifier.starts_with("CJK ") && !identifier.starts_with("LINEAR ") &&
      identifier.size() > 2 && identifier[identifier.size() - 2] == ' ') {
    identifier[identifier.size() - 2] = '-';
  }
  return identifier;
}

// The names under which Java keeps blocks that Unicode has renamed.
constexpr std::pair<std::string_view, std::string_view> kOldBlockIdentifiers[] = {
    {"GREEK_AND_COPTIC", "GREEK"},
    {"COMBINING_DIACRITICAL_MARKS_FOR_SYMBOLS", "COMBINING_MARKS_FOR_SYMBOLS"},
    {"CYRILLIC_SUPPLEMENT", "CYRILLIC_SUPPLEMENTARY"},
};

std::unique_ptr<const ValueNames> ReadBlockNames() {
  auto names = std::make_unique<ValueNames>(UCHAR_BLOCK);
  const auto add_title = [&names](const std::string& identifier, int32_t value) {
    const std::string title = BlockTitle(identifier);
    names->Add(Without(title, ' '), value);
    names->Add(title, value);
  };
  for (int32_t value = 1; value < names->count(); ++value) {  // 0: no block
    const std::string identifier = UpperAscii(Name(UCHAR_BLOCK, value, U_LONG_PROPERTY_NAME));
    const auto* const old =
        std::find_if(std::begin(kOldBlockIdentifiers), std::end(kOldBlockIdentifiers),
                     [&](const auto& pair) { return pair.first == identifier; });
    add_title(identifier, value);
    if (old == std::end(kOldBlockIdentifiers)) {
      names->Add(identifier, value);
    } else {
      names->Add(std::string(old->second), value);
      add_title(std::string(old->second), value);
    }
  }
  return names;
}

std::unique_ptr<const ValueNames> ReadScriptNames() {
  auto names = std::make_unique<ValueNames>(UCHAR_SCRIPT);
  for (int32_t value = 0; value < names->count(); ++value) {
    // ICU knows codes, such as Hans, that no character has for its script.
    if (SetWithValue(UCHAR_SCRIPT, value).empty()) continue;
    for (const auto choice : {U_LONG_PROPERTY_NAME, U_SHORT_PROPERTY_NAME}) {
      names->Add(UpperAscii(Name(UCHAR_SCRIPT, value, choice)), value);
    }
  }
  return names;
}

std::string_view Trim(std::string_view text) noexcept {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// ---- Characters that Unicode's list gives no name
// ---------------------------------------------------

// The names that Java has for control characters, U+0000 to U+001F and U+007F to U+009F.
constexpr std::array<std::string_view, 65> kControlNames = {{
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "BEL",
    "BACKSPACE",
    "CHARACTER TABULATION",
    "LINE FEED (LF)",
    "LINE TABULATION",
    "FORM FEED (FF)",
    "CARRIAGE RETURN (CR)",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "INFORMATION SEPARATOR FOUR",
    "INFORMATION SEPARATOR THREE",
    "INFORMATION SEPARATOR TWO",
    "INFORMATION SEPARATOR ONE",
    "DELETE",
    "PADDING CHARACTER",
    "HIGH OCTET PRESET",
    "BREAK PERMITTED HERE",
    "NO BREAK HERE",
    "LATIN 1 SUPPLEMENT 84",
    "NEXT LINE (NEL)",
    "START OF SELECTED AREA",
    "END OF SELECTED AREA",
    "CHARACTER TABULATION SET",
    "CHARACTER TABULATION WITH JUSTIFICATION",
    "LINE TABULATION SET",
    "PARTIAL LINE FORWARD",
    "PARTIAL LINE BACKWARD",
    "REVERSE LINE FEED",
    "SINGLE SHIFT TWO",
    "SINGLE SHIFT THREE",
    "DEVICE CONTROL STRING",
    "PRIVATE USE ONE",
    "PRIVATE USE TWO",
    "SET TRANSMIT STATE",
    "CANCEL CHARACTER",
    "MESSAGE WAITING",
    "START OF GUARDED AREA",
    "END OF GUARDED AREA",
    "START OF STRING",
    "SINGLE GRAPHIC CHARACTER INTRODUCER",
    "SINGLE CHARACTER INTRODUCER",
    "CONTROL SEQUENCE INTRODUCER",
    "STRING TERMINATOR",
    "OPERATING SYSTEM COMMAND",
    "PRIVACY MESSAGE",
    "APPLICATION PROGRAM COMMAND",
}};

std::optional<char32_t> FindControl(std::string_view upper_name) {
  const auto* const found = std::find(kControlNames.begin(), kControlNames.end(), upper_name);
  if (found == kControlNames.end()) return std::nullopt;
  const auto index = static_cast<char32_t>(found - kControlNames.begin());
  return index < 0x20 ? index : index - 0x20 + 0x7F;
}

// Ideographs, Hangul and private use, which are assigned in ranges: Java names them by block and
// code, "CJK UNIFIED IDEOGRAPHS 4E00".
bool HasNumberedName(UChar32 c) {
  char name[100];
  UErrorCode status = U_ZERO_ERROR;
  const int32_t size = u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof name, &status);
  const std::string_view text(name, U_SUCCESS(status) ? static_cast<std::size_t>(size) : 0);
  switch (u_charType(c)) {
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    case U_OTHER_LETTER:
      return text.starts_with("CJK UNIFIED IDEOGRAPH-") || text.starts_with("HANGUL SYLLABLE ") ||
             text.starts_with("TANGUT IDEOGRAPH-");
    default:
      return false;
  }
}

// The upper-case hexadecimal code at the end of a name; nullopt when there is none.
std::optional<char32_t> ReadCode(std::string_view digits) {
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (error != std::errc() || end != digits.data() + digits.size() || code > kMaxCodePoint) {
    return std::nullopt;
  }
  return code;
}

std::optional<char32_t> FindNumbered(std::string_view upper_name) {
  const std::size_t space = upper_name.rfind(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto code = ReadCode(upper_name.substr(space + 1));
  if (!code || !HasNumberedName(static_cast<UChar32>(*code))) return std::nullopt;
  std::string block(upper_name.substr(0, space));
  std::replace(block.begin(), block.end(), ' ', '_');
  const SharedSet set = FindBlock(block);
  return set != nullptr && set->Contains(*code) ? code : std::nullopt;
}

}  // namespace

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

SharedSet FindScript(std::string_view name) {
  static const std::unique_ptr<const ValueNames> names = ReadScriptNames();
  return names->Find(UpperAscii(name));
}

SharedSet FindBlock(std::string_view name) {
  static const std::unique_ptr<const ValueNames> names = ReadBlockNames();
  const std::string upper = UpperAscii(name);
  // One block of former times that lives on in Java's names, without a character.
  if (upper == "SURROGATES_AREA") return Share({});
  return names->Find(upper);
}

char32_t FindNamedCharacter(std::string_view name) {
  const std::string upper = UpperAscii(Trim(name));
  if (const auto control = FindControl(upper)) return *control;
  if (const auto numbered = FindNumbered(upper)) return *numbered;
  UErrorCode status = U_ZERO_ERROR;
  const UChar32 c = u_charFromName(U_UNICODE_CHAR_NAME, upper.c_str(), &status);
  if (U_FAILURE(status) || HasNumberedName(c)) return kNoCodePoint;
  return static_cast<char32_t>(c);
}

}  // namespace namesake::registry::java
