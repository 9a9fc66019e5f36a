// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detection/identity_lookup.h"
#include "detection/own_domains.h"
#include "detection/signals/context.h"
#include "detection/transformation.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

// The sentences that a person reads. Every value from the message or the registry is escaped, so
// that a hostile name can forge neither a log line nor a header nor a terminal.

// «"Jоhn Doe" shows the registered name "John Doe" with Cyrillic о (U+043E); x@evil.example is not
// one of its 2 addresses.»
[[nodiscard]] std::string ExplainShownName(const mail::Claim& claim, const ShownIdentity& shown,
                                           const std::vector<Transformation>& steps);

// «"john.doe@example.com" in the display name is an address of "John Doe"; the mail comes from
// x@evil.example.»
[[nodiscard]] std::string ExplainAddressInName(const mail::Claim& claim, std::string_view address,
                                               const Identity& identity);

// «john.doe@example.com is an address of "John Doe", but DMARC failed for example.com.»
[[nodiscard]] std::string ExplainAuthentication(const mail::Claim& claim, const Identity& identity,
                                                Proof proof);

// «john.doe.ceo@gmail.com spells the registered name "John Doe" and is not its address.»
[[nodiscard]] std::string ExplainLookalikeAddress(const mail::Claim& claim,
                                                  const Identity& identity);

// «exarnple.com looks like example.com, a domain of this account.»
[[nodiscard]] std::string ExplainLookalikeDomain(const mail::Claim& claim,
                                                 const DomainImitation& imitation);

// «The mail is John Doe's by From, and an answer goes to x@gmail.com.»
[[nodiscard]] std::string ExplainReplyTo(const mail::Claim& reply_to, const Identity& identity);

// «The administrator has blocked "evil.example".»
[[nodiscard]] std::string ExplainBlocked(const mail::SenderClaims& claims,
                                         std::string_view pattern);

// «The mail names 2 authors: "John Doe", whose address john.doe@example.com is registered, and
// x@evil.example; mail programs differ in which they show.»
[[nodiscard]] std::string ExplainAmbiguity(const mail::Claim& bearer, const Identity& identity,
                                           const mail::Claim& stranger);

}  // namespace namesake::detection
