// SPDX-License-Identifier: Apache-2.0
#include "detection/inspect.h"

#include <utility>
#include <vector>

#include "detection/evidence.h"
#include "detection/signals/context.h"
#include "detection/signals/signals.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

Verdict Inspect(const mail::SenderClaims& claims, const Snapshot& snapshot) {
  const Context context = MakeContext(claims, snapshot);
  std::vector<Evidence> evidence;
  ObserveDisplayName(context, evidence);
  ObserveAddressInDisplayName(context, evidence);
  ObserveAuthentication(context, evidence);
  ObserveAmbiguousAuthor(context, evidence);
  return Weigh(std::move(evidence));
}

}  // namespace namesake::detection
