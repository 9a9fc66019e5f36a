// SPDX-License-Identifier: Apache-2.0
#include "detection/name_keys.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "detection/look_form.h"
#include "detection/other_form.h"
#include "detection/person_name.h"
#include "detection/sound_form.h"
#include "names/given_name.h"
#include "names/surname.h"
#include "names/title.h"
#include "text/skeleton.h"
#include "text/utf8.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

using names::WordRole;

// First and last word of one name stand at most this far apart: six registered words and two added.
constexpr std::size_t kMaxNameSpan = 8;

// Words of a shown name for which typing errors and other forms are looked up: the longest names
// with a title on either side.
constexpr std::size_t kMaxWordsLookedInto = 8;

// Given name and surname written as one have this many letters at least.
constexpr std::size_t kMinUnbrokenLetters = 7;

// Two words that are looked into stand at most this far apart.
constexpr std::size_t kMaxLookedIntoSpan = 2;

// A typing error needs a word long enough to be recognised still: five letters of a registered word
// (word_match.cc), and one may be missing in what is shown.
constexpr std::size_t kMinRegisteredWithError = 5;
constexpr std::size_t kMinShownWithError = 4;

// Keys of one name, nearly always.
constexpr std::size_t kUsualKeys = 24;

// Pairs and wholes have to differ, so that "anna" + "bell" is not "annabell".
constexpr std::uint64_t kPairFamily = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kErrorFamily = 0xD6E8FEB86659FD93ULL;
constexpr std::uint64_t kWholeFamily = 0xC2B2AE3D27D4EB4FULL;

using Keys = std::vector<std::uint64_t>;

std::uint64_t Mix(std::uint64_t value) noexcept {  // the finalizer of SplitMix64
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

// Either order is the same name.
std::uint64_t PairKey(std::uint64_t a, std::uint64_t b) noexcept {
  return Mix(Mix(std::min(a, b) ^ kPairFamily) + std::max(a, b));
}

std::uint64_t WholeKey(std::uint64_t joined_sound) noexcept {
  return Mix(joined_sound ^ kWholeFamily);
}

// Sounds meet across word ends when words are written together ("Mac" + "Lean"), so what is joined
// are the look forms.
template <typename Looks>
std::uint64_t JoinedSound(const Looks& looks) {
  std::string joined;
  for (const std::string& look : looks) joined += look;
  return SoundHash(CoarseForm(joined));
}

// All words as one, in either order.
void AppendWholes(const std::vector<std::string>& looks, Keys& keys) {
  if (looks.empty()) return;
  keys.push_back(WholeKey(JoinedSound(looks)));
  if (looks.size() > 1) keys.push_back(WholeKey(JoinedSound(looks | std::views::reverse)));
}

auto LooksOf(const std::vector<SpokenWord>& words) {
  return words | std::views::transform(
                     [](const SpokenWord& word) -> const std::string& { return word.look; });
}

void AppendWholes(const std::vector<SpokenWord>& words, Keys& keys) {
  if (words.empty()) return;
  if (words.size() == 1) {
    keys.push_back(WholeKey(words.front().sound));
    return;
  }
  keys.push_back(WholeKey(JoinedSound(LooksOf(words))));
  keys.push_back(WholeKey(JoinedSound(LooksOf(words) | std::views::reverse)));
}

// Pairs of which one word may have a typing error. They are a family of their own, so that a name
// without one is found among its likes alone.
std::uint64_t ErrorKey(std::uint64_t a, std::uint64_t b) noexcept {
  return Mix(PairKey(a, b) ^ kErrorFamily);
}

// The pairs of the word with an error in it and `other` as it is.
void AppendWithErrors(const SpokenWord& word, std::uint64_t other, Keys& keys) {
  ForEachSoundWithError(word.coarse,
                        [&](std::uint64_t sound) { keys.push_back(ErrorKey(sound, other)); });
}

void SortUnique(Keys& keys) {
  std::ranges::sort(keys);
  const auto rest = std::ranges::unique(keys);
  keys.erase(rest.begin(), rest.end());
}

// ---- A registered name --------------------------------------------------------------------------

// The words that tell the person: without "von" and "Jr.", as long as two remain.
std::vector<const SpokenWord*> CoreOf(const std::vector<SpokenWord>& words) {
  std::vector<const SpokenWord*> core;
  for (const SpokenWord& word : words) {
    const bool aside = word.roles.Has(WordRole::kParticle) || word.roles.Has(WordRole::kGeneration);
    if (!aside || names::IsGivenName(word.text)) core.push_back(&word);
  }
  if (core.size() >= 2) return core;
  core.clear();
  for (const SpokenWord& word : words) core.push_back(&word);
  return core;
}

// "J. Doe" for John Doe, and for Doe John.
void AppendInitials(const SpokenWord& first, const SpokenWord& last, Keys& keys) {
  const auto initial = [](const SpokenWord& word) {
    return SoundHashOfWord(std::string_view(word.text).substr(0, 1));
  };
  keys.push_back(PairKey(initial(first), last.sound));
  keys.push_back(PairKey(initial(last), first.sound));
}

void AppendRegisteredErrors(const SpokenWord& a, const SpokenWord& b, Keys& keys) {
  keys.push_back(ErrorKey(a.sound, b.sound));
  if (a.text.size() >= kMinRegisteredWithError) AppendWithErrors(a, b.sound, keys);
  if (b.text.size() >= kMinRegisteredWithError) AppendWithErrors(b, a.sound, keys);
}

void AppendSpoken(const std::vector<SpokenWord>& words, Keys& keys) {
  const std::vector<const SpokenWord*> core = CoreOf(words);
  if (core.size() < 2) return;
  AppendInitials(*core.front(), *core.back(), keys);
  AppendRegisteredErrors(*core.front(), *core.back(), keys);
  // Of three words and more: the given name with each of the others, which may be surnames.
  const std::size_t n = std::min(core.size(), kMaxNameSpan);
  for (std::size_t i = 1; i < n; ++i) keys.push_back(PairKey(core[0]->sound, core[i]->sound));
  if (n == 3) AppendRegisteredErrors(*core[0], *core[1], keys);
}

// Neighbouring words written as one: "Maryann Smith", "Juan Delacruz".
void AppendMerged(const std::vector<SpokenWord>& words, Keys& keys) {
  const std::size_t n = std::min(words.size(), kMaxNameSpan);
  if (n < 3) return;
  const auto joined = [&](std::size_t begin, std::size_t end) {
    std::string look;
    for (std::size_t i = begin; i < end; ++i) look += words[i].look;
    return SoundHash(CoarseForm(look));
  };
  for (std::size_t split = 1; split < n; ++split) {
    keys.push_back(PairKey(joined(0, split), joined(split, n)));
  }
  keys.push_back(PairKey(joined(0, 2), words[n - 1].sound));
}

std::vector<std::uint64_t> SoundsOf(const std::vector<std::string>& looks) {
  std::vector<std::uint64_t> sounds;
  sounds.reserve(looks.size());
  for (const std::string& look : looks) sounds.push_back(SoundHash(CoarseForm(look)));
  return sounds;
}

// ---- A shown name -------------------------------------------------------------------------------

template <typename Sounds>
void AppendPairs(const Sounds& sounds, Keys& keys) {
  for (std::size_t first = 0; first < sounds.size(); ++first) {
    const std::size_t end = std::min<std::size_t>(sounds.size(), first + kMaxNameSpan);
    for (std::size_t last = first + 1; last < end; ++last) {
      keys.push_back(PairKey(sounds[first], sounds[last]));
    }
  }
}

// A name beyond ASCII is also looked up as it is drawn, in its own case and in lower case.
void AppendDrawn(std::string_view clean_name, Keys& keys) {
  std::vector<std::string> words = text::SplitWords(clean_name, kMaxNameWords);
  std::vector<std::string> own_case;
  std::vector<std::string> lower_case;
  for (const std::string& word : words) {
    own_case.push_back(LookForm(word));
    lower_case.push_back(LookForm(text::FoldCaseOnly(word)));
  }
  AppendPairs(SoundsOf(own_case), keys);
  AppendWholes(own_case, keys);
  if (lower_case == own_case) return;
  AppendPairs(SoundsOf(lower_case), keys);
  AppendWholes(lower_case, keys);
}

// A word that may be part of a person's or a role's name, and not "Dr.", "van" or "via".
bool MayBeNamed(const SpokenWord& word) {
  return word.text.size() > 1 && (word.roles.empty() || word.roles.Has(WordRole::kDepartment) ||
                                  word.roles.Has(WordRole::kJobTitle) ||
                                  names::IsGivenName(word.text) || names::IsSurname(word.text));
}

// A word with the sounds of its other forms.
struct LookedInto {
  const SpokenWord* word;
  std::vector<std::uint64_t> forms;
};

LookedInto LookInto(const SpokenWord& word, ScriptSet registered) {
  LookedInto into{.word = &word, .forms = {}};
  ForEachOtherForm(word, registered,
                   [&](std::string_view form) { into.forms.push_back(SoundHashOfWord(form)); });
  return into;
}

// `a` with a typing error, or without the one that the registered word has.
void AppendShownErrors(const SpokenWord& a, std::uint64_t other, Keys& keys) {
  if (a.text.size() < kMinShownWithError) return;
  keys.push_back(ErrorKey(a.sound, other));
  AppendWithErrors(a, other, keys);
}

// A typing error in one of the two or another form of them, or both.
void AppendPairLookedInto(const LookedInto& a, const LookedInto& b, Keys& keys) {
  AppendShownErrors(*a.word, b.word->sound, keys);
  AppendShownErrors(*b.word, a.word->sound, keys);
  for (const std::uint64_t form : a.forms) {
    keys.push_back(PairKey(form, b.word->sound));
    for (const std::uint64_t other : b.forms) keys.push_back(PairKey(form, other));
  }
  for (const std::uint64_t form : b.forms) keys.push_back(PairKey(form, a.word->sound));
  // The weightiest forms come first: Bob with an error in the surname is looked for as Robert.
  if (!a.forms.empty()) AppendShownErrors(*b.word, a.forms.front(), keys);
  if (!b.forms.empty()) AppendShownErrors(*a.word, b.forms.front(), keys);
}

// Neighbours that may be one registered word: "Min Jun Kim", "Mary Ann Smith".
void AppendNeighboursAsOne(const std::vector<SpokenWord>& words, ScriptSet registered, Keys& keys) {
  const std::size_t n = std::min(words.size(), kMaxWordsLookedInto);
  if (n < 3) return;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const std::uint64_t joined = SoundHash(CoarseForm(words[i].look + words[i + 1].look));
    for (const std::size_t other : {i - 1, i + 2}) {
      if (other >= n) continue;  // before the first, too
      keys.push_back(PairKey(joined, words[other].sound));
      for (const std::uint64_t form : LookInto(words[other], registered).forms) {
        keys.push_back(PairKey(joined, form));
      }
    }
  }
}

void AppendLookedInto(const std::vector<SpokenWord>& words, ScriptSet registered, Keys& keys) {
  std::vector<LookedInto> into;
  for (const SpokenWord& word : words) {
    if (into.size() == kMaxWordsLookedInto) break;
    if (MayBeNamed(word)) into.push_back(LookInto(word, registered));
    // Somebody's whole name, with something beside it: "IzabelaSawicka via dev".
    if (words.size() > 1 && word.text.size() >= kMinUnbrokenLetters) {
      keys.push_back(WholeKey(word.sound));
    }
  }
  for (std::size_t i = 0; i < into.size(); ++i) {
    for (std::size_t j = i + 1; j < std::min(into.size(), i + 1 + kMaxLookedIntoSpan); ++j) {
      AppendPairLookedInto(into[i], into[j], keys);
    }
  }
}

}  // namespace

std::vector<std::uint64_t> IndexKeys(std::string_view clean_name,
                                     const std::vector<SpokenWord>& spoken,
                                     const std::vector<std::vector<SpokenWord>>& readings) {
  Keys keys;
  keys.reserve(kUsualKeys);
  AppendWholes(spoken, keys);
  AppendSpoken(spoken, keys);
  AppendMerged(spoken, keys);
  if (spoken.size() > 1) keys.push_back(PairKey(spoken.front().sound, spoken.back().sound));
  if (!text::IsAscii(clean_name)) {
    AppendDrawn(clean_name, keys);
    AppendDrawn(text::ToUpper(clean_name), keys);
  }
  for (const std::vector<SpokenWord>& reading : readings) {
    AppendWholes(reading, keys);
    AppendSpoken(reading, keys);
  }
  SortUnique(keys);
  return keys;
}

std::vector<std::uint64_t> KeysOfSame(std::string_view clean_name,
                                      const std::vector<SpokenWord>& spoken) {
  Keys keys;
  keys.reserve(kUsualKeys);
  std::vector<std::uint64_t> sounds;
  sounds.reserve(spoken.size());
  for (const SpokenWord& word : spoken) sounds.push_back(word.sound);
  AppendPairs(sounds, keys);
  AppendWholes(spoken, keys);
  if (!text::IsAscii(clean_name)) AppendDrawn(clean_name, keys);
  return keys;
}

std::vector<std::uint64_t> KeysOfNamesakes(std::vector<SpokenWord> spoken) {
  Keys keys;
  AppendWholes(spoken, keys);
  if (spoken.size() < 3) return keys;
  std::ranges::rotate(spoken, spoken.begin() + 1);  // Doe, Jane Mary
  AppendWholes(spoken, keys);
  std::ranges::rotate(spoken, spoken.end() - 2);  // as the other one is written
  AppendWholes(spoken, keys);
  return keys;
}

std::vector<std::uint64_t> KeysOfOthers(const std::vector<SpokenWord>& spoken,
                                        ScriptSet registered) {
  Keys keys;
  keys.reserve(4 * kUsualKeys);
  AppendLookedInto(spoken, registered, keys);
  AppendNeighboursAsOne(spoken, registered, keys);
  return keys;
}

}  // namespace namesake::detection
