// SPDX-License-Identifier: Apache-2.0
#include "registry/entry.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

namespace namesake::registry {
namespace {

TEST(Provenance, HasTheFourNamesOfTheWire) {
  const std::vector<std::pair<Provenance, std::string_view>> names = {
      {Provenance::kInternal, "A1S_INTERNAL"},
      {Provenance::kCasbOffice365, "SNOOPY-CASB_OFFICE_365"},
      {Provenance::kOffice365, "SNOOPY-OFFICE_365"},
      {Provenance::kGoogleDirectory, "SNOOPY-GOOGLE_DIRECTORY"},
  };
  for (const auto& [provenance, name] : names) {
    EXPECT_EQ(ProvenanceName(provenance), name);
    EXPECT_EQ(ParseProvenance(name), provenance) << name;
  }
}

TEST(Provenance, RefusesOtherNames) {
  for (const std::string_view name :
       {"", "a1s_internal", "A1S_INTERNAL ", "SNOOPY", "SNOOPY-OFFICE_365_"}) {
    EXPECT_FALSE(ParseProvenance(name)) << name;
  }
}

}  // namespace
}  // namespace namesake::registry
