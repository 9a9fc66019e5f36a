// SPDX-License-Identifier: Apache-2.0
#include "registry/store.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>
#include <vector>

#include "registry/entry.h"
#include "text/fold.h"

namespace namesake::registry {
namespace {

Entry Jane() {
  Entry entry;
  entry.name = "Jane Müller";
  entry.email = "jane.mueller@Example.com";
  entry.comments = "Head of FINANCE";
  return entry;
}

TEST(Filters, SearchNameAddressAndCommentsWithoutCase) {
  struct Case {
    std::string_view search;
    bool found;
  };
  const std::vector<Case> cases = {
      {"", true},
      {"jane", true},
      {"JANE MÜLLER", true},
      {"e M", true},
      {"@example.COM", true},
      {"mueller@", true},
      {"finance", true},
      {"john", false},
      {"Jane Muller", false},
      {"jane muller jane.mueller", false},  // one property at a time
      {"%", false},
      {"jane_m", false},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(MatchesFilters(Jane(), std::nullopt, text::FoldCase(each.search)), each.found)
        << each.search;
  }
}

TEST(Filters, SearchEntriesWithoutComments) {
  Entry entry = Jane();
  entry.comments.reset();
  EXPECT_TRUE(MatchesFilters(entry, std::nullopt, "jane"));
  EXPECT_FALSE(MatchesFilters(entry, std::nullopt, "finance"));
}

TEST(Filters, TakeAnEntryWithoutProvenanceForOneMadeByHand) {
  struct Case {
    std::optional<Provenance> entry;
    std::optional<Provenance> filter;
    bool found;
  };
  const std::vector<Case> cases = {
      {std::nullopt, std::nullopt, true},
      {std::nullopt, Provenance::kInternal, true},
      {std::nullopt, Provenance::kOffice365, false},
      {Provenance::kInternal, Provenance::kInternal, true},
      {Provenance::kGoogleDirectory, std::nullopt, true},
      {Provenance::kGoogleDirectory, Provenance::kInternal, false},
      {Provenance::kGoogleDirectory, Provenance::kGoogleDirectory, true},
      {Provenance::kCasbOffice365, Provenance::kOffice365, false},
  };
  for (const Case& each : cases) {
    Entry entry = Jane();
    entry.provenance = each.entry;
    EXPECT_EQ(MatchesFilters(entry, each.filter, ""), each.found);
  }
}

TEST(Filters, MustAllHold) {
  Entry entry = Jane();
  entry.provenance = Provenance::kOffice365;
  EXPECT_TRUE(MatchesFilters(entry, Provenance::kOffice365, "jane"));
  EXPECT_FALSE(MatchesFilters(entry, Provenance::kOffice365, "john"));
  EXPECT_FALSE(MatchesFilters(entry, Provenance::kInternal, "jane"));
}

}  // namespace
}  // namespace namesake::registry
