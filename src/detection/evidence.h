// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/transformation.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

// Why a message was noticed. The names are stable identifiers of the API, one line and one example
// each in docs/reasons.md.
enum class Reason {
  kDisplayNameExact,    // display_name_exact: equal but for case, white space, punctuation, order
  kDisplayNameCleaned,  // display_name_cleaned: equal without invisible characters, marks, styles
  kDisplayNameConfusable,  // display_name_confusable: equal to the eye, other letters
  kDisplayNameDecorated,   // display_name_decorated: the name with something around it
  kDisplayNameVariant,     // display_name_variant: another form of the name, or a part of it
  kDisplayNameNear,        // display_name_near: the name with a typing error
  kAddressInDisplayName,   // address_in_display_name: a registered address shown as the name
  kLookalikeAddress,       // lookalike_address: the local part imitates an identity elsewhere
  kLookalikeDomain,        // lookalike_domain: the domain imitates one of the account's
  kAuthenticationFailed,   // authentication_failed: the identity's own address, not from its domain
  kReplyToDiverts,         // reply_to_diverts: an answer leaves for somebody else
  kBlockedSender,          // blocked_sender: the administrator has blocked the sender
  kAmbiguousAuthor,  // ambiguous_author: several From fields or readings, one of them the identity
};

// "display_name_exact"
[[nodiscard]] std::string_view ReasonName(Reason reason) noexcept;

// How far a piece of evidence goes by itself.
enum class Strength {
  kWeak,     // reported, never flags a message
  kExcused,  // strong, but with an innocent explanation that is not proven: suspicious
  kStrong,
};

// The registry entry that a piece of evidence points at, as far as a person needs it. Without a
// name: no entry, as for a domain that imitates the account's.
struct EntryReference {
  std::optional<base::Uuid> id;  // unset for a registry read from a CSV file
  std::string name;
  std::string email;

  friend bool operator==(const EntryReference&, const EntryReference&) = default;
};

// One observed fact: what was seen, where, which identity it resembles, how strongly.
struct Evidence {
  Reason reason = Reason::kDisplayNameExact;
  mail::AuthorField field = mail::AuthorField::kFrom;
  std::string value;  // the claim as a reader sees it, decoded and not escaped: hostile text
  EntryReference entry;
  double score = 0;  // 0..1, how much like the identity it is
  Strength strength = Strength::kStrong;
  std::vector<Transformation> transformations = {};  // from the registered name to the one shown
  std::string detail;  // one sentence for a person, escaped, safe to show anywhere

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

}  // namespace namesake::detection
