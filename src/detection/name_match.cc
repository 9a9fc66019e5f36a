// SPDX-License-Identifier: Apache-2.0
#include "detection/name_match.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/look_form.h"
#include "detection/person_name.h"
#include "detection/variant_match.h"
#include "names/given_name.h"
#include "names/title.h"
#include "text/romanise.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

using Words = std::vector<std::string>;

// Below this, words written together are too likely another word: "Al Li" is not "Alli".
constexpr std::size_t kMinJoinedLetters = 6;
constexpr std::size_t kMinJoinedSyllables = 2;

// Words between the words of one name: a middle name, no more.
constexpr std::size_t kMaxWordsInside = 1;

bool JoinsPeople(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kConjunctions = {"and", "und", "et", "y",
                                                                    "e",   "och", "or"};
  return std::ranges::find(kConjunctions, word) != kConjunctions.end();
}

bool Same(const std::string& a, const std::string& b) { return a == b; }
bool SameLook(const std::string& a, const std::string& b) { return LooksEqual(a, b); }

using Equal = bool (*)(const std::string&, const std::string&);

// Each word of `wanted` has a partner of its own in `given`, and none is left over.
bool SameWords(const Words& given, const Words& wanted, Equal equal) {
  return given.size() == wanted.size() && std::ranges::is_permutation(given, wanted, equal);
}

std::string Joined(const Words& words) {
  std::string joined;
  for (const std::string& word : words) joined += word;
  return joined;
}

std::string JoinedBackwards(const Words& words) {
  std::string joined;
  for (const std::string& word : std::views::reverse(words)) joined += word;
  return joined;
}

bool IsLetterByLetter(const Words& words) {
  return words.size() > 1 && std::ranges::all_of(words, [](const std::string& word) {
           return text::CountCodePoints(word) == 1;
         });
}

// A sign of these scripts says as much as two or three letters.
bool IsSyllabic(std::string_view word) {
  const text::Script script = text::ScriptOf(word);
  return script == text::Script::kHan || script == text::Script::kHangul ||
         script == text::Script::kKana;
}

// The same letters in the same order, but other word ends. `letters` are those of the shown name.
bool SameJoined(const Words& given, const Words& wanted, Equal equal) {
  if (given.size() == wanted.size()) return false;
  const std::string shown = Joined(given);
  const std::size_t enough = IsSyllabic(shown) ? kMinJoinedSyllables : kMinJoinedLetters;
  if (!IsLetterByLetter(given) && text::CountCodePoints(shown) < enough) return false;
  return equal(shown, Joined(wanted)) || equal(shown, JoinedBackwards(wanted));
}

bool SameName(const Words& given, const Words& wanted, Equal equal) {
  return SameWords(given, wanted, equal) || SameJoined(given, wanted, equal);
}

// The shown name may be drawn in any case of the identity's.
bool SameNameToTheEye(const PreparedName& shown, const PreparedName& identity) {
  return SameName(shown.look, identity.look, SameLook) ||
         SameName(shown.look, identity.look_lower, SameLook) ||
         SameName(shown.look, identity.look_upper, SameLook) ||
         SameName(shown.look_lower, identity.look_lower, SameLook);
}

// The places of the identity's words within `given`, when they stand together there in an order
// that a name is written in: as registered, or with the last word in front.
struct Placement {
  std::vector<std::size_t> places;
};

std::optional<Placement> PlaceFrom(const Words& given, std::size_t start, const Words& wanted,
                                   std::size_t first_wanted, Equal equal) {
  Placement placement;
  std::size_t at = start;
  std::size_t inside = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string& word = wanted[(first_wanted + i) % wanted.size()];
    while (at < given.size() && !equal(given[at], word)) {
      if (i == 0 || ++inside > kMaxWordsInside || JoinsPeople(given[at])) return std::nullopt;
      ++at;
    }
    if (at == given.size()) return std::nullopt;
    placement.places.push_back(at++);
  }
  return placement;
}

std::optional<Placement> Place(const Words& given, const Words& wanted, Equal equal) {
  if (wanted.size() < 2 || given.size() <= wanted.size()) return std::nullopt;
  for (std::size_t start = 0; start + wanted.size() <= given.size(); ++start) {
    for (const std::size_t first : {std::size_t{0}, wanted.size() - 1}) {
      if (auto placement = PlaceFrom(given, start, wanted, first, equal)) return placement;
    }
  }
  return std::nullopt;
}

// Martin Thomas is not Martin Thomas Schmidt, nor is John Doe Mary John Doe: a further word of a
// name, not parted from it, makes it another person's.
bool IsAnotherName(const PreparedName& shown, const Placement& placement, bool reversed) {
  if (shown.spoken.size() != shown.clean.size()) return false;  // places are of other words
  const std::size_t first = std::ranges::min(placement.places);
  const std::size_t last = std::ranges::max(placement.places);
  // Kok-Schouten is another family than Schouten.
  for (std::size_t i = first + 1; i < last; ++i) {
    const bool inside = std::ranges::find(placement.places, i) == placement.places.end();
    if (inside && shown.spoken[i + 1].after_hyphen) return true;
  }
  if (first > 0) {
    const SpokenWord& before = shown.spoken[first - 1];
    if (before.roles.empty() && !shown.spoken[first].after_break &&
        names::IsGivenName(before.text) && before.text.size() > 1) {
      return true;
    }
  }
  if (last + 1 < shown.spoken.size()) {
    const SpokenWord& after = shown.spoken[last + 1];
    if (after.after_hyphen) return true;
    const bool ends_in_given_name = names::IsGivenName(shown.spoken[last].text);
    if (after.roles.empty() && !after.after_break && after.text.size() > 1 &&
        (reversed || ends_in_given_name)) {
      return true;
    }
  }
  return false;
}

std::optional<NameMatch> Decorated(Layer form, const PreparedName& shown,
                                   const std::optional<Placement>& placement) {
  if (!placement) return std::nullopt;
  NameMatch match;
  match.layer = Layer::kDecorated;
  match.form = form;
  for (std::size_t i = 0; i < shown.clean.size(); ++i) {
    if (std::ranges::find(placement->places, i) == placement->places.end()) {
      match.added.push_back(shown.clean[i]);
    }
  }
  match.score = 0.9;
  if (IsAnotherName(shown, *placement, placement->places.front() > placement->places.back())) {
    match.doubt = Doubt::kOtherPerson;
    match.score = 0.4;
  }
  return match;
}

std::optional<NameMatch> MatchDecorated(const PreparedName& shown, const PreparedName& identity) {
  // Places in `exact` are those in `clean` as long as cleaning has not changed the word count.
  if (shown.exact.size() == shown.clean.size()) {
    if (auto match = Decorated(Layer::kExact, shown, Place(shown.exact, identity.exact, Same)))
      return match;
  }
  if (auto match = Decorated(Layer::kCleaned, shown, Place(shown.clean, identity.clean, Same)))
    return match;
  for (const Words* wanted : {&identity.look, &identity.look_lower, &identity.look_upper}) {
    if (auto match = Decorated(Layer::kConfusable, shown, Place(shown.look, *wanted, SameLook)))
      return match;
  }
  return std::nullopt;
}

std::optional<NameMatch> AsNameMatch(std::optional<VariantMatch> variant) {
  if (!variant) return std::nullopt;
  NameMatch match;
  match.layer = variant->HasTypo() ? Layer::kNear : Layer::kVariant;
  match.form = match.layer;
  match.added = std::move(variant->added);
  match.words = std::move(variant->words);
  match.missing = std::move(variant->missing);
  match.doubt = variant->doubt;
  match.score = 0.9 - 0.5 * variant->cost;
  return match;
}

NameMatch Plain(Layer layer, double score) {
  NameMatch match;
  match.layer = layer;
  match.form = layer;
  match.score = score;
  return match;
}

// Words of a role, perhaps with common ones: "Human Resources", "The Help Desk".
bool IsRoleName(const std::vector<SpokenWord>& words) {
  bool any_role = false;
  for (const SpokenWord& word : words) {
    const bool role =
        word.roles.Has(names::WordRole::kDepartment) || word.roles.Has(names::WordRole::kJobTitle);
    any_role |= role;
    if (!role && (names::IsGivenName(word.text) || !names::IsCommonWord(word.text))) return false;
  }
  return any_role;
}

// Both are written in characters that say more than a reading does.
bool ShareCharacters(const std::vector<SpokenWord>& a, const std::vector<SpokenWord>& b) {
  const auto has = [](const std::vector<SpokenWord>& words, text::Script script) {
    return std::ranges::any_of(words,
                               [&](const SpokenWord& word) { return word.script == script; });
  };
  return std::ranges::any_of(std::array{text::Script::kHan, text::Script::kHangul},
                             [&](text::Script script) { return has(a, script) && has(b, script); });
}

std::optional<NameMatch> NearestLayer(const PreparedName& shown, const RegisteredName& identity) {
  const PreparedName& name = identity.name;
  if (SameName(shown.exact, name.exact, Same)) return Plain(Layer::kExact, 1.0);
  if (SameName(shown.clean, name.clean, Same)) return Plain(Layer::kCleaned, 0.98);
  if (SameNameToTheEye(shown, name)) return Plain(Layer::kConfusable, 0.95);
  auto decorated = MatchDecorated(shown, name);
  if (decorated && decorated->doubt == Doubt::kNone) return decorated;
  auto variant = AsNameMatch(MatchVariant(shown.spoken, name.spoken));
  for (const std::vector<SpokenWord>& reading : identity.readings) {
    if (variant || ShareCharacters(shown.spoken, name.spoken)) break;
    variant = AsNameMatch(MatchVariant(shown.spoken, reading));
  }
  if (variant && !decorated) return variant;
  return decorated;
}

}  // namespace

std::optional<NameMatch> MatchName(const PreparedName& shown, const RegisteredName& identity) {
  std::optional<NameMatch> match = NearestLayer(shown, identity);
  if (match) match->is_role = IsRoleName(identity.name.spoken);
  return match;
}

}  // namespace namesake::detection
