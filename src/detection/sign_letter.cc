// SPDX-License-Identifier: Apache-2.0
#include "detection/sign_letter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace namesake::detection {
namespace {

struct Sign {
  std::string_view sign;
  char letter;
};

constexpr auto kSigns = std::to_array<Sign>({
    {"@", 'a'},
    {"$", 's'},
    {"!", 'i'},
    {"|", 'l'},
    {"+", 't'},
    {"€", 'e'},
    {"£", 'l'},
    {"¥", 'y'},
    {"¢", 'c'},
    {"©", 'c'},
    {"®", 'r'},
    {"¡", 'i'},
    {"§", 's'},
    {"₦", 'n'},
    {"₩", 'w'},
    {"µ", 'u'},
});

bool IsLetter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// A word with an @ and a full stop after it is an address.
bool IsAddress(std::string_view word) noexcept {
  const std::size_t at = word.find('@');
  return at != std::string_view::npos && word.find('.', at) != std::string_view::npos;
}

const Sign* SignAt(std::string_view word, std::size_t at) noexcept {
  for (const Sign& sign : kSigns) {
    if (word.substr(at).starts_with(sign.sign)) return &sign;
  }
  return nullptr;
}

void AppendRead(std::string_view word, std::string& read) {
  if (IsAddress(word) || std::ranges::none_of(word, IsLetter)) {
    read += word;
    return;
  }
  for (std::size_t at = 0; at < word.size();) {
    const Sign* sign = SignAt(word, at);
    if (sign == nullptr) {
      read.push_back(word[at++]);
      continue;
    }
    read.push_back(sign->letter);
    at += sign->sign.size();
  }
}

}  // namespace

std::string SignsAsLetters(std::string_view text) {
  if (text.find_first_of("@$!|+\xC2\xE2") == std::string_view::npos) return std::string(text);
  std::string read;
  read.reserve(text.size());
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    AppendRead(text.substr(0, blank), read);
    if (blank < text.size()) read.push_back(' ');
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return read;
}

}  // namespace namesake::detection
