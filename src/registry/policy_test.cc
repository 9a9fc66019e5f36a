// SPDX-License-Identifier: Apache-2.0
#include "registry/policy.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace namesake::registry {
namespace {

TEST(Policy, KnowsItsKind) {
  Policy policy;
  EXPECT_EQ(policy.kind(), PolicyKind::kAllow);
  policy.rule = TrustedDomain{};
  EXPECT_EQ(policy.kind(), PolicyKind::kTrustedDomain);
  policy.rule = BlockedSender{};
  EXPECT_EQ(policy.kind(), PolicyKind::kBlock);
}

TEST(Policy, KnowsWhatItsPatternIsComparedWith) {
  Policy policy;
  policy.rule = AllowPolicy{.pattern_type = PatternType::kIp};
  EXPECT_EQ(policy.pattern_type(), PatternType::kIp);
  policy.rule = BlockedSender{.pattern_type = PatternType::kUnknown};
  EXPECT_EQ(policy.pattern_type(), PatternType::kUnknown);
  policy.rule = TrustedDomain{};
  EXPECT_EQ(policy.pattern_type(), PatternType::kDomain);
}

TEST(Policy, SpellsPatternTypesAsTheWireDoes) {
  for (const PatternType type :
       {PatternType::kEmail, PatternType::kDomain, PatternType::kIp, PatternType::kUnknown}) {
    EXPECT_EQ(ParsePatternType(PatternTypeName(type)), type);
  }
  EXPECT_EQ(PatternTypeName(PatternType::kEmail), "EMAIL");
  EXPECT_EQ(ParsePatternType("email"), std::nullopt);
  EXPECT_EQ(ParsePatternType(""), std::nullopt);
}

TEST(Policy, NamesItsKindForLogs) {
  EXPECT_EQ(PolicyKindName(PolicyKind::kAllow), "allow_policy");
  EXPECT_EQ(PolicyKindName(PolicyKind::kTrustedDomain), "trusted_domain");
  EXPECT_EQ(PolicyKindName(PolicyKind::kBlock), "block_sender");
}

TEST(Policy, TellsEveryRuleByItsFlags) {
  const std::vector<PolicyRule> rules = {
      AllowPolicy{.pattern_type = PatternType::kIp, .is_exempt_recipient = true},
      AllowPolicy{.is_trusted_sender = true, .verify_sender = true},
      AllowPolicy{.pattern_type = PatternType::kDomain, .is_acceptable_sender = true},
      TrustedDomain{.is_recent = true},
      TrustedDomain{.is_similarity = true},
      BlockedSender{.pattern_type = PatternType::kUnknown}};
  for (const PolicyRule& rule : rules) {
    Policy policy;
    policy.rule = rule;
    EXPECT_EQ(MakeRule(policy.kind(), policy.pattern_type(), FlagsOf(policy)), rule);
  }
  Policy policy;
  policy.rule = rules[1];
  EXPECT_EQ(FlagsOf(policy), kTrustedSenderFlag | kVerifySenderFlag);
}

}  // namespace
}  // namespace namesake::registry
