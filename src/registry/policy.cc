// SPDX-License-Identifier: Apache-2.0
#include "registry/policy.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace namesake::registry {
namespace {

constexpr std::array<std::pair<PatternType, std::string_view>, 4> kPatternTypeNames = {{
    {PatternType::kEmail, "EMAIL"},
    {PatternType::kDomain, "DOMAIN"},
    {PatternType::kIp, "IP"},
    {PatternType::kUnknown, "UNKNOWN"},
}};

}  // namespace

std::string_view PatternTypeName(PatternType type) noexcept {
  for (const auto& [value, name] : kPatternTypeNames) {
    if (value == type) return name;
  }
  return "UNKNOWN";
}

std::optional<PatternType> ParsePatternType(std::string_view name) noexcept {
  for (const auto& [value, known] : kPatternTypeNames) {
    if (known == name) return value;
  }
  return std::nullopt;
}

PatternType Policy::pattern_type() const noexcept {
  if (const auto* const allow = std::get_if<AllowPolicy>(&rule)) return allow->pattern_type;
  if (const auto* const block = std::get_if<BlockedSender>(&rule)) return block->pattern_type;
  return PatternType::kDomain;
}

PolicyFlags FlagsOf(const Policy& policy) noexcept {
  PolicyFlags flags = 0;
  const auto add = [&](bool is_set, PolicyFlag flag) {
    if (is_set) flags |= flag;
  };
  if (const auto* const allow = std::get_if<AllowPolicy>(&policy.rule)) {
    add(allow->is_exempt_recipient, kExemptRecipientFlag);
    add(allow->is_trusted_sender, kTrustedSenderFlag);
    add(allow->is_acceptable_sender, kAcceptableSenderFlag);
    add(allow->verify_sender, kVerifySenderFlag);
  } else if (const auto* const trusted = std::get_if<TrustedDomain>(&policy.rule)) {
    add(trusted->is_recent, kRecentFlag);
    add(trusted->is_similarity, kSimilarityFlag);
  }
  return flags;
}

PolicyRule MakeRule(PolicyKind kind, PatternType type, PolicyFlags flags) noexcept {
  switch (kind) {
    case PolicyKind::kAllow:
      return AllowPolicy{.pattern_type = type,
                         .is_exempt_recipient = (flags & kExemptRecipientFlag) != 0,
                         .is_trusted_sender = (flags & kTrustedSenderFlag) != 0,
                         .is_acceptable_sender = (flags & kAcceptableSenderFlag) != 0,
                         .verify_sender = (flags & kVerifySenderFlag) != 0};
    case PolicyKind::kTrustedDomain:
      return TrustedDomain{.is_recent = (flags & kRecentFlag) != 0,
                           .is_similarity = (flags & kSimilarityFlag) != 0};
    case PolicyKind::kBlock:
      break;
  }
  return BlockedSender{.pattern_type = type};
}

std::string_view PolicyKindName(PolicyKind kind) noexcept {
  switch (kind) {
    case PolicyKind::kAllow:
      return "allow_policy";
    case PolicyKind::kTrustedDomain:
      return "trusted_domain";
    case PolicyKind::kBlock:
      return "block_sender";
  }
  return "";
}

}  // namespace namesake::registry
