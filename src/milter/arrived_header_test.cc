// SPDX-License-Identifier: Apache-2.0
#include "milter/arrived_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/header_section.h"

namespace namesake::milter {

void PrintTo(const FieldRemoval& removal, std::ostream* out) {
  *out << removal.name << " #" << removal.occurrence;
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ArrivedHeader, GivesTheFieldsInOrder) {
  ArrivedHeader header;
  header.Add("From", "John <j@example.com>");
  header.Add("Subject", "a\n\tfolded one");
  header.Add("From ", "again");
  std::vector<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& field : header.fields()) seen.emplace_back(field.name, field.body);
  EXPECT_THAT(seen,
              ElementsAre(std::pair("From", "John <j@example.com>"),
                          std::pair("Subject", "a\n\tfolded one"), std::pair("From", "again")));
  EXPECT_FALSE(header.truncated());
}

TEST(ArrivedHeader, RemovesEachOfOursFromTheLowestUp) {
  ArrivedHeader header;
  header.Add("X-Namesake-Verdict", "NONE");
  header.Add("Subject", "X-Namesake-Verdict: NONE");
  header.Add("x-namesake-VERDICT", "NONE");
  header.Add("X-CFEmailSecurity-Attribute", "");
  header.Add("X-Namesake-Verdict", "NONE");
  EXPECT_THAT(header.removals(), ElementsAre(FieldRemoval{"X-Namesake-Verdict", 3},
                                             FieldRemoval{"X-Namesake-Verdict", 2},
                                             FieldRemoval{"X-Namesake-Verdict", 1},
                                             FieldRemoval{"X-CFEmailSecurity-Attribute", 1}));
}

TEST(ArrivedHeader, HasNothingToRemoveFromOrdinaryMail) {
  ArrivedHeader header;
  header.Add("From", "a@b");
  EXPECT_THAT(header.removals(), IsEmpty());
}

TEST(ArrivedHeader, KeepsAuthorsBehindPadding) {
  ArrivedHeader header;
  const std::string padding(mail::kMaxHeaderBytes / 4, 'x');
  for (int i = 0; i < 5; ++i) header.Add("X-Padding", padding);
  header.Add("Subject", padding);
  header.Add("X-Namesake-Verdict", padding);
  header.Add("from", "John Doe <x@evil.example>");
  EXPECT_TRUE(header.truncated());
  ASSERT_FALSE(header.fields().empty());
  EXPECT_EQ(header.fields().back().body, "John Doe <x@evil.example>");
  EXPECT_THAT(header.removals(), ElementsAre(FieldRemoval{"X-Namesake-Verdict", 1}));
}

TEST(ArrivedHeader, KeepsNoMoreThanItsLimitOfAuthors) {
  ArrivedHeader header;
  const std::string padding(mail::kMaxHeaderBytes / 4, 'x');
  for (int i = 0; i < 20; ++i) header.Add("From", padding);
  EXPECT_TRUE(header.truncated());
  EXPECT_LT(header.fields().size(), 9U);
}

}  // namespace
}  // namespace namesake::milter
