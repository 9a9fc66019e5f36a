// SPDX-License-Identifier: Apache-2.0
#include "detection/entry_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/person_name.h"
#include "detection/snapshot.h"
#include "names/given_name.h"
#include "names/service.h"
#include "names/surname.h"
#include "names/title.h"
#include "registry/address_rule.h"
#include "text/escape.h"
#include "text/romanise.h"

namespace namesake::detection {
namespace {

// Addresses of nobody's: a pattern that matches all of them matches everything.
constexpr auto kForeignAddresses = std::to_array<std::string_view>(
    {"zq7w@unrelated.invalid", "a@b.example", "someone.else@mail.partner.test",
     "office.of.the.president@gmail.com"});

std::string Quoted(std::string_view text) {
  return fmt::format("\"{}\"", text::EscapeForDisplay(text, 80));
}

void CheckName(const Identity& identity, const std::vector<SpokenWord>& words,
               std::vector<Concern>& concerns) {
  if (words.size() == 1) {
    concerns.push_back(
        {ConcernKind::kOneWordName,
         fmt::format("{} is one word: only mail that shows it and nothing else is flagged.",
                     Quoted(identity.name))});
  }
  const bool common = std::ranges::all_of(words, [](const SpokenWord& word) {
    return word.script == text::Script::kLatin && names::IsCommonWord(word.text);
  });
  // Grace Young is a person all the same.
  const bool person = words.size() > 1 && names::IsGivenName(words.front().text) &&
                      names::IsSurname(words.back().text);
  if (!words.empty() && common && !person) {
    concerns.push_back(
        {ConcernKind::kCommonWords,
         fmt::format("{} is made of common words: mail of other companies may show them, and is "
                     "flagged only when something else speaks for deceit.",
                     Quoted(identity.name))});
  }
}

void CheckNamesakes(const Identity& identity, const Snapshot& snapshot,
                    std::vector<Concern>& concerns) {
  for (const IdentityPointer& namesake : FindNamesakes(snapshot, identity.name)) {
    const Identity& other = namesake->identity;
    const bool itself = identity.id && other.id == identity.id;
    if (itself || other.email == identity.email) continue;
    concerns.push_back(
        {ConcernKind::kOtherNamesake,
         fmt::format("{} is registered with {}, too: mail from either's addresses passes for both.",
                     Quoted(other.name), Quoted(other.email))});
    return;
  }
}

void CheckAddresses(const Identity& identity, std::vector<Concern>& concerns) {
  const auto rule = registry::AddressRule::Compile(identity.email, identity.is_email_regex);
  if (!rule) return;  // what is no rule is refused elsewhere
  for (const std::string& literal : rule->literals()) {
    const std::string_view domain = std::string_view(literal).substr(literal.rfind('@') + 1);
    if (!names::IsFreeMailer(domain)) continue;
    concerns.push_back(
        {ConcernKind::kFreeMailAddress,
         fmt::format("{} is at a free mailer: make sure that it is the person's own.",
                     text::EscapeForDisplay(literal, 80))});
    break;
  }
  const bool matches_all =
      rule->is_pattern() && std::ranges::all_of(kForeignAddresses, [&](std::string_view address) {
        return rule->Matches(address);
      });
  if (matches_all) {
    concerns.push_back(
        {ConcernKind::kPatternMatchesAll,
         fmt::format("the pattern {} matches every address: no mail that shows {} is flagged.",
                     Quoted(identity.email), Quoted(identity.name))});
  }
}

}  // namespace

std::string_view ConcernName(ConcernKind kind) noexcept {
  switch (kind) {
    case ConcernKind::kOneWordName:
      return "one_word_name";
    case ConcernKind::kCommonWords:
      return "common_words";
    case ConcernKind::kOtherNamesake:
      return "other_namesake";
    case ConcernKind::kFreeMailAddress:
      return "free_mail_address";
    case ConcernKind::kPatternMatchesAll:
      return "pattern_matches_all";
  }
  return "one_word_name";
}

std::vector<Concern> CheckIdentity(const Identity& identity, const Snapshot& snapshot) {
  std::vector<Concern> concerns;
  CheckName(identity, SpeakName(CleanRegistered(identity.name)), concerns);
  CheckNamesakes(identity, snapshot, concerns);
  CheckAddresses(identity, concerns);
  return concerns;
}

}  // namespace namesake::detection
