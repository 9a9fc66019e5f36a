// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "detection/identity_lookup.h"
#include "detection/signals/context.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

// The sentences that a person reads. Every value from the message or the registry is escaped, so
// that a hostile name can forge neither a log line nor a header nor a terminal.

// «"Jоhn Doe" shows the registered name "John Doe" with Cyrillic о (U+043E); x@evil.example is not
// one of its 2 addresses.»
[[nodiscard]] std::string ExplainShownName(const mail::Claim& claim, const ShownIdentity& shown);

// «"john.doe@example.com" in the display name is an address of "John Doe"; the mail comes from
// x@evil.example.»
[[nodiscard]] std::string ExplainAddressInName(const mail::Claim& claim, std::string_view address,
                                               const Identity& identity);

// «john.doe@example.com is an address of "John Doe", but DMARC failed for example.com.»
[[nodiscard]] std::string ExplainAuthentication(const mail::Claim& claim, const Identity& identity,
                                                Proof proof);

// «The mail names 2 authors: "John Doe", whose address john.doe@example.com is registered, and
// x@evil.example; mail programs differ in which they show.»
[[nodiscard]] std::string ExplainAmbiguity(const mail::Claim& bearer, const Identity& identity,
                                           const mail::Claim& stranger);

}  // namespace namesake::detection
