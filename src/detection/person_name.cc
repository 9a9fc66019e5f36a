// SPDX-License-Identifier: Apache-2.0
#include "detection/person_name.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "detection/look_form.h"
#include "text/skeleton.h"
#include "text/utf8.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

// First and last word of one name stand at most this far apart: six registered words and two added.
constexpr std::size_t kMaxNameSpan = 8;

// Separate the two families of keys, so that "anna" + "bell" is not "annabell".
constexpr std::uint64_t kPairFamily = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kWholeFamily = 0xC2B2AE3D27D4EB4FULL;

std::uint64_t Mix(std::uint64_t value) noexcept {  // the finalizer of SplitMix64
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

std::uint64_t Hash(std::string_view text) noexcept { return std::hash<std::string_view>{}(text); }

std::uint64_t PairKey(std::string_view a, std::string_view b) noexcept {
  // Either order is the same name. The braces make minmax give values: of two temporaries it would
  // give references that outlive them.
  const auto [low, high] = std::minmax({Hash(a), Hash(b)});
  return Mix(Mix(low ^ kPairFamily) + high);
}

std::uint64_t WholeKey(std::string_view joined) noexcept {
  return Mix(Hash(joined) ^ kWholeFamily);
}

std::vector<std::string> CoarseForms(const std::vector<std::string>& look) {
  std::vector<std::string> coarse;
  coarse.reserve(look.size());
  for (const std::string& form : look) coarse.push_back(CoarseForm(form));
  return coarse;
}

// Pairs meet across word ends when words are written together ("Mac" + "Lean"), so the whole is
// folded once more as one word.
std::uint64_t JoinedKey(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += word;
  return WholeKey(CoarseForm(joined));
}

std::uint64_t JoinedBackwardsKey(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : std::views::reverse(words)) joined += word;
  return WholeKey(CoarseForm(joined));
}

std::vector<std::string> LookForms(const std::vector<std::string>& words) {
  std::vector<std::string> forms;
  forms.reserve(words.size());
  for (const std::string& word : words) forms.push_back(LookForm(word));
  return forms;
}

void SortUnique(std::vector<std::uint64_t>& keys) {
  std::ranges::sort(keys);
  const auto rest = std::ranges::unique(keys);
  keys.erase(rest.begin(), rest.end());
}

}  // namespace

PreparedName PrepareName(std::string_view name, NameRole role) {
  PreparedName prepared;
  const bool ascii = text::IsAscii(name);
  const std::vector<std::string> words = text::SplitWords(text::Clean(name), kMaxNameWords);
  prepared.look = LookForms(words);
  prepared.clean.reserve(words.size());
  for (const std::string& word : words) prepared.clean.push_back(text::FoldCaseOnly(word));
  prepared.look_lower = LookForms(prepared.clean);
  if (ascii) {
    prepared.exact = prepared.clean;
  } else {
    prepared.exact = text::SplitWords(text::FoldCaseOnly(name), kMaxNameWords);
  }
  if (role == NameRole::kRegistered) {
    prepared.look_upper.reserve(words.size());
    for (const std::string& word : words) {
      prepared.look_upper.push_back(LookForm(text::ToUpper(word)));
    }
  }
  return prepared;
}

std::vector<std::uint64_t> IndexKeys(const PreparedName& identity) {
  std::vector<std::uint64_t> keys;
  for (const auto* look : {&identity.look, &identity.look_lower, &identity.look_upper}) {
    if (look->empty()) continue;
    const std::vector<std::string> words = CoarseForms(*look);
    if (words.size() > 1) keys.push_back(PairKey(words.front(), words.back()));
    keys.push_back(JoinedKey(words));
    keys.push_back(JoinedBackwardsKey(words));
  }
  SortUnique(keys);
  return keys;
}

std::vector<std::uint64_t> LookupKeys(const PreparedName& shown) {
  std::vector<std::uint64_t> keys;
  for (const auto* look : {&shown.look, &shown.look_lower}) {
    if (look->empty() || (look == &shown.look_lower && shown.look_lower == shown.look)) continue;
    const std::vector<std::string> words = CoarseForms(*look);
    for (std::size_t first = 0; first < words.size(); ++first) {
      const std::size_t end = std::min(words.size(), first + kMaxNameSpan);
      for (std::size_t last = first + 1; last < end; ++last) {
        keys.push_back(PairKey(words[first], words[last]));
      }
    }
    keys.push_back(JoinedKey(words));
  }
  SortUnique(keys);
  return keys;
}

}  // namespace namesake::detection
