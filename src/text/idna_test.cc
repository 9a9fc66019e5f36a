// SPDX-License-Identifier: Apache-2.0
#include "text/idna.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace namesake::text {
namespace {

TEST(DomainToAscii, GivesOneFormForAllSpellings) {
  struct Case {
    std::string_view domain;
    std::string_view ascii;
  };
  const std::vector<Case> cases = {
      {"Example.COM.", "example.com"},
      {"localhost", "localhost"},
      {"M\u00DCNCHEN.de", "xn--mnchen-3ya.de"},
      {"XN--MNCHEN-3YA.de", "xn--mnchen-3ya.de"},
      {"stra\u00DFe.de", "xn--strae-oqa.de"},  // non-transitional: sharp s stays
      {"\uFF45xample\u3002com\u3002", "example.com"},
      {"_dmarc.-odd-.example", "_dmarc.-odd-.example"},
      {"r3---sn.example", "r3---sn.example"},
  };
  for (const Case& c : cases) EXPECT_EQ(DomainToAscii(c.domain), c.ascii) << c.domain;
}

TEST(DomainToAscii, RefusesWhatIsNoDomainName) {
  const std::vector<std::string> cases = {"",
                                          ".",
                                          "a..b",
                                          ".a",
                                          "a b.com",
                                          "exam!ple.com",
                                          std::string(64, 'a') + ".com",
                                          "a\xFF.com",
                                          "xn--a-\x20.com",
                                          "xn--zzzzzzz99999.com",
                                          "\u202Eabc.com",
                                          "a@b",
                                          "[127.0.0.1]"};
  for (const std::string& c : cases) EXPECT_EQ(DomainToAscii(c), std::nullopt) << c;
  std::string deep = "a";
  while (deep.size() <= 253) deep += ".a";
  EXPECT_EQ(DomainToAscii(deep), std::nullopt);
}

TEST(DomainToUnicode, ShowsTheLettersAndKeepsIllFormedPunycode) {
  EXPECT_EQ(DomainToUnicode("XN--MNCHEN-3YA.de"), "m\u00FCnchen.de");
  EXPECT_EQ(DomainToUnicode("Example.com"), "example.com");
  EXPECT_EQ(DomainToUnicode("xn--zzzzzzz99999.xn--mnchen-3ya.de"),
            "xn--zzzzzzz99999.m\u00FCnchen.de");
}

}  // namespace
}  // namespace namesake::text
