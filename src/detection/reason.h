// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>

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

inline constexpr auto kAllReasons = std::to_array<Reason>(
    {Reason::kDisplayNameExact, Reason::kDisplayNameCleaned, Reason::kDisplayNameConfusable,
     Reason::kDisplayNameDecorated, Reason::kDisplayNameVariant, Reason::kDisplayNameNear,
     Reason::kAddressInDisplayName, Reason::kLookalikeAddress, Reason::kLookalikeDomain,
     Reason::kAuthenticationFailed, Reason::kReplyToDiverts, Reason::kBlockedSender,
     Reason::kAmbiguousAuthor});

// "display_name_exact"
[[nodiscard]] std::string_view ReasonName(Reason reason) noexcept;
[[nodiscard]] std::optional<Reason> ParseReason(std::string_view name) noexcept;

class ReasonSet {
 public:
  void Add(Reason reason) { reasons_.set(static_cast<std::size_t>(reason)); }
  [[nodiscard]] bool Contains(Reason reason) const {
    return reasons_.test(static_cast<std::size_t>(reason));
  }
  [[nodiscard]] bool empty() const noexcept { return reasons_.none(); }

  friend bool operator==(const ReasonSet&, const ReasonSet&) = default;

 private:
  std::bitset<kAllReasons.size()> reasons_;
};

}  // namespace namesake::detection
