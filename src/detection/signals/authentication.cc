// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

// Whose address it is: the identity that the name shows, or any that has registered the address.
IdentityPointer OwnerOf(const Context& context, const InspectedClaim& inspected) {
  if (inspected.bearer != nullptr) return inspected.bearer;
  const auto owners = FindByAddress(context.snapshot, inspected.claim->normalised);
  return owners.empty() ? nullptr : owners.front();
}

// A list that leaves From as it was breaks DMARC of honest mail too.
Strength StrengthOf(const Context& context, Proof proof) {
  if (proof != Proof::kFailed) return Strength::kWeak;
  return context.claims.from_list ? Strength::kExcused : Strength::kStrong;
}

}  // namespace

void ObserveAuthentication(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    const mail::Claim& claim = *inspected.claim;
    if (claim.field != mail::AuthorField::kFrom) continue;
    const Proof proof = ProofOf(context.claims.authentication, claim.normalised);
    if (proof != Proof::kFailed && proof != Proof::kUnproven) continue;
    const IdentityPointer owner = OwnerOf(context, inspected);
    if (owner == nullptr) continue;
    evidence.push_back({.reason = Reason::kAuthenticationFailed,
                        .field = claim.field,
                        .value = claim.address,
                        .entry = ReferenceTo(owner->identity),
                        .score = proof == Proof::kFailed ? 0.9 : 0.3,
                        .strength = StrengthOf(context, proof),
                        .transformations = {},
                        .detail = ExplainAuthentication(claim, owner->identity, proof)});
  }
}

}  // namespace namesake::detection
