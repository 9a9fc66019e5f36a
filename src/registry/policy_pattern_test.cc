// SPDX-License-Identifier: Apache-2.0
#include "registry/policy_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "registry/policy.h"

namespace namesake::registry {
namespace {

using ::testing::HasSubstr;

std::string Literal(PatternType type, std::string_view pattern) {
  const auto compiled = PolicyPattern::Compile(type, pattern, false);
  return compiled ? compiled->literal() : "refused: " + compiled.error().message;
}

std::string Fault(PatternType type, std::string_view pattern, bool is_regex = false) {
  const auto compiled = PolicyPattern::Compile(type, pattern, is_regex);
  return compiled ? "" : compiled.error().message;
}

TEST(PolicyPattern, NormalisesAnAddress) {
  EXPECT_EQ(Literal(PatternType::kEmail, "News@Partner.Example"), "news@partner.example");
  EXPECT_EQ(Literal(PatternType::kEmail, "a@bücher.example"), "a@xn--bcher-kva.example");
}

TEST(PolicyPattern, TakesOneAddressAlone) {
  EXPECT_THAT(Fault(PatternType::kEmail, "a@@b.example"), HasSubstr("not an e-mail address"));
  EXPECT_THAT(Fault(PatternType::kEmail, "a@b.example, c@d.example"), HasSubstr("not an e-mail"));
  EXPECT_THAT(Fault(PatternType::kEmail, "b.example"), HasSubstr("no @ sign"));
  EXPECT_THAT(Fault(PatternType::kEmail, "A <a@b.example>"), HasSubstr("not an e-mail address"));
}

TEST(PolicyPattern, NormalisesADomain) {
  EXPECT_EQ(Literal(PatternType::kDomain, "Mail.Partner.EXAMPLE"), "mail.partner.example");
  EXPECT_EQ(Literal(PatternType::kDomain, "bücher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(Literal(PatternType::kDomain, "zip"), "zip");
}

TEST(PolicyPattern, RefusesWhatIsNoDomainName) {
  const std::vector<std::string_view> texts = {
      "",         "a b.example",  "@b.example", "*.b.example", "a..example",    ".b.example",
      "b_c.test", "-b.example",   "192.0.2.1",  "b.example/x", "http://b.test", "a@b.example",
      "b-.test",  "b.example.123"};
  for (const std::string_view text : texts) {
    EXPECT_THAT(Fault(PatternType::kDomain, text), HasSubstr("not a domain name")) << text;
  }
}

TEST(PolicyPattern, ReadsAddressesAndNetworks) {
  for (const std::string_view text : {"192.0.2.1", "198.51.100.0/24", "2001:db8::/32"}) {
    const auto compiled = PolicyPattern::Compile(PatternType::kIp, text, false);
    ASSERT_TRUE(compiled) << text;
    EXPECT_TRUE(compiled->network()) << text;
  }
  EXPECT_THAT(Fault(PatternType::kIp, "192.0.2.1/64"), HasSubstr("not an IPv4 or IPv6 address"));
  EXPECT_THAT(Fault(PatternType::kIp, "10.0.0.0/8"), HasSubstr("private"));
  EXPECT_THAT(Fault(PatternType::kIp, "::ffff:127.0.0.1"), HasSubstr("loopback"));
}

TEST(PolicyPattern, MatchesTheWholeTextOfAnyTypeByARegularExpression) {
  const auto address = PolicyPattern::Compile(PatternType::kEmail, "(a|b)\\+?.*@x\\.example", true);
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->is_regex());
  EXPECT_TRUE(address->MatchesRegex("A+1@x.example"));
  EXPECT_FALSE(address->MatchesRegex("a@x.example.evil.example"));
  const auto client = PolicyPattern::Compile(PatternType::kIp, "192\\.0\\.2\\.\\d+", true);
  ASSERT_TRUE(client);
  EXPECT_TRUE(client->MatchesRegex("192.0.2.77"));
}

TEST(PolicyPattern, TriesTheUnicodeFormOfADomain) {
  const auto domain =
      PolicyPattern::Compile(PatternType::kDomain, "(.+\\.)?bücher\\.example", true);
  ASSERT_TRUE(domain);
  EXPECT_TRUE(domain->MatchesRegex("www.xn--bcher-kva.example"));
  const auto address = PolicyPattern::Compile(PatternType::kEmail, ".*@bücher\\.example", true);
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->MatchesRegex("a@xn--bcher-kva.example"));
}

TEST(PolicyPattern, RefusesWhatJavaRefuses) {
  EXPECT_THAT(Fault(PatternType::kDomain, "(a", true), HasSubstr("not a Java regular expression"));
  EXPECT_THAT(Fault(PatternType::kIp, "(?P<n>1)", true), HasSubstr("not a Java"));
}

TEST(PolicyPattern, MatchesNothingOfAnUnknownType) {
  const auto compiled = PolicyPattern::Compile(PatternType::kUnknown, ".*", true);
  ASSERT_TRUE(compiled);
  EXPECT_FALSE(compiled->MatchesRegex("a@b.example"));
}

}  // namespace
}  // namespace namesake::registry
