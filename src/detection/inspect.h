// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

// Checks one message's claims against one account's identities. Pure: no I/O, no clock, no locks;
// the same input gives the same verdict. Safe from several threads. The cost does not grow with the
// number of identities.
[[nodiscard]] Verdict Inspect(const mail::SenderClaims& claims, const Snapshot& snapshot);

}  // namespace namesake::detection
