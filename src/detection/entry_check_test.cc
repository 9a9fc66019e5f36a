// SPDX-License-Identifier: Apache-2.0
#include "detection/entry_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "detection/snapshot.h"

namespace namesake::detection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Identity Entry(std::string name, std::string email, bool pattern = false) {
  return {.id = base::MakeUuidV7({}),
          .name = std::move(name),
          .email = std::move(email),
          .is_email_regex = pattern};
}

std::vector<std::string_view> Check(const Identity& identity, std::vector<Identity> others = {}) {
  std::vector<std::string_view> names;
  for (const Concern& concern : CheckIdentity(identity, Snapshot(std::move(others), {}))) {
    EXPECT_FALSE(concern.detail.empty());
    names.push_back(ConcernName(concern.kind));
  }
  return names;
}

TEST(CheckIdentity, HasNothingToSayAboutAPerson) {
  EXPECT_THAT(Check(Entry("John Doe", "john.doe@example.com")), IsEmpty());
  EXPECT_THAT(Check(Entry("张伟", "zhang.wei@example.com")), IsEmpty());
  EXPECT_THAT(Check(Entry("John Doe", "john[.]doe@example[.]com", true)), IsEmpty());
}

TEST(CheckIdentity, WarnsOfNamesThatSayLittle) {
  EXPECT_THAT(Check(Entry("Alexa", "alexa@example.com")), ElementsAre("one_word_name"));
  EXPECT_THAT(Check(Entry("Price Alert", "price@example.com")), ElementsAre("common_words"));
}

TEST(CheckIdentity, WarnsOfANamesakeWithOtherAddresses) {
  const Identity other = Entry("Doe, John", "other@example.com");
  EXPECT_THAT(Check(Entry("John Doe", "john@example.com"), {other}), ElementsAre("other_namesake"));
  EXPECT_THAT(Check(other, {other}), IsEmpty());
  EXPECT_THAT(Check(Entry("John Doe", "other@example.com"), {other}), IsEmpty());
}

TEST(CheckIdentity, FindsANamesakeInWhateverOrderOfWords) {
  const Identity other = Entry("Jane Mary Doe", "other@example.com");
  for (const char* name : {"Doe, Jane Mary", "JANE  MARY DOE", "Mary Doe Jane", "Doe Mary Jane"}) {
    EXPECT_THAT(Check(Entry(name, "jane@example.com"), {other}), ElementsAre("other_namesake"))
        << name;
  }
  EXPECT_THAT(Check(Entry("Jane Mary Roe", "jane@example.com"), {other}), IsEmpty());
}

TEST(CheckIdentity, WarnsOfAddressesThatAnybodyMayHave) {
  EXPECT_THAT(Check(Entry("John Doe", "john@example.com, johnny66@gmail.com")),
              ElementsAre("free_mail_address"));
  EXPECT_THAT(Check(Entry("John Doe", ".*", true)), ElementsAre("pattern_matches_all"));
  EXPECT_THAT(Check(Entry("John Doe", ".*@example[.]com", true)), IsEmpty());
}

}  // namespace
}  // namespace namesake::detection
