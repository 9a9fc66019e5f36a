// SPDX-License-Identifier: Apache-2.0
#include "registry/java_escape.h"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>

#include "registry/code_point_set.h"
#include "registry/java_flags.h"
#include "registry/java_property.h"
#include "registry/java_property_name.h"
#include "registry/java_reader.h"
#include "text/escape.h"
#include "text/utf8.h"

namespace namesake::registry::java {
namespace {

constexpr std::size_t kShownCodePoints = 40;  // of a wrong name in its message

std::string Shown(const std::string& name) {
  return text::EscapeForDisplay(name, kShownCodePoints);
}

// The value of a hexadecimal digit, or 16.
constexpr char32_t HexDigit(char32_t c) noexcept {
  if (IsAsciiDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 16;
}

constexpr bool IsHexDigit(char32_t c) noexcept { return HexDigit(c) < 16; }
constexpr bool IsOctalDigit(char32_t c) noexcept { return c >= '0' && c <= '7'; }
constexpr bool IsHighSurrogate(char32_t c) noexcept { return c >= 0xD800 && c <= 0xDBFF; }
constexpr bool IsLowSurrogate(char32_t c) noexcept { return c >= 0xDC00 && c <= 0xDFFF; }

// The readers below begin behind the letter of their escape.

// \0n \0nn \0mnn, m at most 3
char32_t ReadOctal(Reader& reader) {
  const char32_t first = reader.Read();
  if (!IsOctalDigit(first)) {
    reader.Fail("an octal escape needs one to three digits from 0 to 7");
    return 0;
  }
  char32_t value = first - '0';
  const std::size_t most = first <= '3' ? 3 : 2;
  for (std::size_t digits = 1; digits < most; ++digits) {
    const char32_t c = reader.Read();
    if (!IsOctalDigit(c)) {
      reader.Unread();
      break;
    }
    value = value * 8 + (c - '0');
  }
  return value;
}

// Behind "\x{"
char32_t ReadBracedHex(Reader& reader) {
  char32_t value = 0;
  char32_t c = reader.Read();
  for (; IsHexDigit(c); c = reader.Read()) {
    value = value * 16 + HexDigit(c);
    if (value > kMaxCodePoint) {
      reader.Fail("no character has a code above 10FFFF");
      return 0;
    }
  }
  if (c != '}') reader.Fail("the escape \\x{ is not closed");
  return value;
}

// \xhh \x{h...}
char32_t ReadHex(Reader& reader) {
  const char32_t first = reader.Read();
  if (first == '{' && IsHexDigit(reader.Peek())) return ReadBracedHex(reader);
  if (IsHexDigit(first)) {
    const char32_t second = reader.Read();
    if (IsHexDigit(second)) return HexDigit(first) * 16 + HexDigit(second);
  }
  reader.Fail("the escape \\x needs two hexadecimal digits, or some in braces");
  return 0;
}

char32_t ReadUtf16Unit(Reader& reader) {
  char32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char32_t c = reader.Read();
    if (!IsHexDigit(c)) {
      reader.Fail("the escape \\u needs four hexadecimal digits");
      return 0;
    }
    value = value * 16 + HexDigit(c);
  }
  return value;
}

// \uhhhh, and two of them for a surrogate pair
char32_t ReadUtf16(Reader& reader) {
  const char32_t high = ReadUtf16Unit(reader);
  if (!IsHighSurrogate(high)) return high;
  const std::size_t behind = reader.cursor();
  if (reader.Read() == '\\' && reader.Read() == 'u') {
    const char32_t low = ReadUtf16Unit(reader);
    if (IsLowSurrogate(low)) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  }
  if (!reader.fault()) reader.set_cursor(behind);
  return high;
}

char32_t ReadControl(Reader& reader) {
  if (reader.AtEnd()) {
    reader.Fail("the escape \\c needs a character");
    return 0;
  }
  return reader.Read() ^ 0x40U;
}

// Reads up to a brace and takes it; what stands before it, or nullopt without one.
std::optional<std::string> ReadBracedName(Reader& reader) {
  const std::size_t first = reader.cursor();
  while (!reader.AtEnd()) {
    if (reader.Read() == '}') return reader.Text(first, reader.cursor() - 1);
  }
  return std::nullopt;
}

// \N{name}
char32_t ReadNamed(Reader& reader) {
  if (reader.Read() != '{') {
    reader.Fail("the escape \\N needs a character name in braces");
    return 0;
  }
  const std::optional<std::string> name = ReadBracedName(reader);
  if (!name) {
    reader.Fail("the escape \\N{ is not closed", reader.cursor());
    return 0;
  }
  const char32_t c = FindNamedCharacter(*name);
  if (c == kNoCodePoint) reader.Fail(fmt::format("no character is named «{}»", Shown(*name)));
  return c == kNoCodePoint ? 0 : c;
}

}  // namespace

std::optional<char32_t> ReadEscapedCharacter(Reader& reader) {
  const char32_t letter = reader.RawPeek(1);
  const auto simple = [&reader](char32_t c) {
    reader.Skip(2);
    return c;
  };
  const auto longer = [&reader](char32_t (*read)(Reader&)) {
    reader.Skip(2);
    return read(reader);
  };
  switch (letter) {
    case '0':
      return longer(ReadOctal);
    case 'N':
      return longer(ReadNamed);
    case 'a':
      return simple('\a');
    case 'c':
      return longer(ReadControl);
    case 'e':
      return simple(0x1B);
    case 'f':
      return simple('\f');
    case 'n':
      return simple('\n');
    case 'r':
      return simple('\r');
    case 't':
      return simple('\t');
    case 'u':
      return longer(ReadUtf16);
    case 'x':
      return longer(ReadHex);
    default:
      break;
  }
  if (IsAsciiLetter(letter) || IsAsciiDigit(letter)) return std::nullopt;
  reader.Skip(1);
  if (reader.AtEnd()) {
    reader.Fail("there is nothing behind the last backslash");
    return 0;
  }
  return reader.RawRead();
}

SharedSet ReadPredefinedClass(Reader& reader, const Flags& flags) {
  const char32_t letter = reader.RawPeek(1);
  const bool negated = letter >= 'A' && letter <= 'Z';
  const SharedSet set =
      FindPredefined(negated ? letter - 'A' + 'a' : letter,
                     flags.unicode_classes ? PosixMeaning::kUnicode : PosixMeaning::kAscii);
  if (set == nullptr) return nullptr;
  reader.Skip(2);
  return negated ? Share(set->Complement()) : set;
}

SharedSet ReadProperty(Reader& reader, const Flags& flags) {
  if (reader.RawPeek() != '\\') return nullptr;
  const char32_t letter = reader.RawPeek(1);
  if (letter != 'p' && letter != 'P') return nullptr;
  reader.Skip(1);
  std::optional<std::string> name;
  if (reader.Next() == '{') {
    reader.Next();
    name = ReadBracedName(reader);
    if (!name) {
      reader.Fail("the property name is not closed", reader.cursor());
      return Share({});
    }
  } else if (reader.AtEnd()) {
    reader.Fail("the property name is missing");
    return Share({});
  } else {
    name.emplace();
    text::AppendUtf8(*name, reader.RawRead());
  }
  const SharedSet set =
      FindProperty(*name, flags.unicode_classes ? PosixMeaning::kUnicode : PosixMeaning::kAscii,
                   flags.ignore_case ? CaseOfProperty::kIgnored : CaseOfProperty::kKept);
  if (set == nullptr) {
    reader.Fail(name->empty() ? "the property name is empty"
                              : fmt::format("no property is named «{}»", Shown(*name)));
    return Share({});
  }
  return letter == 'P' ? Share(set->Complement()) : set;
}

void RefuseEscape(Reader& reader) {
  std::string letter;
  text::AppendUtf8(letter, reader.RawPeek(1));
  reader.Fail(fmt::format("there is no escape \\{}", letter), reader.cursor() + 1);
}

}  // namespace namesake::registry::java
