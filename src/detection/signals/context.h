// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/snapshot.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

// What authentication says about an address in From.
enum class Proof {
  kUnknown,   // no trusted server said anything
  kUnproven,  // a check was made and could prove nothing (no DMARC record, SPF failed)
  kPassed,    // DMARC, or an aligned DKIM signature or SPF result, passed
  kFailed,    // DMARC failed
};

// The proof for `normalised_address` as the author of the message: relaxed alignment, that is,
// equal organizational domains (RFC 7489 section 3.1).
[[nodiscard]] Proof ProofOf(const mail::AuthenticationResults& results,
                            std::string_view normalised_address);

// One claim with the identities it shows.
struct InspectedClaim {
  const mail::Claim* claim = nullptr;
  std::vector<ShownIdentity> shown;
  // The identity that the claim shows and whose address it bears, null without one: it is that
  // person, as far as the claim goes, however the name is written.
  const CompiledIdentity* bearer = nullptr;
  Standing standing = Standing::kForeign;  // of the address to `bearer`, or to the nearest shown
};

// What every signal reads: the message, the registry, and the work that they would all do again.
struct Context {
  const mail::SenderClaims& claims;
  const Snapshot& snapshot;
  std::vector<InspectedClaim> inspected;  // one for each claim, in order
};

[[nodiscard]] Context MakeContext(const mail::SenderClaims& claims, const Snapshot& snapshot);

}  // namespace namesake::detection
