// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "detection/evidence.h"
#include "detection/signals/context.h"

namespace namesake::detection {

// The signals: each looks for one kind of fact and adds what it finds. None reads what another
// found, and none decides: that is verdict's.

// A claim shows an identity's name and its address is not one of that identity's.
void ObserveDisplayName(const Context& context, std::vector<Evidence>& evidence);

// A registered address stands in a display name beside another address.
void ObserveAddressInDisplayName(const Context& context, std::vector<Evidence>& evidence);

// From or Reply-To has an identity's local part at a free mailer or at a domain that imitates the
// account's.
void ObserveLookalikeAddress(const Context& context, std::vector<Evidence>& evidence);

// From or Reply-To comes from a domain that imitates the account's.
void ObserveLookalikeDomain(const Context& context, std::vector<Evidence>& evidence);

// From is an identity's, and an answer goes to somebody else.
void ObserveReplyTo(const Context& context, std::vector<Evidence>& evidence);

// From bears a registered address without the authentication of its domain.
void ObserveAuthentication(const Context& context, std::vector<Evidence>& evidence);

// Several authors, of whom one is an identity and another a stranger: mail programs show either.
void ObserveAmbiguousAuthor(const Context& context, std::vector<Evidence>& evidence);

}  // namespace namesake::detection
