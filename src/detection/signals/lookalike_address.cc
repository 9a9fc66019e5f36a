// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/name_match.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "detection/snapshot.h"
#include "detection/variant_match.h"
#include "mail/addr_spec.h"
#include "mail/sender_claims.h"
#include "text/word.h"

namespace namesake::detection {
namespace {

using mail::AuthorField;

// Where a local part can be had for the asking. Elsewhere a company's namesake writes as he is
// called.
bool IsForTheAsking(const InspectedClaim& inspected) {
  return inspected.free_mailer || inspected.imitation.has_value();
}

bool ShowsAnIdentity(const InspectedClaim& inspected) {
  return !inspected.shown.empty() && inspected.shown.front().match.doubt == Doubt::kNone;
}

struct Imitated {
  IdentityPointer identity;  // null: nobody
  double score = 0;
};

// "jane@example.com"@evil.example: a whole registered address is the local part.
Imitated ByAddress(const Context& context, const InspectedClaim& inspected) {
  if (inspected.local_part.find('@') == std::string_view::npos) return {};
  const auto owners = FindByAddress(context.snapshot, mail::NormaliseAddress(inspected.local_part));
  return owners.empty() ? Imitated{} : Imitated{owners.front(), 0.95};
}

Imitated BySpelling(const Context& context, const InspectedClaim& inspected) {
  // The display name has told it already.
  if (!IsForTheAsking(inspected) || ShowsAnIdentity(inspected)) return {};
  const auto spelled = IdentityInLocalPart(context.snapshot, inspected.local_part);
  if (!spelled) return {};
  // "Châu Đức Tùng" writes from tung_chau@ because that is how he is called.
  const bool own_name =
      text::SplitWords(inspected.claim->display_name, 2).size() > 1 && AddressTellsName(inspected);
  if (own_name && spelled->match.layer > Layer::kConfusable) return {};
  return {spelled->identity, 0.85 * spelled->match.score};
}

}  // namespace

void ObserveLookalikeAddress(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    const mail::Claim& claim = *inspected.claim;
    if (claim.field != AuthorField::kFrom && claim.field != AuthorField::kReplyTo) continue;
    Imitated imitated = ByAddress(context, inspected);
    if (imitated.identity == nullptr) imitated = BySpelling(context, inspected);
    if (imitated.identity == nullptr ||
        StandingOf(claim.normalised, *imitated.identity) != Standing::kForeign) {
      continue;
    }
    const Identity& identity = imitated.identity->identity;
    evidence.push_back(
        {.reason = Reason::kLookalikeAddress,
         .field = claim.field,
         .value = claim.address,
         .entry = ReferenceTo(identity),
         .score = imitated.score,
         .strength = claim.field == AuthorField::kFrom ? Strength::kStrong : Strength::kExcused,
         .transformations = {},
         .detail = ExplainLookalikeAddress(claim, identity)});
  }
}

}  // namespace namesake::detection
