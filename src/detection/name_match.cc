// SPDX-License-Identifier: Apache-2.0
#include "detection/name_match.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "detection/look_form.h"
#include "detection/person_name.h"
#include "text/utf8.h"

namespace namesake::detection {
namespace {

using Words = std::vector<std::string>;

// Below this, words written together are too likely another word: "Al Li" is not "Alli".
constexpr std::size_t kMinJoinedLetters = 6;

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

// The same letters in the same order, but other word ends. `letters` are those of the shown name.
bool SameJoined(const Words& given, const Words& wanted, Equal equal) {
  if (given.size() == wanted.size()) return false;
  const std::string shown = Joined(given);
  if (!IsLetterByLetter(given) && text::CountCodePoints(shown) < kMinJoinedLetters) return false;
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

std::optional<NameMatch> Decorated(Layer form, std::size_t words,
                                   const std::optional<Placement>& placement) {
  if (!placement) return std::nullopt;
  NameMatch match{.layer = Layer::kDecorated, .form = form, .added = {}};
  for (std::size_t i = 0; i < words; ++i) {
    if (std::ranges::find(placement->places, i) == placement->places.end())
      match.added.push_back(i);
  }
  return match;
}

std::optional<NameMatch> MatchDecorated(const PreparedName& shown, const PreparedName& identity) {
  // Places in `exact` are those in `clean` as long as cleaning has not changed the word count.
  const std::size_t words = shown.clean.size();
  if (shown.exact.size() == words) {
    if (auto match = Decorated(Layer::kExact, words, Place(shown.exact, identity.exact, Same)))
      return match;
  }
  if (auto match = Decorated(Layer::kCleaned, words, Place(shown.clean, identity.clean, Same)))
    return match;
  for (const Words* wanted : {&identity.look, &identity.look_lower, &identity.look_upper}) {
    if (auto match = Decorated(Layer::kConfusable, words, Place(shown.look, *wanted, SameLook)))
      return match;
  }
  return std::nullopt;
}

}  // namespace

std::optional<NameMatch> MatchName(const PreparedName& shown, const PreparedName& identity) {
  if (SameName(shown.exact, identity.exact, Same))
    return NameMatch{.layer = Layer::kExact, .form = Layer::kExact, .added = {}};
  if (SameName(shown.clean, identity.clean, Same)) {
    return NameMatch{.layer = Layer::kCleaned, .form = Layer::kCleaned, .added = {}};
  }
  if (SameNameToTheEye(shown, identity)) {
    return NameMatch{.layer = Layer::kConfusable, .form = Layer::kConfusable, .added = {}};
  }
  return MatchDecorated(shown, identity);
}

}  // namespace namesake::detection
