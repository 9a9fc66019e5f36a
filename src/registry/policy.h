// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/uuid.h"
#include "registry/account.h"

namespace namesake::registry {

inline constexpr std::size_t kMaxPolicyPatternCodePoints =
    1024;  // the published schema's maxLength
inline constexpr std::size_t kMaxPolicyCommentsCodePoints = 1024;  // likewise

// The three lists of an administrator. A change rebuilds the account's look-up tables, which takes
// some 50 ms for so many policies; patterns are tried one after the other on every message, some
// 0.1 µs each for an address (policy_set_bench).
inline constexpr std::size_t kMaxPolicies = 50'000;        // of an account, all lists together
inline constexpr std::size_t kMaxPatternPolicies = 1'000;  // of these, regular expressions

// Numbers are stored: never renumber.
enum class PolicyKind { kAllow = 0, kTrustedDomain = 1, kBlock = 2 };

// What the pattern of a policy is compared with.
enum class PatternType {
  kEmail = 0,    // the address, without case
  kDomain = 1,   // the address's domain: that name and every name below it
  kIp = 2,       // the address of the SMTP client: one address or a network, IPv4 or IPv6
  kUnknown = 3,  // stored by some other version; matches nothing
};

// The wire's spelling, and back; nullopt for any other text (upper and lower case differ).
[[nodiscard]] std::string_view PatternTypeName(PatternType type) noexcept;
[[nodiscard]] std::optional<PatternType> ParsePatternType(std::string_view name) noexcept;

// Whom to spare, and from what.
struct AllowPolicy {
  PatternType pattern_type = PatternType::kEmail;
  bool is_exempt_recipient = false;   // mail to it is not inspected at all
  bool is_trusted_sender = false;     // mail from it is not inspected at all
  bool is_acceptable_sender = false;  // mail from it is not called a spoof; worse still is
  bool verify_sender = false;         // counts only for a sender that authentication confirmed

  friend bool operator==(const AllowPolicy&, const AllowPolicy&) = default;
};

// A domain that looks wrong and is not.
struct TrustedDomain {
  bool is_recent = false;      // its late registration says nothing against it
  bool is_similarity = false;  // its likeness to a domain of the account's own does not either

  friend bool operator==(const TrustedDomain&, const TrustedDomain&) = default;
};

// Mail from it is unwanted, whatever it shows.
struct BlockedSender {
  PatternType pattern_type = PatternType::kEmail;

  friend bool operator==(const BlockedSender&, const BlockedSender&) = default;
};

// One line of one of the three lists. A value. The order of the alternatives is that of PolicyKind.
struct Policy {
  AccountId account;
  base::Uuid id;
  std::variant<AllowPolicy, TrustedDomain, BlockedSender> rule;
  std::string pattern;  // byte for byte as sent
  bool is_regex = false;
  std::optional<std::string> comments;
  base::Time created_at;
  base::Time modified_at;  // strictly increases with every change of the policy

  [[nodiscard]] PolicyKind kind() const noexcept { return static_cast<PolicyKind>(rule.index()); }
  // kDomain for a trusted domain.
  [[nodiscard]] PatternType pattern_type() const noexcept;

  friend bool operator==(const Policy&, const Policy&) = default;
};

// What a policy of any kind says, as a set of bits that a list can be filtered by and a store
// keeps. Numbers are stored: never renumber.
enum PolicyFlag : unsigned {
  kExemptRecipientFlag = 1U << 0,
  kTrustedSenderFlag = 1U << 1,
  kAcceptableSenderFlag = 1U << 2,
  kVerifySenderFlag = 1U << 3,
  kRecentFlag = 1U << 4,
  kSimilarityFlag = 1U << 5,
};
using PolicyFlags = unsigned;
[[nodiscard]] PolicyFlags FlagsOf(const Policy& policy) noexcept;

// The rule of which FlagsOf and Policy::pattern_type tell the rest.
using PolicyRule = decltype(Policy::rule);
[[nodiscard]] PolicyRule MakeRule(PolicyKind kind, PatternType type, PolicyFlags flags) noexcept;

// "allow_policy", "trusted_domain", "block_sender": for logs and messages.
[[nodiscard]] std::string_view PolicyKindName(PolicyKind kind) noexcept;

}  // namespace namesake::registry
