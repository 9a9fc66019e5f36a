// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "detection/reason.h"  // IWYU pragma: export
#include "detection/transformation.h"
#include "mail/sender_claims.h"

namespace namesake::detection {

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
