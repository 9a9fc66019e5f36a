// SPDX-License-Identifier: Apache-2.0
#include "detection/own_domains.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace namesake::detection {
namespace {

using enum DomainDisguise;

struct DomainCase {
  std::string behaviour;
  std::string domain;
  std::optional<DomainDisguise> disguise;
};

class OfExampleCom : public testing::TestWithParam<DomainCase> {};

TEST_P(OfExampleCom, IsSeenThrough) {
  const OwnDomains domains({"mail.example.com", "meridian-foods.de", "abc.net", "gmail.com"});
  const auto imitation = domains.FindImitation(GetParam().domain);
  EXPECT_EQ(imitation ? std::optional(imitation->disguise) : std::nullopt, GetParam().disguise);
}

INSTANTIATE_TEST_SUITE_P(
    Imitations, OfExampleCom,
    testing::Values(DomainCase{"letter_pair", "exarnple.com", kConfusable},
                    DomainCase{"digit", "examp1e.com", kConfusable},
                    DomainCase{"cyrillic", "xn--xample-2of.com", kConfusable},
                    DomainCase{"below_one", "mail.exarnple.com", kConfusable},
                    DomainCase{"swapped", "exampel.com", kTypo},
                    DomainCase{"doubled_m", "exammple.com", kTypo},
                    DomainCase{"dropped_m", "exaple.com", kTypo},
                    DomainCase{"ending", "example.co", kTopLevel},
                    DomainCase{"two_part_ending", "example.co.uk", kTopLevel},
                    DomainCase{"affix", "example-mail.com", kAffix},
                    DomainCase{"prefix", "secure-example.net", kAffix},
                    DomainCase{"without_hyphen", "myexample.com", kAffix},
                    DomainCase{"dots_as_hyphens", "example-com.test", kAffix},
                    DomainCase{"name_with_hyphen", "meridian-foods-group.de", kAffix},
                    DomainCase{"inside", "example.com.attacker.test", kInside},
                    DomainCase{"inside_below", "a.mail.example.com.attacker.test", kInside},
                    DomainCase{"label", "example.attacker.test", kLabel}),
    [](const auto& test) { return test.param.behaviour; });

INSTANTIATE_TEST_SUITE_P(
    Others, OfExampleCom,
    testing::Values(DomainCase{"itself", "mail.example.com", std::nullopt},
                    DomainCase{"its_organization", "example.com", std::nullopt},
                    DomainCase{"its_neighbour", "web.example.com", std::nullopt},
                    DomainCase{"stranger", "mail.partner.test", std::nullopt},
                    DomainCase{"inside_a_word", "counterexamples.org", std::nullopt},
                    DomainCase{"short_label", "abd.net", std::nullopt},
                    DomainCase{"free_mailer", "gmaill.com", std::nullopt},
                    DomainCase{"address_literal", "[192.0.2.1]", std::nullopt},
                    DomainCase{"nothing", "", std::nullopt}),
    [](const auto& test) { return test.param.behaviour; });

TEST(OwnDomains, TellsWhichOneIsImitated) {
  const OwnDomains domains({"example.com", "meridian-foods.de"});
  EXPECT_EQ(domains.FindImitation("meridian-f00ds.de")->own, "meridian-foods.de");
}

TEST(OwnDomains, ContainsWhatIsBelow) {
  const OwnDomains domains({"example.com"});
  EXPECT_TRUE(domains.Contains("a.b.example.com"));
  EXPECT_FALSE(domains.Contains("badexample.com"));
  EXPECT_TRUE(domains.HasLabel("example"));
}

TEST(OwnDomains, ImitateNothingWhenThereAreNone) {
  EXPECT_FALSE(OwnDomains().FindImitation("example.com").has_value());
  EXPECT_FALSE(OwnDomains().Contains("example.com"));
}

TEST(OwnDomains, LooksAtTheLongestNamesInBoundedTime) {
  const OwnDomains domains({"example.com"});
  std::string many;
  for (int i = 0; i < 126; ++i) many += "e.";
  EXPECT_FALSE(domains.FindImitation(many + "x").has_value());
  std::string long_label(5000, 'a');
  long_label += ".com";
  EXPECT_FALSE(domains.FindImitation(long_label).has_value());
}

}  // namespace
}  // namespace namesake::detection
