// SPDX-License-Identifier: Apache-2.0
#include "detection/inspect.h"

#include <utility>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/signals/context.h"
#include "detection/signals/signals.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"
#include "registry/policy.h"
#include "registry/policy_set.h"

namespace namesake::detection {
namespace {

std::vector<Evidence> Observe(const Context& context) {
  std::vector<Evidence> evidence;
  ObserveDisplayName(context, evidence);
  ObserveAddressInDisplayName(context, evidence);
  ObserveLookalikeAddress(context, evidence);
  ObserveLookalikeDomain(context, evidence);
  ObserveReplyTo(context, evidence);
  ObserveAuthentication(context, evidence);
  ObserveAmbiguousAuthor(context, evidence);
  std::erase_if(evidence,
                [&](const Evidence& one) { return context.snapshot.off().Contains(one.reason); });
  return evidence;
}

void NotePolicy(PolicyEffect effect, const registry::Policy& policy, Verdict& verdict) {
  verdict.policy_effect = effect;
  verdict.policy_id = policy.id;
  verdict.policy_pattern = policy.pattern;
}

Verdict NotInspected(PolicyEffect effect, const registry::Policy& policy) {
  Verdict verdict;
  NotePolicy(effect, policy, verdict);
  return verdict;
}

Evidence Blocked(const mail::SenderClaims& claims, const registry::Policy& policy) {
  Evidence evidence;
  evidence.reason = Reason::kBlockedSender;
  evidence.value = claims.from;
  evidence.score = 1;
  evidence.detail = ExplainBlocked(claims, policy.pattern);
  return evidence;
}

// An acceptable sender may look like a spoof, and not like worse.
void AcceptSpoofs(std::vector<Evidence>& evidence) {
  for (Evidence& one : evidence) {
    if (ClassOf(one) == VerdictClass::kSpoof) one.strength = Strength::kWeak;
  }
}

}  // namespace

// Of policies that contradict each other the one counts that lets the administrator see more: mail
// to an exempt mailbox (abuse reports) arrives as it is, then a block counts, then trust.
Verdict Inspect(const mail::SenderClaims& claims, const Snapshot& snapshot) {
  const registry::MatchedPolicies policies = snapshot.policies().Match(claims);
  if (policies.exempt_recipient != nullptr) {
    return NotInspected(PolicyEffect::kExemptRecipient, *policies.exempt_recipient);
  }
  const bool blocked = policies.blocked_sender != nullptr;
  if (policies.trusted_sender != nullptr && !blocked) {
    return NotInspected(PolicyEffect::kTrustedSender, *policies.trusted_sender);
  }
  std::vector<Evidence> evidence = Observe(MakeContext(claims, snapshot));
  const bool acceptable = policies.acceptable_sender != nullptr && !blocked;
  if (acceptable) AcceptSpoofs(evidence);
  if (blocked) evidence.push_back(Blocked(claims, *policies.blocked_sender));
  Verdict verdict = Weigh(std::move(evidence));
  if (blocked) {
    NotePolicy(PolicyEffect::kBlockedSender, *policies.blocked_sender, verdict);
  } else if (acceptable) {
    NotePolicy(PolicyEffect::kAcceptableSender, *policies.acceptable_sender, verdict);
  }
  return verdict;
}

}  // namespace namesake::detection
