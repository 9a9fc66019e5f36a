// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "detection/identity_table.h"
#include "detection/name_match.h"
#include "detection/snapshot.h"

namespace namesake::detection {

// More identities of one name than this are not looked through for one that has the address: it
// takes an account that registered a thousand people of the same name.
inline constexpr std::size_t kMaxCandidates = 1000;

// More different names than this are not compared with one shown name: it takes a registry of
// millions, and one of them is enough to flag the message.
inline constexpr std::size_t kMaxComparedNames = 32;

// Namesakes with literal addresses beyond this are not told one by one: their addresses were asked
// for before (FindBearer), and one entry explains a flag.
inline constexpr std::size_t kMaxNamesakes = 8;

// What an address is to an identity.
enum class Standing {
  kForeign,     // not one of its addresses
  kSubAddress,  // one of its addresses with a "+tag" (RFC 5233) in the local part
  kAllowed,     // one of its addresses
};

[[nodiscard]] Standing StandingOf(std::string_view normalised_address,
                                  const CompiledIdentity& identity);

// An identity that a display name shows.
struct ShownIdentity {
  IdentityPointer identity;  // not null
  NameMatch match;
};

// The identities of `snapshot` that `display_name` shows, nearest layer first. Where one shows
// plainly, up to a decorated name, those it only resembles are not looked for.
[[nodiscard]] std::vector<ShownIdentity> FindShownIdentities(const Snapshot& snapshot,
                                                             std::string_view display_name);

// Only those that bear the name itself, but for case, punctuation and the order of its words. At
// most kMaxNamesakes, at the cost of a few look-ups: every create asks.
[[nodiscard]] std::vector<IdentityPointer> FindNamesakes(const Snapshot& snapshot,
                                                         std::string_view name);

// The identity that has the address, with a tag or without, among its literal ones and whose name
// is shown: it is that person, as far as a claim goes, however the name is written. nullopt without
// one.
struct Bearer {
  ShownIdentity shown;
  Standing standing = Standing::kAllowed;
};
[[nodiscard]] std::optional<Bearer> FindBearer(const Snapshot& snapshot,
                                               std::string_view display_name,
                                               std::string_view normalised_address);

// The identities that have this literal address, or another one of the same mailbox.
[[nodiscard]] std::vector<IdentityPointer> FindByAddress(const Snapshot& snapshot,
                                                         std::string_view normalised_address);

}  // namespace namesake::detection
