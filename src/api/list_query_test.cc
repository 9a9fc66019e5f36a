// SPDX-License-Identifier: Apache-2.0
#include "api/list_query.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "api/failure.h"
#include "registry/entry.h"
#include "registry/policy.h"
#include "registry/store.h"

namespace namesake::api {
namespace {

TEST(DecodeListQuery, HasTheDefaultsOfThePublishedSchema) {
  const auto query = DecodeListQuery("");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->page, 1U);
  EXPECT_EQ(query->per_page, 20U);
  EXPECT_EQ(query->order, registry::EntryOrder::kCreatedAt);
  EXPECT_EQ(query->direction, registry::Direction::kAscending);
  EXPECT_FALSE(query->provenance.has_value());
  EXPECT_EQ(query->search, "");
}

TEST(DecodeListQuery, ReadsEveryParameter) {
  const auto query = DecodeListQuery(
      "page=3&per_page=1000&order=email&direction=desc&provenance=SNOOPY-OFFICE_365&search=a%20b+"
      "c");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->page, 3U);
  EXPECT_EQ(query->per_page, 1000U);
  EXPECT_EQ(query->order, registry::EntryOrder::kEmail);
  EXPECT_EQ(query->direction, registry::Direction::kDescending);
  EXPECT_EQ(query->provenance, registry::Provenance::kOffice365);
  EXPECT_EQ(query->search, "a b c");
}

TEST(DecodeListQuery, LetsTheLastOfEqualParametersCountAndIgnoresUnknownOnes) {
  const auto query = DecodeListQuery("page=x&page=2&colour=blue");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->page, 2U);
}

TEST(DecodeListQuery, TakesAnyPageHoweverFar) {
  for (const std::string page : {"18446744073709551615", "99999999999999999999999"}) {
    EXPECT_TRUE(DecodeListQuery("page=" + page).has_value()) << page;
  }
}

TEST(DecodeListQuery, NamesEveryFaultAtOnce) {
  const auto query = DecodeListQuery("page=0&per_page=1001&order=id&direction=up&provenance=x");
  ASSERT_FALSE(query.has_value());
  std::vector<std::string> pointers;
  for (const Problem& problem : query.error().problems) {
    EXPECT_EQ(problem.code, 10400);
    pointers.push_back(problem.pointer.value_or(""));
  }
  EXPECT_EQ(pointers, (std::vector<std::string>{"/query/page", "/query/per_page", "/query/order",
                                                "/query/direction", "/query/provenance"}));
}

TEST(DecodeListQuery, RefusesASearchThatIsNoText) {
  EXPECT_FALSE(DecodeListQuery("search=%FF").has_value());
}

TEST(DecodePolicyQuery, ReadsWhatTheKindHas) {
  const auto query = DecodePolicyQuery(
      "order=pattern&direction=desc&pattern=a%40b&pattern_type=IP&search=x&is_trusted_sender=true&"
      "verify_sender=false",
      registry::PolicyKind::kAllow);
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->kind, registry::PolicyKind::kAllow);
  EXPECT_EQ(query->order, registry::PolicyOrder::kPattern);
  EXPECT_EQ(query->direction, registry::Direction::kDescending);
  EXPECT_EQ(query->pattern, "a@b");
  EXPECT_EQ(query->pattern_type, registry::PatternType::kIp);
  EXPECT_EQ(query->search, "x");
  EXPECT_EQ(query->with, registry::kTrustedSenderFlag);
  EXPECT_EQ(query->without, registry::kVerifySenderFlag);
}

TEST(DecodePolicyQuery, IgnoresWhatTheKindHasNot) {
  const auto query =
      DecodePolicyQuery("pattern_type=nonsense&is_trusted_sender=true&is_recent=true",
                        registry::PolicyKind::kTrustedDomain);
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->pattern_type, std::nullopt);
  EXPECT_EQ(query->with, registry::kRecentFlag);
}

TEST(DecodePolicyQuery, LetsTheNewNameOfAFlagCount) {
  const auto query = DecodePolicyQuery("is_sender=true&is_trusted_sender=false&is_spoof=true",
                                       registry::PolicyKind::kAllow);
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(query->with, registry::kAcceptableSenderFlag);
  EXPECT_EQ(query->without, registry::kTrustedSenderFlag);
}

}  // namespace
}  // namespace namesake::api
