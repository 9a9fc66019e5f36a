// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/own_domains.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using mail::AuthorField;

// The identity that the claim means: whose name it shows, or whose local part it has at the domain
// that is imitated.
IdentityPointer MeantIdentity(const Context& context, const InspectedClaim& inspected) {
  if (!inspected.shown.empty()) return inspected.shown.front().identity;
  const std::string genuine =
      std::string(inspected.local_part) + "@" + std::string(inspected.imitation->own);
  const auto owners = FindByAddress(context.snapshot, genuine);
  return owners.empty() ? nullptr : owners.front();
}

// What a lookalike domain is used for, as far as the message tells.
enum class Use {
  kMeansNobody,    // no identity is in sight
  kMeansSomebody,  // shows an identity's name, or has its local part
  kServesAll,      // a list or a service, which shows everybody's name
};

// Disguises that no honest company chooses tell by themselves; others are also the names of
// subsidiaries, customers and strangers.
Strength StrengthOf(DomainDisguise disguise, Use use) noexcept {
  switch (disguise) {
    case DomainDisguise::kInside:
    case DomainDisguise::kConfusable:
      return Strength::kStrong;
    case DomainDisguise::kTypo:
      return use == Use::kMeansSomebody ? Strength::kStrong : Strength::kExcused;
    case DomainDisguise::kTopLevel:
      if (use == Use::kServesAll) return Strength::kWeak;
      return use == Use::kMeansSomebody ? Strength::kStrong : Strength::kExcused;
    case DomainDisguise::kAffix:
    case DomainDisguise::kLabel:
      return use == Use::kMeansSomebody ? Strength::kStrong : Strength::kWeak;
  }
  return Strength::kWeak;
}

Use UseOf(const Context& context, const InspectedClaim& inspected, bool means_somebody) noexcept {
  if (context.claims.from_list || inspected.service != nullptr) return Use::kServesAll;
  return means_somebody ? Use::kMeansSomebody : Use::kMeansNobody;
}

double ScoreOf(DomainDisguise disguise) noexcept {
  switch (disguise) {
    case DomainDisguise::kInside:
    case DomainDisguise::kConfusable:
      return 0.95;
    case DomainDisguise::kTypo:
      return 0.85;
    case DomainDisguise::kTopLevel:
    case DomainDisguise::kAffix:
      return 0.7;
    case DomainDisguise::kLabel:
      return 0.5;
  }
  return 0;
}

}  // namespace

void ObserveLookalikeDomain(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    const mail::Claim& claim = *inspected.claim;
    if (!inspected.imitation || inspected.bearer != nullptr) continue;
    if (claim.field != AuthorField::kFrom && claim.field != AuthorField::kReplyTo) continue;
    const IdentityPointer meant = MeantIdentity(context, inspected);
    if (meant != nullptr && StandingOf(claim.normalised, *meant) == Standing::kAllowed) continue;
    const DomainDisguise disguise = inspected.imitation->disguise;
    evidence.push_back(
        {.reason = Reason::kLookalikeDomain,
         .field = claim.field,
         .value = claim.address,
         .entry = meant == nullptr ? EntryReference() : ReferenceTo(meant->identity),
         .score = ScoreOf(disguise),
         .strength = StrengthOf(disguise, UseOf(context, inspected, meant != nullptr)),
         .transformations = {},
         .detail = ExplainLookalikeDomain(claim, *inspected.imitation)});
  }
}

}  // namespace namesake::detection
