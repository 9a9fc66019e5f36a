// SPDX-License-Identifier: Apache-2.0
// The contract of registry::Store: accounts, domains and credentials.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "registry/account.h"
#include "registry/credential.h"
#include "registry/store.h"
#include "storage/testing/store_contract.h"

namespace namesake::storage::testing {
namespace {

using base::ErrorCode;
using registry::Account;
using registry::Credential;
using registry::Domain;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DirectoryContract : public StoreContract {
 protected:
  [[nodiscard]] Domain MakeDomain(const registry::AccountId& account, std::string name) const {
    return {.account = account, .name = std::move(name), .created_at = At(3)};
  }
  [[nodiscard]] Credential MakeCredential(std::string id, std::string_view secret) const {
    Credential credential;
    credential.id = std::move(id);
    credential.account = mine_;
    credential.name = "for tests";
    credential.hash = base::HashSha256(secret);
    credential.created_at = At(7);
    return credential;
  }
};

NAMESAKE_OVER_EVERY_STORE(DirectoryContract);

TEST_P(DirectoryContract, KeepsAccounts) {
  const Account early{.id = AccountNumber(9), .name = "Früh & Söhne", .created_at = At(-1)};
  ASSERT_TRUE(store().AddAccount(early));
  EXPECT_EQ(store().GetAccount(early.id), early);
  EXPECT_EQ(store().GetAccount(AccountNumber(77)), std::nullopt);
  const auto accounts = store().ListAccounts();
  ASSERT_TRUE(accounts);
  ASSERT_EQ(accounts->size(), 3U);  // by creation, then by id
  EXPECT_EQ(accounts->at(0), early);
  EXPECT_EQ(accounts->at(1).id, mine_);
  EXPECT_EQ(accounts->at(2).id, other_);
}

TEST_P(DirectoryContract, KeepsWhatIsChosenForAnAccount) {
  const auto before = store().LastSequence();
  ASSERT_TRUE(store().ChangeAccountSettings(mine_, {{"a", "1"}, {"b", "zwei"}}));
  EXPECT_EQ(store().GetAccount(mine_)->value().settings,
            (registry::AccountSettings{{"a", "1"}, {"b", "zwei"}}));
  ASSERT_TRUE(store().ChangeAccountSettings(mine_, {{"a", std::nullopt}, {"b", "2"}}));
  ASSERT_TRUE(store().ChangeAccountSettings(other_, {{"b", "3"}, {"c", std::nullopt}}));
  const auto accounts = store().ListAccounts();
  ASSERT_TRUE(accounts);
  ASSERT_EQ(accounts->size(), 2U);
  EXPECT_EQ(accounts->at(0).settings, (registry::AccountSettings{{"b", "2"}}));
  EXPECT_EQ(accounts->at(1).settings, (registry::AccountSettings{{"b", "3"}}));

  const auto changes = store().ReadChanges(*before, 10);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 3U);
  EXPECT_EQ(changes->back().kind, registry::ChangeKind::kAccount);
  EXPECT_EQ(changes->back().account, other_);
}

TEST_P(DirectoryContract, ChangesNothingOfAnUnknownAccount) {
  EXPECT_EQ(CodeOf(store().ChangeAccountSettings(AccountNumber(77), {{"a", "1"}})),
            ErrorCode::kNotFound);
}

TEST_P(DirectoryContract, RefusesAnAccountThatExists) {
  const Account again{.id = mine_, .name = "another name", .created_at = At(5)};
  EXPECT_EQ(CodeOf(store().AddAccount(again)), ErrorCode::kConflict);
  EXPECT_EQ(store().GetAccount(mine_).value()->name, "an account");
}

TEST_P(DirectoryContract, ListsDomainsOfAllAccountsByName) {
  const Domain b = MakeDomain(mine_, "b.example");
  const Domain a = MakeDomain(other_, "a.example");
  const Domain c = MakeDomain(mine_, "c.example");
  for (const Domain& domain : {b, a, c}) ASSERT_TRUE(store().AddDomain(domain));
  const auto domains = store().ListDomains();
  ASSERT_TRUE(domains);
  EXPECT_THAT(*domains, ElementsAre(a, b, c));
}

TEST_P(DirectoryContract, ADomainBelongsToOneAccount) {
  const Domain domain = MakeDomain(mine_, "a.example");
  ASSERT_TRUE(store().AddDomain(domain));
  EXPECT_EQ(CodeOf(store().AddDomain(MakeDomain(other_, "a.example"))), ErrorCode::kConflict);
  Domain again = domain;
  again.created_at = At(99);
  EXPECT_TRUE(store().AddDomain(again));  // no change
  EXPECT_THAT(store().ListDomains().value(), ElementsAre(domain));
}

TEST_P(DirectoryContract, RemovesADomainOfItsAccountOnly) {
  ASSERT_TRUE(store().AddDomain(MakeDomain(mine_, "a.example")));
  EXPECT_EQ(CodeOf(store().RemoveDomain(other_, "a.example")), ErrorCode::kNotFound);
  EXPECT_EQ(CodeOf(store().RemoveDomain(mine_, "b.example")), ErrorCode::kNotFound);
  EXPECT_TRUE(store().RemoveDomain(mine_, "a.example"));
  EXPECT_THAT(store().ListDomains().value(), IsEmpty());
  EXPECT_EQ(CodeOf(store().RemoveDomain(mine_, "a.example")), ErrorCode::kNotFound);
  EXPECT_TRUE(store().AddDomain(MakeDomain(other_, "a.example")));
}

TEST_P(DirectoryContract, KeepsEveryFieldOfACredential) {
  Credential token = MakeCredential("token", "t");
  token.permission = registry::Permission::kWrite;
  token.expires_at = At(1000);
  Credential key = MakeCredential("key", "k");
  key.account = other_;
  key.kind = registry::CredentialKind::kApiKey;
  key.email = "admin@example.com";
  key.created_at = At(8);
  key.revoked_at = At(9);
  ASSERT_TRUE(store().AddCredential(key));
  ASSERT_TRUE(store().AddCredential(token));
  const auto credentials = store().ListCredentials();
  ASSERT_TRUE(credentials);
  EXPECT_THAT(*credentials, ElementsAre(token, key));  // by creation
}

TEST_P(DirectoryContract, RefusesACredentialWhoseIdOrSecretIsTaken) {
  ASSERT_TRUE(store().AddCredential(MakeCredential("a", "secret")));
  EXPECT_EQ(CodeOf(store().AddCredential(MakeCredential("a", "another"))), ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(store().AddCredential(MakeCredential("b", "secret"))), ErrorCode::kConflict);
  EXPECT_EQ(store().ListCredentials().value().size(), 1U);
}

TEST_P(DirectoryContract, RevokesACredentialOnceAndForGood) {
  ASSERT_TRUE(store().AddCredential(MakeCredential("a", "1")));
  ASSERT_TRUE(store().AddCredential(MakeCredential("b", "2")));
  ASSERT_TRUE(store().RevokeCredential("b", At(50)));
  ASSERT_TRUE(store().RevokeCredential("b", At(60)));
  EXPECT_EQ(CodeOf(store().RevokeCredential("c", At(50))), ErrorCode::kNotFound);
  const auto credentials = store().ListCredentials().value();
  ASSERT_EQ(credentials.size(), 2U);
  EXPECT_EQ(credentials[0].revoked_at, std::nullopt);
  EXPECT_EQ(credentials[1].revoked_at, At(50));
}

TEST_P(DirectoryContract, ReadsOneAccountWithAllThatBelongsToIt) {
  const Credential credential = MakeCredential("0123", "secret");
  Credential foreign = MakeCredential("4567", "foreign");
  foreign.account = other_;
  ASSERT_TRUE(store().AddDomain(MakeDomain(mine_, "b.example")));
  ASSERT_TRUE(store().AddDomain(MakeDomain(mine_, "a.example")));
  ASSERT_TRUE(store().AddDomain(MakeDomain(other_, "c.example")));
  ASSERT_TRUE(store().AddCredential(credential));
  ASSERT_TRUE(store().AddCredential(foreign));
  ASSERT_TRUE(store().ChangeAccountSettings(mine_, {{"record.days", "7"}}));

  const auto parts = store().ReadAccount(mine_);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->account, store().GetAccount(mine_).value());
  EXPECT_EQ(parts->account->settings.at("record.days"), "7");
  EXPECT_THAT(parts->domains,
              ElementsAre(MakeDomain(mine_, "a.example"), MakeDomain(mine_, "b.example")));
  EXPECT_THAT(parts->credentials, ElementsAre(credential));

  const auto nobody = store().ReadAccount(AccountNumber(77));
  ASSERT_TRUE(nobody);
  EXPECT_EQ(nobody->account, std::nullopt);
  EXPECT_THAT(nobody->credentials, IsEmpty());
}

TEST_P(DirectoryContract, RefusesWhatBelongsToAnUnknownAccount) {
  const auto unknown = AccountNumber(77);
  EXPECT_EQ(CodeOf(store().AddDomain(MakeDomain(unknown, "a.example"))), ErrorCode::kNotFound);
  Credential credential = MakeCredential("a", "1");
  credential.account = unknown;
  EXPECT_EQ(CodeOf(store().AddCredential(credential)), ErrorCode::kNotFound);
  EXPECT_THAT(store().ListDomains().value(), IsEmpty());
  EXPECT_THAT(store().ListCredentials().value(), IsEmpty());
}

}  // namespace
}  // namespace namesake::storage::testing
