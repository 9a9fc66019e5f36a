// SPDX-License-Identifier: Apache-2.0
#include "detection/signals/context.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/name_match.h"
#include "detection/own_domains.h"
#include "detection/person_name.h"
#include "detection/snapshot.h"
#include "detection/variant_match.h"
#include "detection/word_match.h"
#include "mail/authentication_results.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"
#include "names/given_name.h"
#include "names/service.h"
#include "names/title.h"
#include "text/skeleton.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

using mail::AuthenticationResult;

// What is put beside a name when the name alone is taken.
constexpr auto kMailboxWords = std::to_array<std::string_view>(
    {"account", "box", "contact", "email", "home", "inbox", "mail", "mailbox", "me", "my", "new",
     "office", "private", "real", "reply", "the", "work"});

// Shorter local parts are initials and nicknames of many.
constexpr std::size_t kMinTellingLocalPart = 6;

std::string_view DomainOf(std::string_view address) noexcept {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

bool Aligned(std::string_view domain, std::string_view other) {
  return !other.empty() && (domain == other || mail::OrganizationalDomain(domain) ==
                                                   mail::OrganizationalDomain(other));
}

void InspectName(const Snapshot& snapshot, InspectedClaim& inspected) {
  const mail::Claim& claim = *inspected.claim;
  if (auto bearer = FindBearer(snapshot, claim.display_name, claim.normalised)) {
    inspected.standing = bearer->standing;
    if (bearer->standing == Standing::kAllowed) inspected.bearer = bearer->shown.identity;
    inspected.shown.push_back(std::move(bearer->shown));
    return;
  }
  inspected.shown = FindShownIdentities(snapshot, claim.display_name);
  for (const ShownIdentity& shown : inspected.shown) {
    const Standing standing = StandingOf(claim.normalised, *shown.identity);
    if (standing > inspected.standing) {
      inspected.standing = standing;
      if (standing == Standing::kAllowed) inspected.bearer = shown.identity;
    }
    if (inspected.bearer != nullptr) break;
  }
}

void InspectAddress(const Snapshot& snapshot, InspectedClaim& inspected) {
  const std::string_view address = inspected.claim->normalised;
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return;
  inspected.local_part = address.substr(0, at);
  inspected.domain = address.substr(at + 1);
  inspected.free_mailer = names::IsFreeMailer(inspected.domain) ||
                          snapshot.known_domains().free_mailers.contains(inspected.domain);
  inspected.service = names::FindService(inspected.local_part, inspected.domain);
  inspected.own_domain = snapshot.own_domains().Contains(inspected.domain);
  if (inspected.own_domain || inspected.free_mailer) return;
  inspected.imitation = snapshot.own_domains().FindImitation(inspected.domain);
  if (inspected.imitation && snapshot.policies().IsTrustedLookalike(inspected.domain)) {
    inspected.imitation.reset();
  }
}

InspectedClaim InspectClaim(const mail::Claim& claim, const Snapshot& snapshot) {
  InspectedClaim inspected;
  inspected.claim = &claim;
  InspectName(snapshot, inspected);
  InspectAddress(snapshot, inspected);
  return inspected;
}

// The name in full, if in other letters: no nickname, no typing error, no initial.
bool IsSpelledOut(const NameMatch& match) {
  return match.doubt == Doubt::kNone && std::ranges::none_of(match.words, [](const WordStep& word) {
           return word.match.kinship == Kinship::kNickname ||
                  word.match.kinship == Kinship::kTypo || word.match.kinship == Kinship::kInitial;
         });
}

// "john.doe" of "john.doe.ceo" and "office.john.doe".
std::string WithoutRoleWords(std::string_view local_part) {
  std::string name;
  for (const std::string& word : text::SplitWords(local_part, kMaxNameWords)) {
    const bool role = !names::RolesOf(word).empty() && !names::IsGivenName(word);
    if (role || std::ranges::find(kMailboxWords, word) != kMailboxWords.end()) continue;
    name += (name.empty() ? "" : " ") + word;
  }
  return name;
}

std::string_view WithoutTrailingDigits(std::string_view text) noexcept {
  while (!text.empty() && text.back() >= '0' && text.back() <= '9') text.remove_suffix(1);
  return text;
}

}  // namespace

Proof ProofOf(const mail::AuthenticationResults& results, std::string_view normalised_address) {
  const std::string_view domain = DomainOf(normalised_address);
  if (domain.empty()) return Proof::kUnknown;
  const bool dmarc_applies = results.dmarc_domain.empty() || Aligned(domain, results.dmarc_domain);
  if (dmarc_applies && results.dmarc == AuthenticationResult::kPass) return Proof::kPassed;
  if (dmarc_applies && results.dmarc == AuthenticationResult::kFail) return Proof::kFailed;

  const bool signed_by_domain = std::ranges::any_of(
      results.dkim_domains, [&](const std::string& signer) { return Aligned(domain, signer); });
  const bool sent_by_domain =
      results.spf == AuthenticationResult::kPass && Aligned(domain, results.spf_domain);
  if (signed_by_domain || sent_by_domain) return Proof::kPassed;

  const bool checked = results.dmarc != AuthenticationResult::kUnknown ||
                       results.spf != AuthenticationResult::kUnknown ||
                       results.dkim != AuthenticationResult::kUnknown;
  return checked ? Proof::kUnproven : Proof::kUnknown;
}

Context MakeContext(const mail::SenderClaims& claims, const Snapshot& snapshot) {
  Context context{.claims = claims, .snapshot = snapshot, .inspected = {}};
  context.inspected.reserve(claims.claims.size());
  for (const mail::Claim& claim : claims.claims) {
    context.inspected.push_back(InspectClaim(claim, snapshot));
  }
  return context;
}

AnswerGoes WhereAnswerGoes(const Context& context, const CompiledIdentity& identity) {
  bool any = false;
  bool all_to_identity = true;
  AnswerGoes worst = AnswerGoes::kToSender;
  for (const InspectedClaim& inspected : context.inspected) {
    if (inspected.claim->field != mail::AuthorField::kReplyTo || inspected.domain.empty()) continue;
    any = true;
    if (StandingOf(inspected.claim->normalised, identity) == Standing::kAllowed) continue;
    all_to_identity = false;
    const bool to_sender = std::ranges::any_of(context.inspected, [&](const InspectedClaim& from) {
      return from.claim->field == mail::AuthorField::kFrom &&
             Aligned(from.domain, inspected.domain);
    });
    if (inspected.free_mailer && !to_sender) {
      worst = AnswerGoes::kToFreeMailer;
    } else if (!to_sender && worst == AnswerGoes::kToSender) {
      worst = AnswerGoes::kElsewhere;
    }
  }
  if (any) return all_to_identity ? AnswerGoes::kToIdentity : worst;
  const auto& authors = context.claims.original_authors;
  const bool original_is_identity =
      !authors.empty() && std::ranges::all_of(authors, [&](const std::string& author) {
        return StandingOf(author, identity) == Standing::kAllowed;
      });
  return original_is_identity ? AnswerGoes::kToIdentity : AnswerGoes::kToSender;
}

bool AddressTellsName(const InspectedClaim& inspected) {
  std::string initials;
  const std::string name = text::FoldCaseOnly(text::Clean(inspected.claim->display_name));
  for (const std::string& word : text::SplitWords(name, kMaxNameWords)) {
    initials.push_back(word.front());
    if (word.size() == 1) {
      if (inspected.local_part.starts_with(word)) return true;
      continue;
    }
    const std::string_view stem =
        std::string_view(word).substr(0, std::max<std::size_t>(3, word.size() - 1));
    if (word.size() >= 3 && (inspected.local_part.find(stem) != std::string_view::npos ||
                             inspected.domain.find(stem) != std::string_view::npos)) {
      return true;
    }
  }
  return initials.size() > 1 && inspected.local_part.starts_with(initials);
}

std::optional<ShownIdentity> IdentityInLocalPart(const Snapshot& snapshot,
                                                 std::string_view local_part) {
  local_part = WithoutTrailingDigits(local_part.substr(0, local_part.find('+')));
  if (local_part.size() < kMinTellingLocalPart) return std::nullopt;
  for (ShownIdentity& shown : FindShownIdentities(snapshot, WithoutRoleWords(local_part))) {
    if (IsSpelledOut(shown.match)) return std::move(shown);
  }
  return std::nullopt;
}

}  // namespace namesake::detection
