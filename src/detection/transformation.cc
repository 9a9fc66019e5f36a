// SPDX-License-Identifier: Apache-2.0
#include "detection/transformation.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/name_match.h"
#include "detection/person_name.h"
#include "detection/variant_match.h"
#include "detection/word_match.h"
#include "text/skeleton.h"
#include "text/utf8.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

// Odd characters of one name beyond this are not told one by one.
constexpr std::size_t kMaxToldCharacters = 8;

Step StepOf(Kinship kinship) noexcept {
  switch (kinship) {
    case Kinship::kLook:
      return Step::kConfusable;
    case Kinship::kWrittenOut:
      return Step::kWrittenOut;
    case Kinship::kPlural:
      return Step::kPlural;
    case Kinship::kSpelling:
      return Step::kSpelling;
    case Kinship::kTransliterated:
      return Step::kTransliteration;
    case Kinship::kNickname:
      return Step::kNickname;
    case Kinship::kTypo:
      return Step::kTypo;
    case Kinship::kInitial:
      return Step::kInitial;
    case Kinship::kSame:
      return Step::kCase;
  }
  return Step::kCase;
}

std::string Utf8Of(char32_t c) {
  std::string utf8;
  text::AppendUtf8(utf8, c);
  return utf8;
}

// The characters of `text` that `other` does not have.
std::u32string OddCharacters(std::string_view text, std::string_view other) {
  std::u32string odd;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = text::TakeCodePoint(text);
    const std::string_view bytes = before.substr(0, before.size() - text.size());
    if (c < 0x80 || other.find(bytes) != std::string_view::npos ||
        odd.find(c) != std::u32string::npos)
      continue;
    odd.push_back(c);
  }
  return odd;
}

Step StepOfCharacter(char32_t c) {
  const std::string letter = Utf8Of(c);
  const std::string clean = text::Clean(letter);
  if (clean.empty() || clean == " ") return Step::kInvisible;
  if (clean == letter) return Step::kConfusable;
  return Step::kMark;
}

bool IsStyled(char32_t c) {
  return (c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0xFF00 && c <= 0xFFEF) ||
         (c >= 0x2460 && c <= 0x24FF) || (c >= 0x1F100 && c <= 0x1F1FF) ||
         (c >= 0xFB00 && c <= 0xFB06) || (c >= 0x2100 && c <= 0x214F);
}

void AppendCharacterSteps(std::string_view shown, std::string_view registered,
                          std::vector<Transformation>& steps) {
  for (const char32_t c : OddCharacters(shown, registered)) {
    if (steps.size() >= kMaxToldCharacters) return;
    const std::string letter = Utf8Of(c);
    const Step step = IsStyled(c) ? Step::kStyle : StepOfCharacter(c);
    std::string meant =
        step == Step::kConfusable ? text::Clean(text::Skeleton(letter)) : text::Clean(letter);
    if (step == Step::kInvisible) meant.clear();
    steps.push_back({step, letter, std::move(meant), std::u32string(1, c)});
  }
}

void AppendPlainSteps(std::string_view shown, std::string_view registered,
                      std::vector<Transformation>& steps) {
  if (shown == registered) return;
  const auto words = [](std::string_view name) { return text::SplitWords(name, kMaxNameWords); };
  const auto folded = [](std::string_view name) { return text::FoldCaseOnly(name); };
  const std::vector<std::string> shown_words = words(folded(shown));
  const std::vector<std::string> registered_words = words(folded(registered));
  if (folded(shown) == folded(registered)) {
    steps.push_back({Step::kCase, std::string(shown), std::string(registered), {}});
  } else if (shown_words == registered_words || shown_words.size() != registered_words.size()) {
    steps.push_back({Step::kSpacing, std::string(shown), std::string(registered), {}});
  } else {
    steps.push_back({Step::kOrder, std::string(shown), std::string(registered), {}});
  }
}

void AppendFormSteps(Layer form, std::string_view shown, std::string_view registered,
                     std::vector<Transformation>& steps) {
  if (form == Layer::kExact) return;
  const std::string visual = text::VisualOrder(shown);
  if (visual != shown) steps.push_back({Step::kDirection, std::string(shown), visual, {}});
  const std::size_t before = steps.size();
  AppendCharacterSteps(visual, registered, steps);
  if (steps.size() > before) return;
  // Nothing beyond ASCII is odd: the registered name has the marks, or digits and pairs deceive.
  const Step step = form == Layer::kCleaned ? Step::kMark : Step::kConfusable;
  steps.push_back({step, std::string(shown), std::string(registered), {}});
}

}  // namespace

std::string_view StepName(Step step) noexcept {
  switch (step) {
    case Step::kCase:
      return "case";
    case Step::kOrder:
      return "word_order";
    case Step::kSpacing:
      return "spacing";
    case Step::kInvisible:
      return "invisible_character";
    case Step::kMark:
      return "mark";
    case Step::kStyle:
      return "letter_style";
    case Step::kDirection:
      return "direction";
    case Step::kConfusable:
      return "confusable";
    case Step::kAddedWord:
      return "added_word";
    case Step::kMissingWord:
      return "missing_word";
    case Step::kInitial:
      return "initial";
    case Step::kNickname:
      return "nickname";
    case Step::kSpelling:
      return "spelling";
    case Step::kTransliteration:
      return "transliteration";
    case Step::kWrittenOut:
      return "written_out";
    case Step::kPlural:
      return "plural";
    case Step::kTypo:
      return "typing_error";
  }
  return "case";
}

std::vector<Transformation> TransformationsOf(std::string_view shown, std::string_view registered,
                                              const NameMatch& match) {
  std::vector<Transformation> steps;
  switch (match.layer) {
    case Layer::kExact:
      AppendPlainSteps(shown, registered, steps);
      break;
    case Layer::kCleaned:
    case Layer::kConfusable:
    case Layer::kDecorated:
      AppendFormSteps(match.form, shown, registered, steps);
      break;
    case Layer::kVariant:
    case Layer::kNear:
      for (const WordStep& word : match.words) {
        if (word.match.kinship == Kinship::kSame) continue;
        steps.push_back({StepOf(word.match.kinship), word.shown, word.registered, {}});
      }
      break;
  }
  for (const std::string& word : match.added) steps.push_back({Step::kAddedWord, word, "", {}});
  for (const std::string& word : match.missing) steps.push_back({Step::kMissingWord, "", word, {}});
  return steps;
}

}  // namespace namesake::detection
