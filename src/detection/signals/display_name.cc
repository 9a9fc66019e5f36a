// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/name_match.h"
#include "detection/segment.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using mail::AuthorField;

Reason ReasonOf(Layer layer) noexcept {
  switch (layer) {
    case Layer::kExact:
      return Reason::kDisplayNameExact;
    case Layer::kCleaned:
      return Reason::kDisplayNameCleaned;
    case Layer::kConfusable:
      return Reason::kDisplayNameConfusable;
    case Layer::kDecorated:
      return Reason::kDisplayNameDecorated;
  }
  return Reason::kDisplayNameExact;
}

// How sure we are that the name shown is the registered one.
double ScoreOf(Layer layer) noexcept {
  switch (layer) {
    case Layer::kExact:
      return 1.0;
    case Layer::kCleaned:
      return 0.98;
    case Layer::kConfusable:
      return 0.95;
    case Layer::kDecorated:
      return 0.9;
  }
  return 0;
}

// The identity itself is the author by From, as far as its address goes.
const InspectedClaim* BearerInFrom(const Context& context, const CompiledIdentity& identity) {
  const auto bears = [&](const InspectedClaim& inspected) {
    return inspected.claim->field == AuthorField::kFrom &&
           StandingOf(inspected.claim->normalised, identity) == Standing::kAllowed;
  };
  const auto found = std::ranges::find_if(context.inspected, bears);
  return found == context.inspected.end() ? nullptr : &*found;
}

// A list that rewrote From to itself names the author in Reply-To: an answer goes to the person.
bool AnswerGoesToIdentity(const Context& context, const CompiledIdentity& identity) {
  return std::ranges::any_of(context.inspected, [&](const InspectedClaim& inspected) {
    return inspected.claim->field == AuthorField::kReplyTo &&
           StandingOf(inspected.claim->normalised, identity) == Standing::kAllowed;
  });
}

// Whether an innocent explanation exists, and whether it is proven.
Strength InFrom(const Context& context, const InspectedClaim& inspected,
                const ShownIdentity& nearest) {
  const Proof proof = ProofOf(context.claims.authentication, inspected.claim->normalised);
  const bool sub_address = inspected.standing == Standing::kSubAddress;
  const bool rewritten =
      nearest.match.layer == Layer::kDecorated && AnswerGoesToIdentity(context, *nearest.identity);
  if (!sub_address && !rewritten) return Strength::kStrong;
  switch (proof) {
    case Proof::kPassed:
      return Strength::kWeak;
    case Proof::kFailed:
      return Strength::kStrong;
    case Proof::kUnproven:
    case Proof::kUnknown:
      return Strength::kExcused;
  }
  return Strength::kStrong;
}

// The person may answer from elsewhere, or send through a service, when the mail is proven theirs.
Strength InOtherField(const Context& context, const ShownIdentity& nearest) {
  const InspectedClaim* author = BearerInFrom(context, *nearest.identity);
  if (author == nullptr) return Strength::kStrong;
  switch (ProofOf(context.claims.authentication, author->claim->normalised)) {
    case Proof::kPassed:
      return Strength::kWeak;
    case Proof::kFailed:
      return Strength::kStrong;
    case Proof::kUnproven:
    case Proof::kUnknown:
      return Strength::kExcused;
  }
  return Strength::kStrong;
}

Strength StrengthOf(const Context& context, const InspectedClaim& inspected,
                    const ShownIdentity& nearest) {
  switch (inspected.claim->field) {
    case AuthorField::kFrom:
      return InFrom(context, inspected, nearest);
    case AuthorField::kSender:
    case AuthorField::kReplyTo:
      return InOtherField(context, nearest);
    case AuthorField::kResentFrom:
      return Strength::kExcused;  // who passed it on, not who wrote it
  }
  return Strength::kStrong;
}

}  // namespace

void ObserveDisplayName(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    if (inspected.shown.empty() || inspected.bearer != nullptr) continue;
    const ShownIdentity& nearest = inspected.shown.front();
    evidence.push_back({.reason = ReasonOf(nearest.match.layer),
                        .field = inspected.claim->field,
                        .value = inspected.claim->display_name,
                        .entry = ReferenceTo(nearest.identity->identity),
                        .score = ScoreOf(nearest.match.layer),
                        .strength = StrengthOf(context, inspected, nearest),
                        .detail = ExplainShownName(*inspected.claim, nearest)});
  }
}

}  // namespace namesake::detection
