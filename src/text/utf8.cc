// SPDX-License-Identifier: Apache-2.0
#include "text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace namesake::text {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080U;

struct Decoded {
  char32_t code_point;
  std::size_t length;  // 0 when the octets at the front are ill-formed
};

constexpr Decoded kIllFormed{kReplacementCharacter, 0};

constexpr unsigned Octet(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

constexpr bool IsContinuation(unsigned octet) { return (octet & 0xC0U) == 0x80U; }

Decoded DecodeTwo(std::string_view text) {
  if (text.size() < 2 || !IsContinuation(Octet(text, 1))) return kIllFormed;
  return {((Octet(text, 0) & 0x1FU) << 6U) | (Octet(text, 1) & 0x3FU), 2};
}

Decoded DecodeThree(std::string_view text) {
  if (text.size() < 3 || !IsContinuation(Octet(text, 1)) || !IsContinuation(Octet(text, 2))) {
    return kIllFormed;
  }
  const char32_t c = ((Octet(text, 0) & 0x0FU) << 12U) | ((Octet(text, 1) & 0x3FU) << 6U) |
                     (Octet(text, 2) & 0x3FU);
  if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF)) return kIllFormed;
  return {c, 3};
}

Decoded DecodeFour(std::string_view text) {
  if (text.size() < 4 || !IsContinuation(Octet(text, 1)) || !IsContinuation(Octet(text, 2)) ||
      !IsContinuation(Octet(text, 3))) {
    return kIllFormed;
  }
  const char32_t c = ((Octet(text, 0) & 0x07U) << 18U) | ((Octet(text, 1) & 0x3FU) << 12U) |
                     ((Octet(text, 2) & 0x3FU) << 6U) | (Octet(text, 3) & 0x3FU);
  if (c < 0x10000 || c > 0x10FFFF) return kIllFormed;
  return {c, 4};
}

Decoded Decode(std::string_view text) {
  const unsigned first = Octet(text, 0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF) return DecodeTwo(text);
  if (first >= 0xE0 && first <= 0xEF) return DecodeThree(text);
  if (first >= 0xF0 && first <= 0xF4) return DecodeFour(text);
  return kIllFormed;
}

}  // namespace

bool IsAscii(std::string_view text) noexcept {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t seen = 0;
  for (; left >= sizeof seen; at += sizeof seen, left -= sizeof seen) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, at, sizeof chunk);
    seen |= chunk;
  }
  for (; left > 0; ++at, --left) seen |= static_cast<unsigned char>(*at);
  return (seen & kHighBits) == 0;
}

bool IsValidUtf8(std::string_view text) noexcept {
  if (IsAscii(text)) return true;
  while (!text.empty()) {
    const Decoded next = Decode(text);
    if (next.length == 0) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

std::size_t CountCodePoints(std::string_view text) noexcept {
  if (IsAscii(text)) return text.size();
  std::size_t count = 0;
  for (; !text.empty(); ++count) (void)TakeCodePoint(text);
  return count;
}

char32_t TakeCodePoint(std::string_view& text) noexcept {
  const Decoded next = Decode(text);
  text.remove_prefix(next.length == 0 ? 1 : next.length);
  return next.code_point;
}

void AppendUtf8(std::string& text, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    code_point = kReplacementCharacter;
  }
  const auto append = [&text](char32_t octet) { text.push_back(static_cast<char>(octet)); };
  if (code_point < 0x80) {
    append(code_point);
  } else if (code_point < 0x800) {
    append(0xC0U | (code_point >> 6U));
    append(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    append(0xE0U | (code_point >> 12U));
    append(0x80U | ((code_point >> 6U) & 0x3FU));
    append(0x80U | (code_point & 0x3FU));
  } else {
    append(0xF0U | (code_point >> 18U));
    append(0x80U | ((code_point >> 12U) & 0x3FU));
    append(0x80U | ((code_point >> 6U) & 0x3FU));
    append(0x80U | (code_point & 0x3FU));
  }
}

std::string RepairUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  std::string repaired;
  repaired.reserve(text.size() + 16);
  while (!text.empty()) AppendUtf8(repaired, TakeCodePoint(text));
  return repaired;
}

}  // namespace namesake::text
