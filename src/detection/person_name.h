// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "names/title.h"
#include "text/romanise.h"

namespace namesake::detection {

// Words of a display name beyond this are not looked at: the longest real ones have about thirty,
// and a reader's screen ends before.
inline constexpr std::size_t kMaxNameWords = 128;

// One word of a name as it is read aloud.
struct SpokenWord {
  std::string text;    // lower-case ASCII: text::Romanise, with digits read as letters
  std::string native;  // the word itself, cleaned and case folded, when its letters are not Latin
  std::string look;    // look form of `text`
  std::string coarse;  // coarse form of that
  std::uint64_t sound = 0;  // hash of the sound form of that
  names::WordRoles roles;
  text::Script script = text::Script::kLatin;
  bool after_break = false;   // see text::PartedWord
  bool after_hyphen = false;  // likewise
};

// A name taken apart, in the forms that the layers compare. Order of words as written.
struct PreparedName {
  std::vector<std::string> exact;       // words as written, case folded
  std::vector<std::string> clean;       // words of text::Clean, case folded
  std::vector<std::string> look;        // look forms of the same words, from their own case
  std::vector<std::string> look_lower;  // the same, from lower case
  std::vector<std::string> look_upper;  // the same, from upper case; only for an identity's name
  std::vector<SpokenWord> spoken;       // 张伟 has two of these, and one of the others
};

enum class NameRole {
  kShown,       // a display name: what somebody sees
  kRegistered,  // an identity's name: what somebody expects to see, in whatever case
};

// The words of a name as they are read aloud: the first step of PrepareName, which is enough for
// looking the name up. `clean_name` comes from text::Clean.
[[nodiscard]] std::vector<SpokenWord> SpeakName(std::string_view clean_name);

// A registered name without titles and degrees, as text::Clean leaves it.
[[nodiscard]] std::string CleanRegistered(std::string_view name);

// Takes a name apart. Words end at white space and punctuation; apostrophes of all kinds belong to
// the word and are left out ("O'Brien" = "OBrien"). Of a registered name "Dr. Jane Smith" the title
// is left out: she is Jane Smith.
[[nodiscard]] PreparedName PrepareName(std::string_view name, NameRole role);

// Further ways to say a registered name that its characters do not tell: 佐藤 太郎 is Sato Taro
// only by its address sato.taro@example.com or by a comment. Empty for names whose letters tell it.
// `email` and `comments` as in Identity.
[[nodiscard]] std::vector<std::vector<SpokenWord>> ReadingsBeside(std::string_view name,
                                                                  std::string_view email,
                                                                  std::string_view comments);

}  // namespace namesake::detection
