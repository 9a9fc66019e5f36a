// SPDX-License-Identifier: Apache-2.0
#include "detection/sound_form.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "detection/look_form.h"

namespace namesake::detection {
namespace {

// The coarse look form has written i, l and 1 as l; j and y are read as i.
char ClassOf(char c) noexcept {
  switch (c) {
    case 'j':
    case 'y':
      return 'l';
    case 'u':
      return 'o';
    case 'c':
    case 'q':
      return 'k';
    case 'v':
    case 'w':
      return 'f';
    case 'z':
      return 's';
    default:
      return c;
  }
}

bool IsVowel(char c) noexcept { return c == 'a' || c == 'e' || c == 'o'; }

// The longest words that are not put on the heap.
constexpr std::size_t kUsualLetters = 48;

// What is heard so far; never longer than what was read.
class Sound {
 public:
  explicit Sound(char* letters) : letters_(letters) {}

  void Append(char c) noexcept {
    if (c == Back()) return;  // doubled
    if (c == 'h') {
      AppendH();
      return;
    }
    if (Back() == 'h' && size_ > 1 && !IsVowel(c)) --size_;  // John, Mahmoud
    const char last = Back();
    if (IsVowel(c) && IsVowel(last)) {
      // ae, oe, ue, ou, aa, oo: the first is heard; eo, eu: the second.
      if (last == 'e') letters_[size_ - 1] = c;
      return;
    }
    if (c == 's' && last == 't') --size_;  // ts and tz
    if (c == 's' && last == 'k') {         // Alexander, Aleksandr
      letters_[size_ - 1] = 'x';
      return;
    }
    if (Back() != c) letters_[size_++] = c;
  }

  std::string_view Finish() noexcept {
    if (size_ > 2 && Back() == 'h') --size_;  // Sarah
    if (size_ > 3 && Back() == 's') --size_;  // a plural
    return {letters_, size_};
  }

 private:
  [[nodiscard]] char Back() const noexcept { return size_ == 0 ? '\0' : letters_[size_ - 1]; }

  // ph is f, kh is h, and any other consonant swallows the h.
  void AppendH() noexcept {
    const char before = Back();
    if (before == 'p') {
      letters_[size_ - 1] = 'f';
    } else if (before == 'k') {
      letters_[size_ - 1] = 'h';
    } else if (before == '\0' || IsVowel(before) || before == 'l') {
      letters_[size_++] = 'h';
    }
  }

  char* letters_;
  std::size_t size_ = 0;
};

std::string_view WriteSound(std::string_view coarse_look_form, char* letters) {
  Sound sound(letters);
  for (const char c : coarse_look_form) sound.Append(ClassOf(c));
  return sound.Finish();
}

// FNV-1a: the words are short.
std::uint64_t HashOf(std::string_view letters) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : letters) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash;
}

}  // namespace

std::string SoundForm(std::string_view coarse_look_form) {
  std::string letters(coarse_look_form.size(), '\0');
  letters.resize(WriteSound(coarse_look_form, letters.data()).size());
  return letters;
}

std::uint64_t SoundHash(std::string_view coarse_look_form) {
  std::array<char, kUsualLetters> letters;  // NOLINT(*-member-init): written before it is read
  if (coarse_look_form.size() <= letters.size()) {
    return HashOf(WriteSound(coarse_look_form, letters.data()));
  }
  return HashOf(SoundForm(coarse_look_form));
}

std::uint64_t SoundHashOfWord(std::string_view word) {
  return SoundHash(CoarseForm(LookForm(word)));
}

}  // namespace namesake::detection
