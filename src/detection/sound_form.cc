// SPDX-License-Identifier: Apache-2.0
#include "detection/sound_form.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "detection/look_form.h"

namespace namesake::detection {
namespace {

// The coarse look form has written i, l and 1 as l; j and y are read as i.
constexpr std::array<char, 256> kClasses = [] {
  std::array<char, 256> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) classes.at(i) = static_cast<char>(i);
  for (const auto& [letters, sound] :
       {std::pair("jy", 'l'), std::pair("u", 'o'), std::pair("cq", 'k'), std::pair("vw", 'f'),
        std::pair("z", 's')}) {
    for (const char c : std::string_view(letters))
      classes.at(static_cast<unsigned char>(c)) = sound;
  }
  return classes;
}();

char ClassOf(char c) noexcept { return kClasses[static_cast<unsigned char>(c)]; }

bool IsVowel(char c) noexcept { return c == 'a' || c == 'e' || c == 'o'; }

// The longest words that are not put on the heap.
constexpr std::size_t kUsualLetters = 48;

// What is heard so far, in letters that somebody else provides; never longer than what was read.
class Sound {
 public:
  explicit Sound(char* letters) : letters_(letters) {}
  // The same, heard so far by another.
  Sound(const Sound& other, char* letters) : letters_(letters), size_(other.size_) {
    std::copy_n(other.letters_, size_, letters_);
  }

  // `c` comes from ClassOf.
  void Append(char c) noexcept {
    const char before = Back();
    if (c == before) return;  // doubled
    if (c == 'h') {
      AppendH();
      return;
    }
    if (before == 'h' && size_ > 1 && !IsVowel(c)) --size_;  // John, Mahmoud
    const char last = Back();
    if (IsVowel(c)) {
      if (!IsVowel(last)) {
        letters_[size_++] = c;
      } else if (last == 'e') {
        // ae, oe, ue, ou, aa, oo: the first is heard; eo, eu: the second.
        letters_[size_ - 1] = c;
      }
      return;
    }
    if (c == 's') {
      if (last == 'k') {  // Alexander, Aleksandr
        letters_[size_ - 1] = 'x';
        return;
      }
      if (last == 't') --size_;  // ts and tz
    }
    if (Back() != c) letters_[size_++] = c;
  }

  std::string_view Finish() noexcept {
    if (size_ > 2 && Back() == 'h') --size_;  // Sarah
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

// A plural, Weiß and Weiss, Gomes and Gomez.
std::string_view WithoutFinalS(std::string_view word) noexcept {
  while (word.size() > 3 && ClassOf(word.back()) == 's') word.remove_suffix(1);
  return word;
}

std::string_view WriteSound(std::string_view coarse_look_form, char* letters) {
  Sound sound(letters);
  for (const char c : WithoutFinalS(coarse_look_form)) sound.Append(ClassOf(c));
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
  if (word.size() <= kUsualLetters / 2 &&
      std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) {
    std::array<char, kUsualLetters> coarse;  // NOLINT(*-member-init): written before it is read
    return SoundHash(WriteCoarseForm(word, coarse.data()));
  }
  return SoundHash(CoarseForm(LookForm(word)));
}

void ForEachSoundWithError(std::string_view coarse_look_form,
                           const std::function<void(std::uint64_t)>& use) {
  if (coarse_look_form.size() > kMaxLettersWithError) return;
  std::array<char, kMaxLettersWithError> before{};  // what is heard of the letters before the error
  Sound heard(before.data());
  for (std::size_t i = 0; i < coarse_look_form.size(); ++i) {
    const auto without = [&](std::size_t letters) {
      std::array<char, kMaxLettersWithError> all;  // NOLINT(*-member-init): as above
      Sound sound(heard, all.data());
      std::string_view rest = coarse_look_form.substr(i + letters);
      while (i + rest.size() > 3 && !rest.empty() && ClassOf(rest.back()) == 's') {
        rest.remove_suffix(1);
      }
      for (const char c : rest) sound.Append(ClassOf(c));
      use(HashOf(sound.Finish()));
    };
    without(1);
    if (coarse_look_form.substr(i).starts_with("rn")) without(2);
    heard.Append(ClassOf(coarse_look_form[i]));
  }
}

}  // namespace namesake::detection
