// SPDX-License-Identifier: Apache-2.0
#include "registry/address_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mail/addr_spec.h"

namespace namesake::registry {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Literals(std::string_view email) {
  const auto rule = AddressRule::Compile(email, false);
  if (!rule) return {"refused: " + rule.error().front().message};
  return rule->literals();
}

std::vector<AddressRuleError> Faults(std::string_view email, bool is_email_regex = false) {
  const auto rule = AddressRule::Compile(email, is_email_regex);
  return rule ? std::vector<AddressRuleError>() : rule.error();
}

bool Matches(std::string_view email, bool is_email_regex, std::string_view address) {
  const auto rule = AddressRule::Compile(email, is_email_regex);
  EXPECT_TRUE(rule) << email;
  return rule && rule->Matches(mail::NormaliseAddress(address));
}

// ---- Literal addresses
// ----------------------------------------------------------------------------

TEST(AddressRule, TakesOneAddress) {
  const auto rule = AddressRule::Compile("Jane.Doe@Example.COM", false);
  ASSERT_TRUE(rule);
  EXPECT_FALSE(rule->is_pattern());
  EXPECT_THAT(rule->literals(), ElementsAre("jane.doe@example.com"));
  EXPECT_TRUE(rule->Matches("jane.doe@example.com"));
  EXPECT_FALSE(rule->Matches("jane.doe@example.org"));
  EXPECT_FALSE(rule->Matches(""));
}

TEST(AddressRule, TakesSeveralAddressesSortedAndOnce) {
  EXPECT_THAT(Literals("b@x.org, a@x.org\t,\n B@X.ORG"), ElementsAre("a@x.org", "b@x.org"));
}

TEST(AddressRule, TakesEveryFormOfTheStandards) {
  const std::vector<std::string_view> accepted = {
      "root@localhost",           "jane+list@example.com",      "!#$%&'*+-/=?^_`{|}~@example.com",
      "\"jane doe\"@example.com", "\"a,b\"@example.com",        "\"a\\\",b\"@example.com",
      "jane@[192.0.2.1]",         "jane@[IPv6:2001:db8::1]",    "jürgen@bücher.example",
      "用户@例子.测试",           "jane@xn--bcher-kva.example",
  };
  for (const std::string_view each : accepted) {
    EXPECT_THAT(Faults(each), IsEmpty()) << each;
    EXPECT_THAT(Literals(each), SizeIs(1)) << each;
  }
}

TEST(AddressRule, DoesNotSplitAQuotedLocalPart) {
  EXPECT_THAT(Literals("\"a,b\"@x.org,c@x.org"), SizeIs(2));
  EXPECT_TRUE(Matches("\"a,b\"@x.org", false, "\"a,b\"@X.org"));
}

TEST(AddressRule, ComparesInternationalDomainsInOneForm) {
  EXPECT_TRUE(Matches("jane@bücher.example", false, "jane@xn--bcher-kva.example"));
  EXPECT_TRUE(Matches("jane@XN--BCHER-KVA.example", false, "jane@BÜCHER.example"));
  EXPECT_TRUE(Matches("JÜRGEN@x.org", false, "jürgen@x.org"));
}

TEST(AddressRule, NamesTheFaultAndItsOctet) {
  struct Case {
    std::string_view email;
    std::string_view message;
    std::size_t offset;
  };
  const std::vector<Case> cases = {
      {"", "there is no e-mail address", 0},
      {"  ", "there is no e-mail address", 0},
      {"jane", "«jane» is not an e-mail address: ", 4},
      {"jane.@example.com", "«jane.@example.com» is not an e-mail address: ", 4},
      {"@example.com", "«@example.com» is not an e-mail address: ", 0},
      {"jane@", "«jane@» is not an e-mail address: ", 5},
      {"jane doe@example.com", "«jane doe@example.com» is not an e-mail address: ", 4},
      {"Jane <jane@example.com>", "«Jane <jane@example.com>» is not an e-mail address: ", 4},
      {"jane.@example.com", "«jane.@example.com» is not an e-mail address: ", 4},
      {"jane@[192.0.2.256]", "«jane@[192.0.2.256]» is not an e-mail address: ", 5},
      {"\"jane@example.com", "«\"jane@example.com» is not an e-mail address: ", 17},
      {"  jane@@example.com", "«jane@@example.com» is not an e-mail address: ", 7},
  };
  for (const Case& each : cases) {
    const auto faults = Faults(each.email);
    ASSERT_THAT(faults, SizeIs(1)) << each.email;
    EXPECT_THAT(faults[0].message, HasSubstr(std::string(each.message)));
    EXPECT_EQ(faults[0].offset, each.offset) << each.email;
  }
}

TEST(AddressRule, ReportsEveryFaultOfAList) {
  const auto faults = Faults("jane@example.com,,john@@x.org , \"open@x.org, bob@x.org,");
  ASSERT_THAT(faults, SizeIs(4));
  EXPECT_EQ(faults[0], (AddressRuleError{"an item between the commas is empty", 17}));
  EXPECT_THAT(faults[1].message, HasSubstr("«john@@x.org»"));
  EXPECT_EQ(faults[1].offset, 23U);
  EXPECT_THAT(faults[2].message, HasSubstr("«\"open@x.org»"));
  EXPECT_EQ(faults[3], (AddressRuleError{"an item between the commas is empty", 55}));
}

TEST(AddressRule, ShowsControlCharactersAndLongTextsHarmlessly) {
  const auto faults = Faults("a\x1B[31m" + std::string(1000, 'x'));
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].message.find('\x1B'), std::string::npos);
  EXPECT_LT(faults[0].message.size(), 300U);
}

// ---- Patterns
// -------------------------------------------------------------------------------------

TEST(AddressRule, MatchesAPatternAgainstTheWholeAddress) {
  const auto rule = AddressRule::Compile("Jane(\\+.*)?@example\\.com", true);
  ASSERT_TRUE(rule);
  EXPECT_TRUE(rule->is_pattern());
  EXPECT_THAT(rule->literals(), IsEmpty());
  EXPECT_TRUE(rule->Matches("jane+x@example.com"));
  EXPECT_FALSE(rule->Matches("mary.jane@example.com"));
}

TEST(AddressRule, MatchesAPatternAgainstBothFormsOfADomain) {
  EXPECT_TRUE(Matches("jane@bücher\\.example", true, "jane@bücher.example"));
  EXPECT_TRUE(Matches("jane@bücher\\.example", true, "jane@xn--bcher-kva.example"));
  EXPECT_TRUE(Matches("jane@xn--bcher-kva\\.example", true, "jane@BÜCHER.example"));
  EXPECT_FALSE(Matches("jane@bucher\\.example", true, "jane@bücher.example"));
}

TEST(AddressRule, TakesALiteralForAPatternWhenToldSo) {
  EXPECT_TRUE(Matches("email", true, "email"));
  EXPECT_FALSE(Matches("email", true, "an-email@x.org"));
}

TEST(AddressRule, ExplainsARefusedPattern) {
  EXPECT_THAT(Faults("jane(@example.com", true),
              ElementsAre(AddressRuleError{
                  "not a Java regular expression: unclosed group, at offset 17", 17}));
}

}  // namespace
}  // namespace namesake::registry
