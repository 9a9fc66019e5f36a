// SPDX-License-Identifier: Apache-2.0
#include "detection/reason.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace namesake::detection {

std::string_view ReasonName(Reason reason) noexcept {
  switch (reason) {
    case Reason::kDisplayNameExact:
      return "display_name_exact";
    case Reason::kDisplayNameCleaned:
      return "display_name_cleaned";
    case Reason::kDisplayNameConfusable:
      return "display_name_confusable";
    case Reason::kDisplayNameDecorated:
      return "display_name_decorated";
    case Reason::kDisplayNameVariant:
      return "display_name_variant";
    case Reason::kDisplayNameNear:
      return "display_name_near";
    case Reason::kAddressInDisplayName:
      return "address_in_display_name";
    case Reason::kLookalikeAddress:
      return "lookalike_address";
    case Reason::kLookalikeDomain:
      return "lookalike_domain";
    case Reason::kReplyToDiverts:
      return "reply_to_diverts";
    case Reason::kBlockedSender:
      return "blocked_sender";
    case Reason::kAuthenticationFailed:
      return "authentication_failed";
    case Reason::kAmbiguousAuthor:
      return "ambiguous_author";
  }
  return "unknown";
}

std::optional<Reason> ParseReason(std::string_view name) noexcept {
  const auto* found = std::ranges::find(kAllReasons, name, ReasonName);
  if (found == kAllReasons.end()) return std::nullopt;
  return *found;
}

}  // namespace namesake::detection
