// SPDX-License-Identifier: Apache-2.0
#include "detection/word_match.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "detection/look_form.h"
#include "detection/other_form.h"
#include "detection/person_name.h"
#include "names/given_name.h"
#include "names/nickname.h"
#include "names/surname.h"
#include "names/title.h"
#include "text/romanise.h"

namespace namesake::detection {
namespace {

using names::Relation;
using names::WordRole;
using text::Script;

// Letters from which on one and two errors leave a word recognisable.
constexpr std::size_t kLettersForOneError = 5;
constexpr std::size_t kLettersForTwoErrors = 9;
constexpr std::size_t kLettersForOneForeignError = 7;

// A word longer than this is compared only for equality: no name is.
constexpr std::size_t kMaxComparedLetters = 48;

// From here on equal sounds are no accident.
constexpr std::size_t kMinTransliteratedLetters = 4;

enum class WrittenOut {
  kRounded,  // ue, oe: ü, ö, ø
  kAll,      // ae, aa, too: ä, æ, å
};

std::string WithMarks(std::string_view word, WrittenOut which) {
  std::string plain;
  plain.reserve(word.size());
  for (const char c : word) {
    const char before = plain.empty() ? '\0' : plain.back();
    const bool rounded = c == 'e' && (before == 'o' || before == 'u');
    const bool open = (c == 'e' || c == 'a') && before == 'a';
    if (!rounded && !(open && which == WrittenOut::kAll)) plain.push_back(c);
  }
  return plain;
}

// Joerg is Jörg, but Michael is not Michal.
bool DifferByWritingOut(const SpokenWord& a, const SpokenWord& b) {
  const bool both_given = names::IsGivenName(a.text) && names::IsGivenName(b.text);
  const WrittenOut which = both_given ? WrittenOut::kRounded : WrittenOut::kAll;
  return WithMarks(a.text, which) == WithMarks(b.text, which);
}

bool IsRole(const SpokenWord& word) {
  return word.roles.Has(WordRole::kDepartment) || word.roles.Has(WordRole::kJobTitle);
}

bool DifferByPlural(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.size() == a.size() + 1 && b.ends_with('s') && b.starts_with(a);
}

std::optional<WordMatch> MatchGivenName(std::string_view shown, std::string_view registered) {
  for (const names::RelatedName& related : names::RelatedGivenNames(shown)) {
    if (related.name() != registered) continue;
    if (related.relation() == Relation::kSpelling) {
      return WordMatch{.kinship = Kinship::kSpelling, .errors = 0, .cost = 0.1};
    }
    if (related.weight() < kMinNicknameWeight) return std::nullopt;
    const double doubt = 1.0 - static_cast<double>(related.weight());
    return WordMatch{.kinship = Kinship::kNickname, .errors = 0, .cost = 0.2 + 0.2 * doubt};
  }
  return std::nullopt;
}

// Nicknames are asked for from either side: at the limit of kMaxRelatedNames one may be missing.
std::optional<WordMatch> MatchOtherForm(const SpokenWord& shown, const SpokenWord& registered) {
  if (auto match = MatchGivenName(shown.text, registered.text)) return match;
  if (auto match = MatchGivenName(registered.text, shown.text)) return match;
  const bool foreign = shown.script != Script::kLatin;
  bool found = false;
  ScriptSet script;
  script.Add(registered.script);
  ForEachOtherForm(shown, script, [&](std::string_view form) { found |= form == registered.text; });
  if (found) {
    return WordMatch{.kinship = foreign ? Kinship::kTransliterated : Kinship::kSpelling,
                     .errors = 0,
                     .cost = 0.15};
  }
  return std::nullopt;
}

bool BothGivenNames(const SpokenWord& a, const SpokenWord& b) {
  return names::IsGivenName(a.text) && names::IsGivenName(b.text);
}

// Jan and Jon, Miller and Milner: two names that people bear are two people's.
bool BothRealNames(const SpokenWord& a, const SpokenWord& b) {
  return BothGivenNames(a, b) || (names::IsSurname(a.text) && names::IsSurname(b.text));
}

int AllowedErrors(std::size_t letters) noexcept {
  if (letters >= kLettersForTwoErrors) return 2;
  return letters >= kLettersForOneError ? 1 : 0;
}

std::optional<WordMatch> MatchWithErrors(const SpokenWord& shown, const SpokenWord& registered) {
  int allowed = AllowedErrors(registered.text.size());
  // What is read from another script is uncertain as it is.
  if (shown.script != registered.script && shown.script != Script::kMixed) {
    allowed = registered.text.size() >= kLettersForOneForeignError ? 1 : 0;
  }
  if (allowed == 0 || BothRealNames(shown, registered)) return std::nullopt;
  const int errors = EditDistance(shown.text, registered.text, allowed);
  if (errors > allowed) return std::nullopt;
  return WordMatch{.kinship = Kinship::kTypo, .errors = errors, .cost = 0.3 * errors};
}

// Chosen ways to write the sounds of another script differ by more than typing errors do.
std::optional<WordMatch> MatchSound(const SpokenWord& shown, const SpokenWord& registered) {
  const bool other_script = shown.script != registered.script;
  if (shown.sound != registered.sound || shown.text.empty()) return std::nullopt;
  // Sounds forget much; of what is written most must be the same.
  const auto allowed =
      static_cast<int>(std::max(shown.text.size(), registered.text.size()) * 2 / 5);
  if (EditDistance(shown.text, registered.text, allowed) > allowed) return std::nullopt;
  if (!other_script) {
    if (std::min(shown.text.size(), registered.text.size()) < kMinTransliteratedLetters ||
        BothGivenNames(shown, registered)) {
      return std::nullopt;
    }
  }
  const Kinship kinship = other_script ? Kinship::kTransliterated : Kinship::kSpelling;
  return WordMatch{.kinship = kinship, .errors = 0, .cost = 0.2};
}

bool IsInitialOf(std::string_view initial, std::string_view word) {
  return initial.size() == 1 && word.size() > 1 && word.front() == initial.front();
}

// A character says more than its sound: 陈 and 谭 are two families, though both may be a Tan.
bool AreOtherCharacters(const SpokenWord& shown, const SpokenWord& registered) {
  const bool characters = shown.script == Script::kHan || shown.script == Script::kHangul;
  return characters && shown.script == registered.script &&
         text::SimplifyHan(shown.native) != text::SimplifyHan(registered.native);
}

}  // namespace

std::optional<WordMatch> MatchWord(const SpokenWord& shown, const SpokenWord& registered) {
  if (AreOtherCharacters(shown, registered)) return std::nullopt;
  const bool other_script = shown.script != registered.script && shown.script != Script::kMixed;
  if (shown.text == registered.text && !shown.text.empty()) {
    return other_script ? WordMatch{.kinship = Kinship::kTransliterated, .errors = 0, .cost = 0.1}
                        : WordMatch{.kinship = Kinship::kSame, .errors = 0, .cost = 0};
  }
  if (LooksEqual(shown.look, registered.look)) {
    return WordMatch{.kinship = Kinship::kLook, .errors = 0, .cost = 0.05};
  }
  if (IsInitialOf(shown.text, registered.text) || IsInitialOf(registered.text, shown.text)) {
    return WordMatch{.kinship = Kinship::kInitial, .errors = 0, .cost = 0.4};
  }
  if (shown.text.size() < 2 || registered.text.size() < 2 ||
      std::max(shown.text.size(), registered.text.size()) > kMaxComparedLetters) {
    return std::nullopt;
  }
  if (IsRole(registered) && DifferByPlural(shown.text, registered.text)) {
    return WordMatch{.kinship = Kinship::kPlural, .errors = 0, .cost = 0.05};
  }
  if (DifferByWritingOut(shown, registered)) {
    return WordMatch{.kinship = Kinship::kWrittenOut, .errors = 0, .cost = 0.1};
  }
  if (auto match = MatchOtherForm(shown, registered)) {
    if (other_script && match->kinship == Kinship::kSpelling) {
      match->kinship = Kinship::kTransliterated;
    }
    return match;
  }
  if (other_script) {
    if (auto match = MatchSound(shown, registered)) return match;
    return MatchWithErrors(shown, registered);
  }
  if (auto match = MatchWithErrors(shown, registered)) return match;
  return MatchSound(shown, registered);
}

int EditDistance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  const auto n = static_cast<int>(a.size());
  const auto m = static_cast<int>(b.size());
  if (m - n > limit || static_cast<std::size_t>(m) > kMaxComparedLetters) return limit + 1;
  // Three rows of the matrix: two back (for swaps), one back, this one.
  std::array<std::array<int, kMaxComparedLetters + 1>, 3> rows{};
  const auto row = [&](int i) -> auto& { return rows.at(static_cast<std::size_t>(i % 3)); };
  for (int j = 0; j <= n; ++j) row(0)[static_cast<std::size_t>(j)] = j;
  for (int i = 1; i <= m; ++i) {
    auto& now = row(i);
    const auto& one_back = row(i + 2);
    const auto& two_back = row(i + 1);
    now[0] = i;
    int best = i;
    for (int j = 1; j <= n; ++j) {
      const auto at = static_cast<std::size_t>(j);
      const char x = b[static_cast<std::size_t>(i - 1)];
      const char y = a[at - 1];
      int cost = std::min({one_back[at] + 1, now[at - 1] + 1, one_back[at - 1] + (x == y ? 0 : 1)});
      if (i > 1 && j > 1 && x == a[at - 2] && b[static_cast<std::size_t>(i - 2)] == y) {
        cost = std::min(cost, two_back[at - 2] + 1);
      }
      now[at] = cost;
      best = std::min(best, cost);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(row(m)[static_cast<std::size_t>(n)], limit + 1);
}

}  // namespace namesake::detection
