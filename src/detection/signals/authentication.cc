// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "detection/snapshot.h"
#include "mail/authentication_results.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

// Whose address it is: the identity that the name shows, or any that has registered the address.
IdentityPointer OwnerOf(const Context& context, const InspectedClaim& inspected) {
  if (inspected.bearer != nullptr) return inspected.bearer;
  const auto owners = FindByAddress(context.snapshot, inspected.claim->normalised);
  return owners.empty() ? nullptr : owners.front();
}

// Those who forward for many people and say truly what they found. Anybody can seal a chain, so
// that of others a chain that has passed is worth nothing.
constexpr auto kKnownSealers = std::to_array<std::string_view>(
    {"amazonses.com", "apache.org", "fastmail.com", "gmx.net", "google.com", "icloud.com",
     "mailbox.org", "mailgun.org", "messagingengine.com", "microsoft.com", "outlook.com",
     "posteo.de", "proton.me", "protonmail.com", "yahoo.com", "zoho.com", "zohomail.com"});

bool IsKnownSealer(const Context& context, const std::string& domain) {
  const std::string organization = mail::OrganizationalDomain(domain);
  const auto& known = context.snapshot.known_domains().arc_sealers;
  return std::ranges::find(kKnownSealers, organization) != kKnownSealers.end() ||
         known.contains(organization) || known.contains(domain) ||
         context.snapshot.own_domains().Contains(domain);
}

// The chain of those who forwarded the message has passed, by the word of a server that we trust,
// and each of them is known. Where the server has taken the seals off, its word stands alone.
bool IsForwardedByKnown(const Context& context) {
  return context.claims.authentication.arc == mail::AuthenticationResult::kPass &&
         std::ranges::all_of(context.claims.arc_sealers, [&](const std::string& sealer) {
           return IsKnownSealer(context, sealer);
         });
}

// A list that leaves From as it was and a mailbox that forwards break DMARC of honest mail too.
Strength StrengthOf(const Context& context, Proof proof) {
  if (proof != Proof::kFailed || IsForwardedByKnown(context)) return Strength::kWeak;
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
