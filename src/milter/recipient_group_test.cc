// SPDX-License-Identifier: Apache-2.0
#include "milter/recipient_group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "milter/action.h"
#include "milter/testing/fake_registry.h"

namespace namesake::milter {
namespace {

using testing::AccountNumbered;
using ::testing::ElementsAre;
using testing::FakeRegistry;
using ::testing::IsEmpty;

std::vector<RecipientGroup> Group(const FakeRegistry& registry, std::vector<std::string> recipients,
                                  const Conduct& conduct = {}) {
  return GroupRecipients(recipients, conduct, registry);
}

class GroupRecipientsTest : public ::testing::Test {
 protected:
  void AddOne() { registry_.AddAccount(AccountNumbered(1), "one.example", "A", "a@one.example"); }
  void AddTwo() { registry_.AddAccount(AccountNumbered(2), "two.example", "B", "b@two.example"); }

  FakeRegistry registry_;
};

TEST_F(GroupRecipientsTest, GivesAllToTheAccountOfTheSettings) {
  AddOne();
  AddTwo();
  Conduct conduct;
  conduct.account = AccountNumbered(1);
  EXPECT_THAT(Group(registry_, {"x@two.example", "y@one.example"}, conduct),
              ElementsAre(RecipientGroup{AccountNumbered(1), {"x@two.example", "y@one.example"}}));
}

TEST_F(GroupRecipientsTest, GivesAllToTheOnlyAccount) {
  AddOne();
  EXPECT_THAT(Group(registry_, {"x@elsewhere.example"}),
              ElementsAre(RecipientGroup{AccountNumbered(1), {"x@elsewhere.example"}}));
  EXPECT_THAT(Group(registry_, {}), ElementsAre(RecipientGroup{AccountNumbered(1), {}}));
}

TEST_F(GroupRecipientsTest, GoesByTheDomains) {
  AddOne();
  AddTwo();
  EXPECT_THAT(Group(registry_, {"a@two.example", "b@One.Example", "c@two.example", "postmaster",
                                "d@[192.0.2.1]", ""}),
              ElementsAre(RecipientGroup{std::nullopt, {"postmaster", "d@[192.0.2.1]", ""}},
                          RecipientGroup{AccountNumbered(1), {"b@One.Example"}},
                          RecipientGroup{AccountNumbered(2), {"a@two.example", "c@two.example"}}));
}

TEST_F(GroupRecipientsTest, IsNobodyWithoutAccounts) {
  EXPECT_THAT(Group(registry_, {"a@one.example"}),
              ElementsAre(RecipientGroup{std::nullopt, {"a@one.example"}}));
  EXPECT_THAT(Group(registry_, {}), IsEmpty());
}

}  // namespace
}  // namespace namesake::milter
