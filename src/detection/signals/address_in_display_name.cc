// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detection/evidence.h"
#include "detection/explain.h"
#include "detection/identity_lookup.h"
#include "detection/identity_table.h"
#include "detection/signals/context.h"
#include "detection/signals/reference.h"
#include "detection/signals/signals.h"
#include "detection/snapshot.h"
#include "mail/addr_spec.h"
#include "mail/sender_claims.h"
#include "text/skeleton.h"

namespace namesake::detection {
namespace {

// Addresses in one display name beyond this are not looked up.
constexpr std::size_t kMaxAddresses = 16;

bool EndsAddress(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' ||
         std::string_view("<>()[],;:\"'|").find(c) != std::string_view::npos;
}

// What looks like addresses in running text: the stretches around each @, without a full stop at
// the end of a sentence.
std::vector<std::string_view> AddressesIn(std::string_view text) {
  std::vector<std::string_view> addresses;
  std::size_t from = 0;
  while (addresses.size() < kMaxAddresses) {
    const std::size_t at = text.find('@', from);
    if (at == std::string_view::npos) break;
    std::size_t begin = at;
    while (begin > 0 && !EndsAddress(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && !EndsAddress(text[end])) ++end;
    from = end;
    while (end > at + 1 && text[end - 1] == '.') --end;
    if (begin < at && at + 1 < end) addresses.push_back(text.substr(begin, end - begin));
  }
  return addresses;
}

// The name as it is looked through: cleaned, but a control character parts what stands beside it,
// as it does for the programs that stop reading at a NUL.
std::string Readable(std::string_view display_name) {
  std::string parted(display_name);
  std::ranges::replace_if(parted, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text::Clean(parted);
}

// A service that names the person by his address, and lets an answer go to him.
Strength StrengthOf(const Context& context, const InspectedClaim& inspected,
                    const CompiledIdentity& owner) {
  if (inspected.claim->field == mail::AuthorField::kResentFrom) return Strength::kExcused;
  const bool serves =
      inspected.service != nullptr && WhereAnswerGoes(context, owner) == AnswerGoes::kToIdentity &&
      ProofOf(context.claims.authentication, inspected.claim->normalised) == Proof::kPassed;
  return serves ? Strength::kWeak : Strength::kStrong;
}

}  // namespace

void ObserveAddressInDisplayName(const Context& context, std::vector<Evidence>& evidence) {
  for (const InspectedClaim& inspected : context.inspected) {
    const mail::Claim& claim = *inspected.claim;
    if (claim.display_name.find('@') == std::string::npos &&
        claim.display_name.find("\xEF\xBC\xA0") == std::string::npos) {  // U+FF20, full-width @
      continue;
    }
    const std::string clean = Readable(claim.display_name);
    for (const std::string_view address : AddressesIn(clean)) {
      const std::string normalised = mail::NormaliseAddress(address);
      if (normalised == claim.normalised) continue;
      const auto owners = FindByAddress(context.snapshot, normalised);
      if (owners.empty() || StandingOf(claim.normalised, *owners.front()) != Standing::kForeign)
        continue;
      const Identity& identity = owners.front()->identity;
      evidence.push_back({.reason = Reason::kAddressInDisplayName,
                          .field = claim.field,
                          .value = claim.display_name,
                          .entry = ReferenceTo(identity),
                          .score = 0.97,
                          .strength = StrengthOf(context, inspected, *owners.front()),
                          .transformations = {},
                          .detail = ExplainAddressInName(claim, address, identity)});
    }
  }
}

}  // namespace namesake::detection
