// SPDX-License-Identifier: Apache-2.0
#include "milter/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "milter/action.h"
#include "milter/testing/fake_registry.h"
#include "registry/account.h"

namespace namesake::milter {
namespace {

using testing::AccountNumbered;
using ::testing::ElementsAre;
using testing::FakeRegistry;
using ::testing::IsEmpty;

std::vector<registry::AccountId> Choose(const FakeRegistry& registry,
                                        std::vector<std::string> domains,
                                        const Conduct& conduct = {}) {
  return AccountsFor(domains, conduct, registry);
}

TEST(AccountsFor, IsTheOneOfTheSettingsWhateverTheRecipients) {
  FakeRegistry registry;
  registry.AddAccount(AccountNumbered(1), "one.example", "A", "a@one.example");
  registry.AddAccount(AccountNumbered(2), "two.example", "B", "b@two.example");
  Conduct conduct;
  conduct.account = AccountNumbered(1);
  EXPECT_THAT(Choose(registry, {"two.example"}, conduct), ElementsAre(AccountNumbered(1)));
}

TEST(AccountsFor, IsTheOnlyOneEvenForForeignRecipients) {
  FakeRegistry registry;
  registry.AddAccount(AccountNumbered(1), "one.example", "A", "a@one.example");
  EXPECT_THAT(Choose(registry, {"elsewhere.example"}), ElementsAre(AccountNumbered(1)));
  EXPECT_THAT(Choose(registry, {}), ElementsAre(AccountNumbered(1)));
}

TEST(AccountsFor, AreThoseOfTheRecipientsDomainsOnceEach) {
  FakeRegistry registry;
  registry.AddAccount(AccountNumbered(2), "two.example", "B", "b@two.example");
  registry.AddAccount(AccountNumbered(1), "one.example", "A", "a@one.example");
  EXPECT_THAT(Choose(registry, {"two.example"}), ElementsAre(AccountNumbered(2)));
  EXPECT_THAT(Choose(registry, {"two.example", "one.example", "two.example", "no.example"}),
              ElementsAre(AccountNumbered(1), AccountNumbered(2)));
}

TEST(AccountsFor, AreNoneWhenSeveralExistAndNobodyHasTheDomain) {
  FakeRegistry registry;
  EXPECT_THAT(Choose(registry, {"one.example"}), IsEmpty());
  registry.AddAccount(AccountNumbered(1), "one.example", "A", "a@one.example");
  registry.AddAccount(AccountNumbered(2), "two.example", "B", "b@two.example");
  EXPECT_THAT(Choose(registry, {"elsewhere.example"}), IsEmpty());
}

}  // namespace
}  // namespace namesake::milter
