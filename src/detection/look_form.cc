// SPDX-License-Identifier: Apache-2.0
#include "detection/look_form.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "text/skeleton.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

bool IsAsciiLetter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Letters that digits are read as inside a word ("J0hn", "5andra"); 0 where a digit is only a
// digit.
constexpr std::array<char, 10> kDigitLetters = {'o', kEitherIOrL, 'z', 'e', 'a',
                                                's', 'b',         't', 'b', 'g'};

// The case-sensitive shapes of ASCII that UTS #39 maps to a small l.
char ShapeOf(char c, bool digits_are_letters) noexcept {
  if (c == 'I' || c == '|') return 'l';
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  if (digits_are_letters && c >= '0' && c <= '9')
    return kDigitLetters[static_cast<std::size_t>(c - '0')];
  return c;
}

// Appends one folded character and joins it with the one before where the two look like one.
void AppendJoined(std::string& form, char c) {
  const char before = form.empty() ? '\0' : form.back();
  if (c == 'l' && before == 'c') {
    form.back() = 'd';
  } else if (c == 'v' && before == 'v') {
    form.back() = 'w';
  } else if (c == 'm') {
    form += "rn";
  } else {
    form.push_back(c);
  }
}

std::string FoldShapes(std::string_view word) {
  const bool has_letter = std::ranges::any_of(
      word, [](char c) { return IsAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
  std::string form;
  form.reserve(word.size() + 4);
  for (const char c : word) AppendJoined(form, ShapeOf(c, has_letter));
  return form;
}

// UTS #39 reads 0 as O and 1 as l before we can see that they were digits; ours reads them better.
// So the skeleton is taken between the digits.
std::string SkeletonBetweenDigits(std::string_view word) {
  std::string skeleton;
  while (!word.empty()) {
    const std::size_t digit = std::min(word.find_first_of("0123456789"), word.size());
    if (digit > 0) {
      // Folding comes after the skeleton: I looks like l only before it.
      skeleton += text::Clean(text::FoldCaseOnly(text::Skeleton(word.substr(0, digit))));
    }
    if (digit < word.size()) skeleton.push_back(word[digit]);
    word.remove_prefix(std::min(digit + 1, word.size()));
  }
  return skeleton;
}

}  // namespace

std::string LookForm(std::string_view word) {
  return text::IsAscii(word) ? FoldShapes(word) : FoldShapes(SkeletonBetweenDigits(word));
}

bool LooksEqual(std::string_view a, std::string_view b) noexcept {
  const auto either = [](char c) { return c == kEitherIOrL || c == 'i' || c == 'l'; };
  return std::ranges::equal(a, b, [&](char x, char y) {
    return x == y || ((x == kEitherIOrL || y == kEitherIOrL) && either(x) && either(y));
  });
}

std::string CoarseForm(std::string_view look_form) {
  std::string coarse;
  coarse.reserve(look_form.size());
  // Joined before i becomes l: only a real l makes a d of the c before it.
  for (const char c : look_form) AppendJoined(coarse, c);
  for (char& c : coarse) {
    if (c == 'i' || c == kEitherIOrL) c = 'l';
  }
  return coarse;
}

std::string_view WriteCoarseForm(std::string_view lower_case_word, char* coarse) noexcept {
  std::size_t size = 0;
  for (const char c : lower_case_word) {
    const char before = size == 0 ? '\0' : coarse[size - 1];
    if (c == 'l' && before == 'c') {
      coarse[size - 1] = 'd';
    } else if (c == 'v' && before == 'v') {
      coarse[size - 1] = 'w';
    } else if (c == 'm') {
      coarse[size++] = 'r';
      coarse[size++] = 'n';
    } else {
      coarse[size++] = c;
    }
  }
  std::replace(coarse, coarse + size, 'i', 'l');
  return {coarse, size};
}

}  // namespace namesake::detection
