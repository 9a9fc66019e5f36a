// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "detection/name_match.h"
#include "detection/segment.h"
#include "detection/snapshot.h"

namespace namesake::detection {

// More identities of one name than this are not compared: it takes an account that registered a
// thousand people of the same name, and one of them is enough to flag the message.
inline constexpr std::size_t kMaxCandidates = 1000;

// What an address is to an identity.
enum class Standing {
  kForeign,     // not one of its addresses
  kSubAddress,  // one of its addresses with a "+tag" (RFC 5233) in the local part
  kAllowed,     // one of its addresses
};

[[nodiscard]] Standing StandingOf(std::string_view normalised_address,
                                  const CompiledIdentity& identity);

// An identity that a display name shows. `identity` lives as long as the snapshot.
struct ShownIdentity {
  const CompiledIdentity* identity = nullptr;
  NameMatch match;
};

// The identities of `snapshot` that `display_name` shows, in any layer, nearest layer first.
[[nodiscard]] std::vector<ShownIdentity> FindShownIdentities(const Snapshot& snapshot,
                                                             std::string_view display_name);

// The identities that have this literal address.
[[nodiscard]] std::vector<const CompiledIdentity*> FindByAddress(
    const Snapshot& snapshot, std::string_view normalised_address);

}  // namespace namesake::detection
