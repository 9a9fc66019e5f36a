// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

std::string OrganizationOf(const mail::Claim& claim) {
  const std::size_t at = claim.normalised.rfind('@');
  return at == std::string::npos
             ? std::string()
             : mail::OrganizationalDomain(std::string_view(claim.normalised).substr(at + 1));
}

const InspectedClaim* FirstBearer(const Context& context) {
  for (const InspectedClaim& inspected : context.inspected) {
    if (inspected.claim->field == mail::AuthorField::kFrom && inspected.bearer != nullptr)
      return &inspected;
  }
  return nullptr;
}

// Colleagues may write together; a stranger from elsewhere beside the identity may not.
const InspectedClaim* FirstStranger(const Context& context, const InspectedClaim& bearer) {
  const std::string home = OrganizationOf(*bearer.claim);
  for (const InspectedClaim& inspected : context.inspected) {
    const mail::Claim& claim = *inspected.claim;
    if (claim.field != mail::AuthorField::kFrom || claim.normalised == bearer.claim->normalised)
      continue;
    if (claim.normalised.empty() || OrganizationOf(claim) == home) continue;
    if (FindByAddress(context.snapshot, claim.normalised).empty()) return &inspected;
  }
  return nullptr;
}

}  // namespace

void ObserveAmbiguousAuthor(const Context& context, std::vector<Evidence>& evidence) {
  const InspectedClaim* bearer = FirstBearer(context);
  if (bearer == nullptr) return;
  const InspectedClaim* stranger = FirstStranger(context, *bearer);
  if (stranger == nullptr) return;
  // Two From fields are forbidden (RFC 5322 section 3.6); two mailboxes in one are only rare.
  const bool forbidden = context.claims.from_fields > 1;
  evidence.push_back(
      {.reason = Reason::kAmbiguousAuthor,
       .field = mail::AuthorField::kFrom,
       .value = bearer->claim->display_name,
       .entry = ReferenceTo(bearer->bearer->identity),
       .score = forbidden ? 0.9 : 0.6,
       .strength = forbidden ? Strength::kStrong : Strength::kExcused,
       .transformations = {},
       .detail = ExplainAmbiguity(*bearer->claim, bearer->bearer->identity, *stranger->claim)});
}

}  // namespace namesake::detection
