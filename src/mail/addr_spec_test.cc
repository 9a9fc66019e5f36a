// SPDX-License-Identifier: Apache-2.0
#include "mail/addr_spec.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace namesake::mail {
namespace {

using enum AddrSpecFault;

struct Accepted {
  std::string behaviour;
  std::string text;
  AddrSpec parts;
};

class ParseAddrSpecAccepts : public testing::TestWithParam<Accepted> {};

TEST_P(ParseAddrSpecAccepts, AndTakesItApart) {
  const auto address = ParseAddrSpec(GetParam().text);
  ASSERT_TRUE(address.has_value()) << Describe(address.error().fault);
  EXPECT_EQ(address->local_part, GetParam().parts.local_part);
  EXPECT_EQ(address->domain, GetParam().parts.domain);
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseAddrSpecAccepts,
    testing::Values(
        Accepted{"common", "jane@example.com", {"jane", "example.com"}},
        Accepted{"one_label", "root@localhost", {"root", "localhost"}},
        Accepted{"atom_characters", "o'hara+a/b=c{d}@x.example", {"o'hara+a/b=c{d}", "x.example"}},
        Accepted{"quoted", "\"john doe\"@example.com", {"john doe", "example.com"}},
        Accepted{"quoted_pair", R"("a\"b"@example.com)", {"a\"b", "example.com"}},
        Accepted{"quoted_at_sign", "\"a@b\"@example.com", {"a@b", "example.com"}},
        Accepted{"ipv4", "a@[192.0.2.1]", {"a", "[192.0.2.1]"}},
        Accepted{"ipv6", "a@[IPv6:2001:db8::1]", {"a", "[IPv6:2001:db8::1]"}},
        Accepted{"internationalised", "用户@例え.jp", {"用户", "例え.jp"}},
        Accepted{"idn", "jörg@bücher.example", {"jörg", "bücher.example"}},
        Accepted{"longest_local_part",
                 std::string(kMaxLocalPartBytes, 'a') + "@b.example",
                 {std::string(kMaxLocalPartBytes, 'a'), "b.example"}}),
    [](const auto& test) { return test.param.behaviour; });

struct Refused {
  std::string behaviour;
  std::string text;
  AddrSpecError error;
};

class ParseAddrSpecRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ParseAddrSpecRefuses, AndSaysWhere) {
  const auto address = ParseAddrSpec(GetParam().text);
  ASSERT_FALSE(address.has_value());
  EXPECT_EQ(Describe(address.error().fault), Describe(GetParam().error.fault));
  EXPECT_EQ(address.error().offset, GetParam().error.offset);
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseAddrSpecRefuses,
    testing::Values(Refused{"nothing", "", {kEmpty, 0}}, Refused{"no_sign", "jane", {kNoAtSign, 4}},
                    Refused{"no_local_part", "@example.com", {kEmptyLocalPart, 0}},
                    Refused{"no_domain", "jane@", {kEmptyDomain, 5}},
                    Refused{"two_signs", "jane@@example.com", {kDomainCharacter, 5}},
                    Refused{"dot_first", ".jane@example.com", {kLocalPartCharacter, 0}},
                    Refused{"dot_last", "jane.@example.com", {kLocalPartCharacter, 4}},
                    Refused{"two_dots", "ja..ne@example.com", {kLocalPartCharacter, 3}},
                    Refused{"blank", "jane doe@example.com", {kLocalPartCharacter, 4}},
                    Refused{"display_name", "Jane <jane@example.com>", {kLocalPartCharacter, 4}},
                    Refused{"open_quote", "\"jane@example.com", {kUnclosedQuote, 17}},
                    Refused{"empty_label", "a@b..c", {kDomainForm, 2}},
                    Refused{"hyphen_at_end", "a@b-.example", {kDomainForm, 2}},
                    Refused{"underscore", "a@b_c.example", {kDomainCharacter, 3}},
                    Refused{"half_an_ip", "jane@[1.2.3]", {kAddressLiteral, 5}},
                    Refused{"long_local_part",
                            std::string(kMaxLocalPartBytes + 1, 'a') + "@b.example",
                            {kTooLong, kMaxLocalPartBytes}},
                    Refused{"broken_utf8", "a\xFF@b.example", {kInvalidUtf8, 1}},
                    Refused{"control_character", "a\x01@b.example", {kLocalPartCharacter, 1}}),
    [](const auto& test) { return test.param.behaviour; });

struct Normal {
  std::string behaviour;
  std::string text;
  std::string normalised;
};

class NormaliseAddressTest : public testing::TestWithParam<Normal> {};

TEST_P(NormaliseAddressTest, GivesOneFormToCompare) {
  EXPECT_EQ(NormaliseAddress(GetParam().text), GetParam().normalised);
}

TEST_P(NormaliseAddressTest, LeavesThatFormAsItIs) {
  EXPECT_EQ(NormaliseAddress(GetParam().normalised), GetParam().normalised);
}

INSTANTIATE_TEST_SUITE_P(
    All, NormaliseAddressTest,
    testing::Values(Normal{"case", "JANE@Example.COM", "jane@example.com"},
                    Normal{"root_dot", "jane@example.com.", "jane@example.com"},
                    Normal{"needless_quotes", "\"Jane\"@example.com", "jane@example.com"},
                    Normal{"unicode_domain", "jane@BÜCHER.example", "jane@xn--bcher-kva.example"},
                    Normal{"full_width", "ｊａｎｅ@example.com", "jane@example.com"},
                    Normal{"no_domain_name", "jane@b..c", "jane@b..c"},
                    Normal{"no_sign", "Jane", "jane"}, Normal{"nothing", "", ""},
                    Normal{"plus_tag", "Jane+A@example.com", "jane+a@example.com"}),
    [](const auto& test) { return test.param.behaviour; });

TEST(SplitAddress, SplitsAtTheLastSignOutsideQuotes) {
  EXPECT_EQ(SplitAddress("a@b@c.example"), (AddrSpec{"a@b", "c.example"}));
  EXPECT_EQ(SplitAddress("\"a@b\"@c.example"), (AddrSpec{"a@b", "c.example"}));
  EXPECT_EQ(SplitAddress("\"a@b.example"), (AddrSpec{"\"a", "b.example"}));
  EXPECT_EQ(SplitAddress("nobody"), std::nullopt);
}

}  // namespace
}  // namespace namesake::mail
