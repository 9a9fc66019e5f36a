// SPDX-License-Identifier: Apache-2.0
#include "detection/signals/context.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "detection/identity_lookup.h"
#include "detection/snapshot.h"
#include "mail/authentication_results.h"
#include "mail/domain.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using mail::AuthenticationResult;

std::string_view DomainOf(std::string_view address) noexcept {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

bool Aligned(std::string_view domain, std::string_view other) {
  return !other.empty() && (domain == other || mail::OrganizationalDomain(domain) ==
                                                   mail::OrganizationalDomain(other));
}

InspectedClaim InspectClaim(const mail::Claim& claim, const Snapshot& snapshot) {
  InspectedClaim inspected{.claim = &claim,
                           .shown = FindShownIdentities(snapshot, claim.display_name),
                           .bearer = nullptr,
                           .standing = Standing::kForeign};
  for (const ShownIdentity& shown : inspected.shown) {
    const Standing standing = StandingOf(claim.normalised, *shown.identity);
    if (standing > inspected.standing) {
      inspected.standing = standing;
      if (standing == Standing::kAllowed) inspected.bearer = shown.identity;
    }
    if (inspected.bearer != nullptr) break;
  }
  return inspected;
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

}  // namespace namesake::detection
