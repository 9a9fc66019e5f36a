// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/name_match.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "detection/transformation.h"
#include "detection/variant_match.h"
#include "mail/sender_claims.h"
#include "names/service.h"

namespace namesake::detection {
namespace {

using mail::AuthorField;

Reason ReasonOf(Layer layer) noexcept {
  switch (layer) {
    case Layer::kExact:
      return Reason::kDisplayNameExact;
    case Layer::kCleaned:
      return Reason::kDisplayNameCleaned;
    case Layer::kConfusable:
      return Reason::kDisplayNameConfusable;
    case Layer::kDecorated:
      return Reason::kDisplayNameDecorated;
    case Layer::kVariant:
      return Reason::kDisplayNameVariant;
    case Layer::kNear:
      return Reason::kDisplayNameNear;
  }
  return Reason::kDisplayNameExact;
}

// The identity itself is the author by From, as far as its address goes.
const InspectedClaim* BearerInFrom(const Context& context, const CompiledIdentity& identity) {
  const auto bears = [&](const InspectedClaim& inspected) {
    return inspected.claim->field == AuthorField::kFrom &&
           StandingOf(inspected.claim->normalised, identity) == Standing::kAllowed;
  };
  const auto found = std::ranges::find_if(context.inspected, bears);
  return found == context.inspected.end() ? nullptr : &*found;
}

// What an innocent explanation leaves of the evidence, by how well it is proven.
Strength Excused(Proof proof) noexcept {
  switch (proof) {
    case Proof::kPassed:
      return Strength::kWeak;
    case Proof::kFailed:
      return Strength::kStrong;
    case Proof::kUnproven:
    case Proof::kUnknown:
      return Strength::kExcused;
  }
  return Strength::kStrong;
}

// One of the words beside the name is the account's own: "IT Service Desk | Example".
bool NamesOwnDomain(const Context& context, const NameMatch& match) {
  return std::ranges::any_of(match.added, [&](const std::string& word) {
    return context.snapshot.own_domains().HasLabel(word);
  });
}

// Something beside the name speaks for deceit: the given name or the whole is too common to tell by
// itself.
bool HasSecondSignal(const Context& context, const InspectedClaim& inspected,
                     const ShownIdentity& nearest) {
  if (inspected.free_mailer || inspected.imitation || inspected.domain.empty()) return true;
  if (NamesOwnDomain(context, nearest.match)) return true;
  const AnswerGoes answer = WhereAnswerGoes(context, *nearest.identity);
  return answer == AnswerGoes::kToFreeMailer || answer == AnswerGoes::kElsewhere;
}

// What is left when the name alone tells little, an initial with a surname or the name of a role.
Strength OfCommonName(const InspectedClaim& inspected, const ShownIdentity& nearest) {
  // "Accounts Payable - Acme Tools" is Acme's.
  if (nearest.match.is_role && nearest.match.layer == Layer::kDecorated) return Strength::kWeak;
  return AddressTellsName(inspected) ? Strength::kWeak : Strength::kExcused;
}

// Services whose notices are about a person's doings; others carry what a stranger wants read.
bool OnlyTellsOfPeople(names::ServiceKind kind) noexcept {
  switch (kind) {
    case names::ServiceKind::kTracker:
    case names::ServiceKind::kSocial:
    case names::ServiceKind::kTicket:
    case names::ServiceKind::kCalendar:
    case names::ServiceKind::kInvitation:
    case names::ServiceKind::kMailingList:
      return true;
    case names::ServiceKind::kSharing:
    case names::ServiceKind::kSigning:
    case names::ServiceKind::kBulk:
    case names::ServiceKind::kPayment:
      return false;
  }
  return false;
}

// A service that writes in the person's name, a list that put its own address in From.
Strength OfIntermediary(const InspectedClaim& inspected, Proof proof, AnswerGoes answer) {
  if (proof == Proof::kFailed) return Strength::kStrong;
  switch (answer) {
    case AnswerGoes::kToIdentity:
      return Excused(proof);
    case AnswerGoes::kToSender: {
      const bool harmless =
          inspected.service != nullptr && OnlyTellsOfPeople(inspected.service->kind);
      return harmless ? Excused(proof) : Strength::kExcused;
    }
    case AnswerGoes::kToFreeMailer:
    case AnswerGoes::kElsewhere:
      return Strength::kStrong;
  }
  return Strength::kStrong;
}

Strength InFrom(const Context& context, const InspectedClaim& inspected,
                const ShownIdentity& nearest) {
  if (nearest.match.doubt == Doubt::kOtherPerson) return Strength::kWeak;
  const Proof proof = ProofOf(context.claims.authentication, inspected.claim->normalised);
  if (inspected.standing == Standing::kSubAddress) return Excused(proof);
  const AnswerGoes answer = WhereAnswerGoes(context, *nearest.identity);
  // A colleague, a copier, the help desk: the domain answers for what it sends.
  if (inspected.own_domain && proof == Proof::kPassed && answer != AnswerGoes::kToFreeMailer &&
      answer != AnswerGoes::kElsewhere) {
    return Strength::kWeak;
  }
  const bool rewritten =
      (nearest.match.layer == Layer::kDecorated && answer == AnswerGoes::kToIdentity) ||
      context.claims.from_list;
  if (inspected.service != nullptr || rewritten) return OfIntermediary(inspected, proof, answer);
  const bool common = nearest.match.doubt == Doubt::kInitialOnly || nearest.match.is_role;
  if (common && !HasSecondSignal(context, inspected, nearest)) {
    return OfCommonName(inspected, nearest);
  }
  return Strength::kStrong;
}

// The person may answer from elsewhere, or send through a service, when the mail is proven theirs.
Strength InOtherField(const Context& context, const InspectedClaim& inspected,
                      const ShownIdentity& nearest) {
  if (nearest.match.doubt == Doubt::kOtherPerson) return Strength::kWeak;
  const InspectedClaim* author = BearerInFrom(context, *nearest.identity);
  if (author != nullptr) {
    return Excused(ProofOf(context.claims.authentication, author->claim->normalised));
  }
  const bool common = nearest.match.doubt == Doubt::kInitialOnly || nearest.match.is_role;
  return common && !inspected.free_mailer ? OfCommonName(inspected, nearest) : Strength::kStrong;
}

Strength StrengthOf(const Context& context, const InspectedClaim& inspected,
                    const ShownIdentity& nearest) {
  switch (inspected.claim->field) {
    case AuthorField::kFrom:
      return InFrom(context, inspected, nearest);
    case AuthorField::kSender:
    case AuthorField::kReplyTo:
      return InOtherField(context, inspected, nearest);
    case AuthorField::kResentFrom:
      return Strength::kExcused;  // who passed it on, not who wrote it
  }
  return Strength::kStrong;
}

}  // namespace

void ObserveDisplayName(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    if (inspected.shown.empty() || inspected.bearer != nullptr) continue;
    const ShownIdentity& nearest = inspected.shown.front();
    const mail::Claim& claim = *inspected.claim;
    std::vector<Transformation> steps =
        TransformationsOf(claim.display_name, nearest.identity->identity.name, nearest.match);
    std::string detail = ExplainShownName(claim, nearest, steps);
    evidence.push_back({.reason = ReasonOf(nearest.match.layer),
                        .field = claim.field,
                        .value = claim.display_name,
                        .entry = ReferenceTo(nearest.identity->identity),
                        .score = nearest.match.score,
                        .strength = StrengthOf(context, inspected, nearest),
                        .transformations = std::move(steps),
                        .detail = std::move(detail)});
  }
}

}  // namespace namesake::detection
