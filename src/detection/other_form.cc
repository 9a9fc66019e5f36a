// SPDX-License-Identifier: Apache-2.0
#include "detection/other_form.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "detection/person_name.h"
#include "names/nickname.h"
#include "names/romanisation.h"
#include "text/romanise.h"

namespace namesake::detection {
namespace {

using text::Script;
using Use = std::function<void(std::string_view)>;
using Spellings = std::span<const std::string_view>;

// No surname of China or Korea takes more letters.
constexpr std::size_t kMaxEasternSurname = 8;

// Johanna may be called Anna, and Alessia is seldom Alessandra: of rarer forms many bear both.
bool MayBeSamePersons(const names::RelatedName& related) noexcept {
  return related.relation() == names::Relation::kSpelling || related.weight() >= kMinNicknameWeight;
}

void UseAll(Spellings spellings, std::string_view except, const Use& use) {
  for (const std::string_view spelling : spellings) {
    if (spelling != except) use(spelling);
  }
}

// A registered native name was read by the first of its spellings.
void UseSpellingsOf(Spellings natives, Spellings (*spellings_of)(std::string_view) noexcept,
                    std::string_view except, const Use& use) {
  for (const std::string_view native : natives) UseAll(spellings_of(native), except, use);
}

// Mohammed, Muhammad and Mohamed are one محمد, whether it is registered so or not.
void UseFormsOfLatin(std::string_view word, ScriptSet registered, const Use& use) {
  if (registered.Has(Script::kArabic) || registered.Has(Script::kLatin)) {
    UseSpellingsOf(names::ArabicNamesOf(word), names::SpellingsOfArabicName, word, use);
  }
  if (registered.Has(Script::kHebrew)) {
    UseSpellingsOf(names::HebrewNamesOf(word), names::SpellingsOfHebrewName, word, use);
  }
  if (registered.Has(Script::kDevanagari)) {
    UseSpellingsOf(names::HindiNamesOf(word), names::SpellingsOfHindiName, word, use);
  }
}

}  // namespace

void ForEachOtherForm(const SpokenWord& word, ScriptSet registered, const Use& use) {
  if (word.text.size() < 2) return;
  for (const names::RelatedName& related : names::RelatedGivenNames(word.text)) {
    if (MayBeSamePersons(related)) use(related.name());
  }
  // 康 is a Kang or a Hong, and 강 is a Kang, but no 홍 is.
  const bool latin = registered.Has(Script::kLatin);
  if (word.text.size() <= kMaxEasternSurname) {
    if (latin || registered.Has(Script::kHan)) {
      UseAll(names::ChineseSurnameSpellings(word.text), word.text, use);
    }
    if (latin || registered.Has(Script::kHangul)) {
      UseAll(names::KoreanSurnameSpellings(word.text), word.text, use);
    }
  }
  switch (word.script) {
    case Script::kLatin:
      UseFormsOfLatin(word.text, registered, use);
      break;
    case Script::kCyrillic:
      for (const names::RelatedName& related : names::RelatedGivenNames(word.native)) {
        if (MayBeSamePersons(related)) use(text::Romanise(related.name()));
      }
      break;
    case Script::kArabic:
      UseAll(names::SpellingsOfArabicName(word.native), word.text, use);
      break;
    case Script::kHebrew:
      UseAll(names::SpellingsOfHebrewName(word.native), word.text, use);
      break;
    case Script::kDevanagari:
      UseAll(names::SpellingsOfHindiName(word.native), word.text, use);
      break;
    default:
      break;
  }
}

}  // namespace namesake::detection
