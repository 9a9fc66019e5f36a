// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace namesake::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PercentDecode, ReadsEscapesOfBothCases) {
  EXPECT_EQ(PercentDecode("a%2Fb%2f%41", PlusMeaning::kPlus), "a/b/A");
  EXPECT_EQ(PercentDecode("%00", PlusMeaning::kPlus), std::string_view("\0", 1));
  EXPECT_EQ(PercentDecode("%C3%A9", PlusMeaning::kPlus), "\xC3\xA9");
  EXPECT_EQ(PercentDecode("%2525", PlusMeaning::kPlus), "%25");  // once, not twice
  EXPECT_EQ(PercentDecode("", PlusMeaning::kPlus), "");
}

TEST(PercentDecode, TakesPlusAsItIsTold) {
  EXPECT_EQ(PercentDecode("a+b", PlusMeaning::kPlus), "a+b");
  EXPECT_EQ(PercentDecode("a+b%2B", PlusMeaning::kSpace), "a b+");
}

TEST(PercentDecode, RefusesMalformedEscapes) {
  for (const std::string_view text : {"%", "%4", "a%", "%zz", "%4g", "%%41", "%-1", "% 1"}) {
    EXPECT_EQ(PercentDecode(text, PlusMeaning::kPlus), std::nullopt) << text;
  }
}

TEST(ParseQuery, DecodesPairsInOrder) {
  EXPECT_THAT(ParseQuery("a=1&b=%20&a=x+y"),
              ElementsAre(Pair("a", "1"), Pair("b", " "), Pair("a", "x y")));
  EXPECT_THAT(ParseQuery("name%5B%5D=v"), ElementsAre(Pair("name[]", "v")));
}

TEST(ParseQuery, HasAnEmptyValueWithoutEqualsSign) {
  EXPECT_THAT(ParseQuery("dry_run&x="), ElementsAre(Pair("dry_run", ""), Pair("x", "")));
  EXPECT_THAT(ParseQuery("=v"), ElementsAre(Pair("", "v")));
}

TEST(ParseQuery, KeepsFurtherEqualsSignsAndMalformedEscapes) {
  EXPECT_THAT(ParseQuery("q=a=b&p=100%&r=%zz+%41"),
              ElementsAre(Pair("q", "a=b"), Pair("p", "100%"), Pair("r", "%zz A")));
}

TEST(ParseQuery, LeavesEmptyPairsOut) {
  EXPECT_THAT(ParseQuery(""), IsEmpty());
  EXPECT_THAT(ParseQuery("&&"), IsEmpty());
  EXPECT_THAT(ParseQuery("&a=1&&b=2&"), ElementsAre(Pair("a", "1"), Pair("b", "2")));
}

enum Route { kRoot, kList, kCreate, kGet, kImport, kDeep, kVerify };

Router MakeRouter() {
  Router router;
  router.Add("GET", "/", kRoot);
  router.Add("GET", "/accounts/{account}/items", kList);
  router.Add("POST", "/accounts/{account}/items", kCreate);
  router.Add("GET", "/accounts/{account}/items/{item}", kGet);
  router.Add("POST", "/accounts/{account}/items/import", kImport);
  router.Add("GET", "/accounts/{account}/items/{item}/deep", kDeep);
  router.Add("GET", "/accounts/verify", kVerify);
  return router;
}

TEST(Router, FindsRouteAndParameters) {
  const Router router = MakeRouter();
  const auto match = router.Find("GET", "/accounts/a1/items/i2");
  EXPECT_EQ(match.route, kGet);
  EXPECT_THAT(match.parameters, ElementsAre(Pair("account", "a1"), Pair("item", "i2")));
  EXPECT_EQ(match.Parameter("item"), "i2");
  EXPECT_EQ(match.Parameter("other"), "");
  EXPECT_THAT(match.allowed, IsEmpty());
}

TEST(Router, TellsMethodsApart) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find("GET", "/accounts/a/items").route, kList);
  EXPECT_EQ(router.Find("POST", "/accounts/a/items").route, kCreate);
}

TEST(Router, NamesAllowedMethodsForAnother) {
  const auto match = MakeRouter().Find("PUT", "/accounts/a/items");
  EXPECT_EQ(match.route, std::nullopt);
  EXPECT_EQ(match.allowed.size(), 2U);
  // Methods are case-sensitive (RFC 9110 section 9.1).
  EXPECT_EQ(MakeRouter().Find("get", "/").route, std::nullopt);
}

TEST(Router, ServesHeadWhereGetIs) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find("HEAD", "/accounts/a/items").route, kList);
  const auto match = router.Find("HEAD", "/accounts/a/items/import");
  EXPECT_EQ(match.route, std::nullopt);
  EXPECT_THAT(match.allowed, ElementsAre("POST"));
}

TEST(Router, PrefersLiteralsAlsoForAnotherMethod) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find("POST", "/accounts/a/items/import").route, kImport);
  EXPECT_THAT(router.Find("GET", "/accounts/a/items/import").allowed, ElementsAre("POST"));
}

TEST(Router, GoesBackToAParameterWhenALiteralLeadsNowhere) {
  const Router router = MakeRouter();
  const auto deep = router.Find("GET", "/accounts/a/items/import/deep");
  EXPECT_EQ(deep.route, kDeep);
  EXPECT_THAT(deep.parameters, ElementsAre(Pair("account", "a"), Pair("item", "import")));
  EXPECT_EQ(router.Find("GET", "/accounts/verify").route, kVerify);
  EXPECT_EQ(router.Find("GET", "/accounts/verify/items").Parameter("account"), "verify");
}

TEST(Router, DecodesSegmentsOnce) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find("GET", "/accounts/a%2Fb/items").Parameter("account"), "a/b");
  EXPECT_EQ(router.Find("GET", "/accounts/a+b/items").Parameter("account"), "a+b");
  EXPECT_EQ(router.Find("GET", "/%61ccounts/verify").route, kVerify);
}

TEST(Router, IgnoresOneTrailingSlash) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find("GET", "/").route, kRoot);
  EXPECT_EQ(router.Find("GET", "/accounts/a/items/").route, kList);
  EXPECT_EQ(router.Find("GET", "/accounts/a/items//").route, std::nullopt);
}

TEST(Router, FindsNothingElsewhere) {
  const Router router = MakeRouter();
  for (const std::string_view path :
       {"", "*", "accounts/verify", "//", "/accounts", "/accounts/a", "/accounts//items",
        "/accounts/%zz/items", "/accounts/a/items/i/deep/er", "/Accounts/verify"}) {
    const auto match = router.Find("GET", path);
    EXPECT_EQ(match.route, std::nullopt) << path;
    EXPECT_THAT(match.allowed, IsEmpty()) << path;
    EXPECT_THAT(match.parameters, IsEmpty()) << path;
  }
}

TEST(Router, WithoutRoutesFindsNothing) {
  EXPECT_EQ(Router().Find("GET", "/").route, std::nullopt);
}

}  // namespace
}  // namespace namesake::http
