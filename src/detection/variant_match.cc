// SPDX-License-Identifier: Apache-2.0
#include "detection/variant_match.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "detection/look_form.h"
#include "detection/person_name.h"
#include "detection/sound_form.h"
#include "detection/word_match.h"
#include "names/given_name.h"
#include "names/romanisation.h"
#include "names/surname.h"
#include "names/title.h"
#include "text/romanise.h"

namespace namesake::detection {
namespace {

using names::WordRole;
using Words = std::vector<SpokenWord>;

// Longer lists of words are companies and sentences.
constexpr std::size_t kMaxShownWords = 16;
constexpr std::size_t kMaxRegisteredWords = 8;

constexpr std::size_t kMaxParticle = 2;        // of those that are written with a hyphen: al, el
constexpr std::size_t kMaxKoreanSyllable = 5;  // in Latin letters: hyeon, kyung

// Shorter words written together are too likely another word.
constexpr std::size_t kMinUnbrokenLetters = 6;

constexpr int kMaxErrors = 2;          // in one name
constexpr std::size_t kMaxInside = 1;  // words that are not the name's, between its own
constexpr double kMaxCost = 0.85;
constexpr double kMissingCost = 0.1;  // for each registered word that is not shown

enum class Part { kGivenName, kMiddleName, kSurname, kParticle, kGeneration };

bool IsDecoration(const SpokenWord& word) {
  const names::WordRoles roles = word.roles;
  return roles.Has(WordRole::kHonorific) || roles.Has(WordRole::kAcademic) ||
         roles.Has(WordRole::kGeneration) || roles.Has(WordRole::kJobTitle) ||
         roles.Has(WordRole::kDepartment) || roles.Has(WordRole::kCompany) ||
         roles.Has(WordRole::kTag) || roles.Has(WordRole::kLinking);
}

bool IsInitial(const SpokenWord& word) { return word.text.size() == 1; }

bool IsParticle(const Words& words, std::size_t i) {
  return words[i].roles.Has(WordRole::kParticle) && i > 0 && i + 1 < words.size();
}

bool IsGeneration(const Words& words, std::size_t i) {
  return words[i].roles.Has(WordRole::kGeneration) && i > 0 && !IsInitial(words[i]) &&
         !names::IsGivenName(words[i].text);
}

// In the east of the continent, in Hungary and in directories.
bool IsSurnameFirst(const SpokenWord& first, const SpokenWord& last) {
  if (first.script == text::Script::kHan || first.script == text::Script::kHangul) return true;
  if (names::IsVietnameseSurname(first.text) && !names::IsVietnameseSurname(last.text)) return true;
  if (names::IsJapaneseSurname(first.text) && !names::IsJapaneseSurname(last.text)) return true;
  return !names::IsGivenName(first.text) && names::IsGivenName(last.text);
}

// "Ji Eun Kook", "Min Jae Ahn": two syllables of a given name before a surname.
bool IsKorean(const Words& words, const std::vector<std::size_t>& core) {
  return core.size() == 3 && !names::KoreanSurnameSpellings(words[core.back()].text).empty() &&
         words[core[0]].text.size() <= kMaxKoreanSyllable &&
         words[core[1]].text.size() <= kMaxKoreanSyllable;
}

bool IsMiddleName(const SpokenWord& word) {
  return IsInitial(word) || names::IsGivenName(word.text) || !names::IsSurname(word.text);
}

// What each registered word is. In the west the given name comes first and further given names
// follow; the words after those are surnames.
std::vector<Part> PartsOf(const Words& words) {
  std::vector<Part> parts(words.size(), Part::kSurname);
  std::vector<std::size_t> core;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (IsGeneration(words, i)) {
      parts[i] = Part::kGeneration;
    } else if (IsParticle(words, i)) {
      parts[i] = Part::kParticle;
    } else {
      core.push_back(i);
    }
  }
  if (core.size() < 2) return parts;
  if (IsSurnameFirst(words[core.front()], words[core.back()])) {
    for (const std::size_t i : core | std::views::drop(1)) parts[i] = Part::kMiddleName;
    parts[core.back()] = Part::kGivenName;
    return parts;
  }
  parts[core.front()] = Part::kGivenName;
  if (IsKorean(words, core)) {
    parts[core[1]] = Part::kMiddleName;
    return parts;
  }
  for (std::size_t i = 1; i + 1 < core.size() && IsMiddleName(words[core[i]]); ++i) {
    if (words[core[i] + 1].after_hyphen && !words[core[i]].after_hyphen) break;  // Dietrich-Franke
    parts[core[i]] = Part::kMiddleName;
  }
  return parts;
}

// Where a given name has two words, one of them is another name.
bool HasCompoundGivenName(const Words& words, const std::vector<Part>& parts) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (parts[i] == Part::kSurname && (!names::KoreanSurnameSpellings(words[i].text).empty() ||
                                       !names::ChineseSurnameSpellings(words[i].text).empty() ||
                                       names::IsVietnameseSurname(words[i].text))) {
      return true;
    }
  }
  return false;
}

// One way to pair registered words with shown ones.
struct Assignment {
  std::vector<std::optional<std::size_t>> place;  // of each registered word in the shown name
  std::vector<std::optional<WordMatch>> match;
  double cost = 0;
};

// Small enough for looking at every pairing: names have two or three words.
class Assigner {
 public:
  Assigner(const Words& shown, const Words& registered) : shown_(shown), registered_(registered) {
    matches_.resize(registered.size());
    for (std::size_t i = 0; i < registered.size(); ++i) {
      for (const SpokenWord& word : shown) matches_[i].push_back(MatchWord(word, registered[i]));
    }
  }

  Assignment Best() {
    current_.place.resize(registered_.size());
    current_.match.resize(registered_.size());
    best_ = current_;
    best_.cost = static_cast<double>(registered_.size() + 1);
    used_.assign(shown_.size(), false);
    Try(0);
    return std::move(best_);
  }

 private:
  void Try(std::size_t i) {
    if (++tried_ > kMaxTried || current_.cost >= best_.cost) return;
    if (i == registered_.size()) {
      best_ = current_;
      return;
    }
    for (std::size_t j = 0; j < shown_.size(); ++j) {
      const auto& match = matches_[i][j];
      if (!match || used_[j]) continue;
      Take(i, j, *match);
    }
    current_.cost += kUnmatchedCost;
    Try(i + 1);
    current_.cost -= kUnmatchedCost;
  }

  void Take(std::size_t i, std::size_t j, const WordMatch& match) {
    used_[j] = true;
    current_.place[i] = j;
    current_.match[i] = match;
    current_.cost += match.cost;
    Try(i + 1);
    current_.cost -= match.cost;
    current_.match[i].reset();
    current_.place[i].reset();
    used_[j] = false;
  }

  static constexpr double kUnmatchedCost = 1;
  // Words of which many resemble each other are no name.
  static constexpr int kMaxTried = 2000;

  const Words& shown_;
  const Words& registered_;
  std::vector<std::vector<std::optional<WordMatch>>> matches_;
  std::vector<bool> used_;
  Assignment current_;
  Assignment best_;
  int tried_ = 0;
};

int GenerationIn(const Words& words) {
  for (const SpokenWord& word : words) {
    const int generation = names::GenerationOf(word.text);
    // "I" and "V" are initials more often.
    if (generation != 0 && word.text.size() > 1) return generation;
  }
  return 0;
}

bool AreRoleWords(const Words& words) {
  return std::ranges::all_of(words, [](const SpokenWord& word) {
    return word.roles.Has(WordRole::kDepartment) || word.roles.Has(WordRole::kJobTitle);
  });
}

std::string Written(const SpokenWord& word) {
  return word.native.empty() ? word.text : word.native;
}

class Judge {
 public:
  Judge(const Words& shown, const Words& registered)
      : shown_(shown),
        registered_(registered),
        parts_(PartsOf(registered)),
        assignment_(Assigner(shown, registered).Best()) {}

  std::optional<VariantMatch> Judgement() {
    if (!EnoughIsFound() || !FoundStandsTogether()) return std::nullopt;
    VariantMatch match;
    match.cost = Describe(match);
    if (match.cost > kMaxCost) return std::nullopt;
    match.doubt = DoubtOf();
    return match;
  }

 private:
  [[nodiscard]] bool Found(std::size_t i) const { return assignment_.place[i].has_value(); }

  // The given name and a surname, one of them in full, and no two loose kinships at once.
  [[nodiscard]] bool EnoughIsFound() const {
    bool given = false;
    bool given_is_initial = false;
    int surnames = 0;
    int missing_surnames = 0;
    int errors = 0;
    const bool compound = HasCompoundGivenName(registered_, parts_);
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (!Found(i)) {
        if (parts_[i] == Part::kSurname) ++missing_surnames;
        if (parts_[i] == Part::kMiddleName && compound) return false;
        continue;
      }
      const WordMatch& match = *assignment_.match[i];
      const bool initial = match.kinship == Kinship::kInitial;
      if (parts_[i] == Part::kSurname && !initial) ++surnames;  // "John D." is anybody
      if (parts_[i] == Part::kGivenName) {
        given = true;
        given_is_initial = initial;
      }
      errors += match.errors;
    }
    if (!given || surnames == 0 || missing_surnames > 1) return false;
    if (AreRoleWords(registered_) && missing_surnames > 0) return false;
    if (given_is_initial && (errors > 0 || OnlyGivenNamesShown() || !SurnamesAreClose())) {
      return false;
    }
    return errors <= kMaxErrors;
  }

  // An initial goes with the surname itself: "Tomás M." is no M. Thomas.
  [[nodiscard]] bool SurnamesAreClose() const {
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (parts_[i] != Part::kSurname || !Found(i)) continue;
      const Kinship kinship = assignment_.match[i]->kinship;
      const bool other_script = shown_[*assignment_.place[i]].script != registered_[i].script;
      if (kinship > Kinship::kWrittenOut && !other_script) return false;
    }
    return true;
  }

  // "Pál V." has a given name in full and a surname as initial, whichever the registered order.
  [[nodiscard]] bool OnlyGivenNamesShown() const {
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (Found(i) && assignment_.match[i]->kinship != Kinship::kInitial &&
          (!names::IsGivenName(shown_[*assignment_.place[i]].text) ||
           names::IsSurname(shown_[*assignment_.place[i]].text))) {
        return false;
      }
    }
    return true;
  }

  // The name's words stand together, in the order of a name, with little between.
  [[nodiscard]] bool FoundStandsTogether() const {
    std::size_t first = shown_.size();
    std::size_t last = 0;
    std::size_t found = 0;
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (!Found(i)) continue;
      first = std::min(first, *assignment_.place[i]);
      last = std::max(last, *assignment_.place[i]);
      ++found;
    }
    if (last - first + 1 > found + AllowedInside()) return false;
    for (std::size_t j = first; j <= last; ++j) {
      if (Taken(j)) continue;
      const names::WordRoles roles = shown_[j].roles;
      if (roles.Has(WordRole::kConjunction) || roles.Has(WordRole::kLinking)) return false;
      // Verhoeven-Bosch is no Bosch; Al-Ansari is an Ansari.
      const bool particle = shown_[j].text.size() <= kMaxParticle;
      if (j < last && shown_[j + 1].after_hyphen && !particle) return false;
    }
    return NeighbourIsApart(first, last);
  }

  // Names in characters have no middle name, and where a surname is missing, another word in its
  // place is another surname.
  [[nodiscard]] std::size_t AllowedInside() const {
    const text::Script script = registered_.front().script;
    if (script == text::Script::kHan || script == text::Script::kHangul) return 0;
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (parts_[i] == Part::kSurname && !Found(i)) return 0;
    }
    return kMaxInside;
  }

  // A word beside the name that is neither a title nor parted from it may make it another name.
  [[nodiscard]] bool NeighbourIsApart(std::size_t first, std::size_t last) const {
    if (first > 0) {
      const SpokenWord& before = shown_[first - 1];
      if (!shown_[first].after_break && !IsDecoration(before) && !IsInitial(before)) return false;
    }
    if (last + 1 < shown_.size()) {
      const SpokenWord& after = shown_[last + 1];
      if (!after.after_break && !IsDecoration(after) && !IsInitial(after)) return false;
    }
    return true;
  }

  [[nodiscard]] bool Taken(std::size_t j) const {
    return std::ranges::any_of(assignment_.place, [&](const auto& place) { return place == j; });
  }

  double Describe(VariantMatch& match) const {
    double cost = 0;
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (Found(i)) {
        const SpokenWord& word = shown_[*assignment_.place[i]];
        match.words.push_back({Written(word), Written(registered_[i]), *assignment_.match[i]});
        cost += assignment_.match[i]->cost;
      } else if (parts_[i] != Part::kParticle && parts_[i] != Part::kGeneration) {
        match.missing.push_back(Written(registered_[i]));
        cost += kMissingCost;
      }
    }
    for (std::size_t j = 0; j < shown_.size(); ++j) {
      if (!Taken(j)) match.added.push_back(Written(shown_[j]));
    }
    return cost;
  }

  [[nodiscard]] Doubt DoubtOf() const {
    const int registered_generation = GenerationIn(registered_);
    const int shown_generation = GenerationIn(shown_);
    if (registered_generation != 0 && shown_generation != 0 &&
        registered_generation != shown_generation) {
      return Doubt::kOtherPerson;
    }
    if (OtherMiddleName()) return Doubt::kOtherPerson;
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (parts_[i] == Part::kGivenName && Found(i) &&
          assignment_.match[i]->kinship == Kinship::kInitial) {
        return Doubt::kInitialOnly;
      }
    }
    return Doubt::kNone;
  }

  // A middle name is registered and is not shown, and another stands in its place.
  [[nodiscard]] bool OtherMiddleName() const {
    for (std::size_t i = 0; i < registered_.size(); ++i) {
      if (parts_[i] != Part::kMiddleName || Found(i)) continue;
      for (std::size_t j = 1; j < shown_.size(); ++j) {
        const bool may_be_middle = IsInitial(shown_[j]) ||
                                   (names::IsGivenName(shown_[j].text) && !IsDecoration(shown_[j]));
        if (!Taken(j) && may_be_middle && !shown_[j].after_break) return true;
      }
    }
    return false;
  }

  const Words& shown_;
  const Words& registered_;
  std::vector<Part> parts_;
  Assignment assignment_;
};

SpokenWord AsOne(const SpokenWord& a, const SpokenWord& b) {
  SpokenWord one;
  one.text = a.text + b.text;
  if (!a.native.empty() && !b.native.empty()) one.native = a.native + b.native;
  one.look = LookForm(one.text);
  one.coarse = CoarseForm(one.look);
  one.sound = SoundHash(one.coarse);
  one.script = a.script;
  one.after_break = a.after_break;
  return one;
}

// The words from `begin` to before `end` as one, and the others as they are.
Words WithAsOne(const Words& words, std::size_t begin, std::size_t end) {
  Words merged(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(begin));
  SpokenWord one = words[begin];
  for (std::size_t i = begin + 1; i < end; ++i) one = AsOne(one, words[i]);
  merged.push_back(std::move(one));
  merged.insert(merged.end(), words.begin() + static_cast<std::ptrdiff_t>(end), words.end());
  return merged;
}

// Behind the particles of a surname: "van der Velden".
std::size_t EndOfSurname(const Words& words, std::size_t begin) {
  while (begin + 1 < words.size() && IsParticle(words, begin)) ++begin;
  return begin + 1;
}

SpokenWord AllAsOne(const Words& words, bool backwards) {
  SpokenWord one = backwards ? words.back() : words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    one = AsOne(one, backwards ? words[words.size() - 1 - i] : words[i]);
  }
  return one;
}

// One of the two is written without a blank: よこやままさゆき, "yokoyamamasayuki".
std::optional<VariantMatch> MatchUnbroken(const SpokenWord& one, const Words& several,
                                          bool shown_is_one) {
  if (one.text.size() < kMinUnbrokenLetters || several.size() > kMaxRegisteredWords) {
    return std::nullopt;
  }
  for (const bool backwards : {false, true}) {
    const SpokenWord whole = AllAsOne(several, backwards);
    if (whole.sound != one.sound && whole.text != one.text) continue;
    VariantMatch match;
    const bool same = whole.text == one.text;
    const WordMatch kinship{
        .kinship = same ? Kinship::kSame : Kinship::kTransliterated, .errors = 0, .cost = 0.15};
    match.words.push_back(shown_is_one ? WordStep{Written(one), whole.text, kinship}
                                       : WordStep{whole.text, Written(one), kinship});
    match.cost = kinship.cost;
    return match;
  }
  return std::nullopt;
}

std::optional<VariantMatch> MatchUnbroken(const Words& shown, const Words& registered) {
  if (registered.size() == 1) {
    return shown.size() > 1 ? MatchUnbroken(registered.front(), shown, false) : std::nullopt;
  }
  // Of several shown words one is the whole name and the others are around it.
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool apart =
        (i == 0 || shown[i].after_break || IsDecoration(shown[i - 1])) &&
        (i + 1 == shown.size() || shown[i + 1].after_break || IsDecoration(shown[i + 1]));
    if (!apart) continue;
    auto match = MatchUnbroken(shown[i], registered, true);
    if (!match) continue;
    for (std::size_t j = 0; j < shown.size(); ++j) {
      if (j != i) match->added.push_back(Written(shown[j]));
    }
    return match;
  }
  return std::nullopt;
}

bool Shows(const VariantMatch& match, const SpokenWord& word) {
  return std::ranges::any_of(match.words,
                             [&](const WordStep& step) { return step.shown == Written(word); });
}

void Keep(std::optional<VariantMatch> candidate, std::optional<VariantMatch>& best) {
  if (candidate && (!best || candidate->cost < best->cost)) best = std::move(candidate);
}

}  // namespace

bool VariantMatch::HasTypo() const noexcept {
  return std::ranges::any_of(
      words, [](const WordStep& step) { return step.match.kinship == Kinship::kTypo; });
}

std::optional<VariantMatch> MatchVariant(const std::vector<SpokenWord>& shown,
                                         const std::vector<SpokenWord>& registered) {
  if (shown.empty() || registered.empty()) return std::nullopt;
  if (auto match = MatchUnbroken(shown, registered)) return match;
  if (registered.size() < 2 || shown.size() < 2 || registered.size() > kMaxRegisteredWords) {
    return std::nullopt;
  }
  const Words in_reach(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(
                                                          std::min(shown.size(), kMaxShownWords)));
  std::optional<VariantMatch> best = Judge(in_reach, registered).Judgement();
  for (std::size_t i = 0; i + 1 < in_reach.size() && in_reach.size() > 2; ++i) {
    const Words merged = WithAsOne(in_reach, i, i + 2);
    auto match = Judge(merged, registered).Judgement();
    // What was joined has to be a part of the name, not what stands inside.
    if (match && Shows(*match, merged[i])) Keep(std::move(match), best);
  }
  for (std::size_t i = 0; i + 1 < registered.size() && registered.size() > 2; ++i) {
    Keep(Judge(in_reach, WithAsOne(registered, i, i + 2)).Judgement(), best);
    const std::size_t end = EndOfSurname(registered, i);
    if (end > i + 2) Keep(Judge(in_reach, WithAsOne(registered, i, end)).Judgement(), best);
  }
  return best;
}

}  // namespace namesake::detection
