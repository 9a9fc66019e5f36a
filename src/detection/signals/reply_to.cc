// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using mail::AuthorField;

IdentityPointer AuthorByAddress(const Context& context) {
  for (const InspectedClaim& inspected : context.inspected) {
    if (inspected.claim->field != AuthorField::kFrom) continue;
    if (inspected.bearer != nullptr) return inspected.bearer;
    const auto owners = FindByAddress(context.snapshot, inspected.claim->normalised);
    if (!owners.empty()) return owners.front();
  }
  return nullptr;
}

bool Diverts(const InspectedClaim& reply_to, const CompiledIdentity& author) {
  return reply_to.claim->field == AuthorField::kReplyTo &&
         (reply_to.free_mailer || reply_to.imitation) &&
         StandingOf(reply_to.claim->normalised, author) != Standing::kAllowed;
}

// People do answer from home. What is proven theirs may say where; what has failed may not.
Strength StrengthOf(const InspectedClaim& reply_to, Proof proof) noexcept {
  switch (proof) {
    case Proof::kPassed:
      return Strength::kWeak;
    case Proof::kFailed:
      return Strength::kStrong;
    case Proof::kUnproven:
    case Proof::kUnknown:
      return reply_to.imitation ? Strength::kExcused : Strength::kWeak;
  }
  return Strength::kWeak;
}

}  // namespace

void ObserveReplyTo(const Context& context, std::vector<Evidence>& evidence) {
  const bool any_reply_to =
      std::ranges::any_of(context.inspected, [](const InspectedClaim& inspected) {
        return inspected.claim->field == AuthorField::kReplyTo;
      });
  if (!any_reply_to) return;
  const IdentityPointer author = AuthorByAddress(context);
  if (author == nullptr) return;
  const Proof proof =
      ProofOf(context.claims.authentication, context.inspected.front().claim->normalised);
  for (const InspectedClaim& reply_to : context.inspected) {
    if (!Diverts(reply_to, *author)) continue;
    evidence.push_back({.reason = Reason::kReplyToDiverts,
                        .field = AuthorField::kReplyTo,
                        .value = reply_to.claim->address,
                        .entry = ReferenceTo(author->identity),
                        .score = 0.6,
                        .strength = StrengthOf(reply_to, proof),
                        .transformations = {},
                        .detail = ExplainReplyTo(*reply_to.claim, author->identity)});
  }
}

}  // namespace namesake::detection
