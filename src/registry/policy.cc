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
