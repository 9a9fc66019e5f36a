// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/own_domains.h"
#include "detection/snapshot.h"
#include "mail/sender_claims.h"
#include "names/service.h"

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
  std::string_view local_part;  // of the normalised address; empty without one
  std::string_view domain;
  std::vector<ShownIdentity> shown;
  // The identity that the claim shows and whose address it bears, null without one: it is that
  // person, as far as the claim goes, however the name is written.
  IdentityPointer bearer;
  Standing standing = Standing::kForeign;    // of the address to `bearer`, or to the nearest shown
  bool free_mailer = false;                  // everybody can have an address there
  bool own_domain = false;                   // the account's
  std::optional<DomainImitation> imitation;  // of an own domain that nobody trusts
  const names::NotificationService* service = nullptr;  // sends in a person's name
};

// What every signal reads: the message, the registry, and the work that they would all do again.
struct Context {
  const mail::SenderClaims& claims;
  const Snapshot& snapshot;
  std::vector<InspectedClaim> inspected;  // one for each claim, in order
};

// Where an answer to the message goes (RFC 5322 section 3.6.2: Reply-To, else From), seen from one
// identity.
enum class AnswerGoes {
  kToIdentity,    // to one of its addresses, and to nobody else
  kToSender,      // to From, as nothing else is said, or to the same organization
  kToFreeMailer,  // to a mailbox that everybody can have
  kElsewhere,
};

[[nodiscard]] AnswerGoes WhereAnswerGoes(const Context& context, const CompiledIdentity& identity);

// Whether the address speaks of the name shown with it: "gijs@" or "x@vanwijk.example" with "G. van
// Wijk", "ap@" with "Accounts Payable". Namesakes and vendors have such addresses, and whoever
// needs a name for one mail seldom cares.
[[nodiscard]] bool AddressTellsName(const InspectedClaim& inspected);

// The identity whose name a local part spells, as "john.doe.ceo" does John Doe's; nullopt without
// one. Numbers at its end and a tag count for nothing.
[[nodiscard]] std::optional<ShownIdentity> IdentityInLocalPart(const Snapshot& snapshot,
                                                               std::string_view local_part);

[[nodiscard]] Context MakeContext(const mail::SenderClaims& claims, const Snapshot& snapshot);

}  // namespace namesake::detection
