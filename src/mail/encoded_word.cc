// SPDX-License-Identifier: Apache-2.0
#include "mail/encoded_word.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mail/character.h"
#include "text/charset.h"

namespace namesake::mail {
namespace {

constexpr std::string_view kOpening = "=?";
constexpr std::string_view kClosing = "?=";

// Longer than any charset's name with a language tag: what follows "=?" is then only text.
constexpr std::size_t kMaxCharsetBytes = 64;

enum class Encoding : char { kBase64 = 'b', kQuoted = 'q' };

// One encoded-word as it stands in the text (RFC 2047 section 2), and where it ends.
struct EncodedWord {
  std::string_view charset;
  Encoding encoding = Encoding::kQuoted;
  std::string_view payload;
  std::size_t size = 0;  // octets from "=?" to behind "?="
};

// Reads "charset?encoding?" at the front of `text`; nullopt when it is none.
std::optional<EncodedWord> ReadPrefix(std::string_view text) {
  const std::size_t mark = text.substr(0, kMaxCharsetBytes).find('?');
  if (mark == std::string_view::npos || mark == 0 || text.size() < mark + 3) return std::nullopt;
  const std::string_view charset = TrimBlanks(text.substr(0, mark));
  const auto is_odd = [](char c) { return IsBlank(c) || IsControl(c) || Is8Bit(c); };
  if (charset.empty() || std::ranges::any_of(charset, is_odd)) return std::nullopt;
  const char encoding = LowerAscii(text[mark + 1]);
  if ((encoding != 'b' && encoding != 'q') || text[mark + 2] != '?') return std::nullopt;
  return EncodedWord{.charset = charset,
                     .encoding = static_cast<Encoding>(encoding),
                     .payload = text.substr(mark + 3),
                     .size = kOpening.size() + mark + 3};
}

// Where the payload ends that begins `text` when its "?=" is missing: at the next encoded-word, or
// with the first word of the text.
std::size_t EndWithoutClosing(std::string_view text) {
  const std::size_t blank = text.find_first_of(" \t\r\n");
  const std::size_t opening = text.find(kOpening);
  return std::min({blank, opening, text.size()});
}

// The encoded-word at the front of `text`, which begins with "=?"; nullopt when it is only text.
std::optional<EncodedWord> ReadEncodedWord(std::string_view text) {
  auto word = ReadPrefix(text.substr(kOpening.size()));
  if (!word) return std::nullopt;
  const std::string_view rest = word->payload;
  std::size_t closing = rest.find(kClosing);
  // "=?utf-8?Q?=4A?=": the payload may begin with the "=" that looks like a part of "?=".
  const std::size_t opening = rest.find(kOpening);
  const bool next_comes_first = opening < closing && opening + 1 != closing &&
                                ReadPrefix(rest.substr(opening + kOpening.size())).has_value();
  if (closing == std::string_view::npos || next_comes_first) {
    word->payload = rest.substr(0, EndWithoutClosing(rest));
    word->size += word->payload.size();
    return word;
  }
  word->payload = rest.substr(0, closing);
  word->size += closing + kClosing.size();
  return word;
}

int HexValue(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = LowerAscii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The "Q" encoding of RFC 2047 section 4.2. A "=" without two hex digits is only itself.
void AppendQuoted(std::string_view payload, std::string& octets) {
  for (std::size_t i = 0; i < payload.size(); ++i) {
    const char c = payload[i];
    if (c == '_') {
      octets.push_back(' ');
    } else if (c == '=' && i + 2 < payload.size() && HexValue(payload[i + 1]) >= 0 &&
               HexValue(payload[i + 2]) >= 0) {
      octets.push_back(static_cast<char>(HexValue(payload[i + 1]) * 16 + HexValue(payload[i + 2])));
      i += 2;
    } else {
      octets.push_back(c);
    }
  }
}

// -1: no digit of base64, in either of its alphabets.
int Base64Value(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

// The "B" encoding: foreign characters are passed over, and padding may be missing or too early, as
// when somebody has put two encoded texts one after the other.
void AppendBase64(std::string_view payload, std::string& octets) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : payload) {
    if (c == '=') {
      count = 0;
      continue;
    }
    const int value = Base64Value(c);
    if (value < 0) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    octets.push_back(static_cast<char>(bits >> count & 0xFFU));
  }
}

// Octets of neighbouring encoded-words of one charset, converted together: a character may be cut
// between them.
class Run {
 public:
  [[nodiscard]] bool empty() const noexcept { return charset_.empty(); }
  [[nodiscard]] bool Fits(const EncodedWord& word) const noexcept {
    return EqualsIgnoringCase(charset_, word.charset);
  }

  void Add(const EncodedWord& word) {
    charset_ = word.charset;
    if (word.encoding == Encoding::kBase64) {
      AppendBase64(word.payload, octets_);
    } else {
      AppendQuoted(word.payload, octets_);
    }
  }

  void FlushTo(std::string& text) {
    if (empty()) return;
    auto decoded = text::DecodeCharset(octets_, charset_);
    text += decoded ? *decoded : text::DecodeUnlabelled(octets_);
    charset_ = {};
    octets_.clear();
  }

 private:
  std::string_view charset_;
  std::string octets_;
};

}  // namespace

bool HasEncodedWord(std::string_view text) noexcept {
  return text.find(kOpening) != std::string_view::npos;
}

std::size_t EncodedWordSize(std::string_view text) noexcept {
  if (!text.starts_with(kOpening)) return 0;
  const auto word = ReadEncodedWord(text);
  return word ? word->size : 0;
}

std::string DecodeEncodedWords(std::string_view text) {
  std::string decoded;
  Run run;
  std::size_t plain_begin = 0;  // of the text that is no encoded-word and not yet taken over
  for (std::size_t at = text.find(kOpening); at != std::string_view::npos;) {
    const auto word = ReadEncodedWord(text.substr(at));
    if (!word) {
      at = text.find(kOpening, at + 1);
      continue;
    }
    const std::string_view plain = text.substr(plain_begin, at - plain_begin);
    // White space between two encoded-words is only there to fold the line (RFC 2047 section 6.2).
    const bool joins = !run.empty() && TrimBlanks(plain).empty();
    if (!joins || !run.Fits(*word)) run.FlushTo(decoded);
    if (!joins) decoded += text::DecodeUnlabelled(plain);
    run.Add(*word);
    plain_begin = at + word->size;
    at = text.find(kOpening, plain_begin);
  }
  run.FlushTo(decoded);
  decoded += text::DecodeUnlabelled(text.substr(plain_begin));
  return decoded;
}

}  // namespace namesake::mail
