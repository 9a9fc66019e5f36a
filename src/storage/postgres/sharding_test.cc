// SPDX-License-Identifier: Apache-2.0
// The database can be sharded by account: every key and every query has account_id, but for those
// that are named here with the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "storage/open.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/postgres_store.h"
#include "storage/postgres/query.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/settings.h"
#include "storage/postgres/sql.h"
#include "storage/testing/postgres_server.h"

namespace namesake::storage::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Tables of the registry whose key is not the account's, and why.
const std::map<std::string, std::string> kOtherKeys = {
    {"change", "the feed is one for all accounts, in the order of its numbers"},
    {"feed_head", "its one row of state"},
    {"namesake_schema", "which migrations were done"},
};

TEST(PostgresSharding, EveryKeyBeginsWithTheAccount) {
  if (!testing::PostgresServer::IsInstalled()) GTEST_SKIP() << "PostgreSQL is not installed";
  const std::string uri = testing::PostgresServer::Shared().NewDatabase();
  ASSERT_TRUE(OpenPostgresStore(uri, OpenMode::kCreate));
  Connection connection(Settings::Parse(uri).value(), Connection::Use::kReading);
  Rows rows = connection.Run(
      {.name = {},
       .text = "SELECT t.relname::text, a.attname::text FROM pg_index AS i "
               "JOIN pg_class AS t ON t.oid = i.indrelid "
               "JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = 'public' "
               "JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] "
               "WHERE i.indisunique"});
  std::set<std::string> others;
  int keys = 0;
  while (rows.Next()) {
    ++keys;
    if (rows.Text(1) != "account_id") others.emplace(rows.Text(0));
  }
  EXPECT_GE(keys, 12);
  std::set<std::string> expected;
  for (const auto& [table, reason] : kOtherKeys) expected.insert(table);
  EXPECT_EQ(others, expected);
}

// What an account's query has: the account itself, or those that it is given, as an argument.
bool IsHeldToAccounts(std::string_view sql) {
  if (sql.starts_with("INSERT INTO"))
    return sql.find("(account_id") != std::string_view::npos ||
           sql.find(", account_id") != std::string_view::npos;
  for (const std::string_view held :
       {"account_id = $1", "account_id = ANY ($1)", "account_id = wanted.account_id",
        "account_id = new.account_id", "account_id = old.account_id"}) {
    if (sql.find(held) != std::string_view::npos) return true;
  }
  return false;
}

TEST(PostgresSharding, EveryQueryOfAnAccountNamesIt) {
  for (const Query& query : AllQueries()) {
    if (query.scope == Scope::kAccount) {
      EXPECT_TRUE(IsHeldToAccounts(query.text)) << query.name << ": " << query.text;
    }
  }
}

TEST(PostgresSharding, QueriesOfAllAccountsAreTheseAlone) {
  std::set<std::string> all;
  for (const Query& query : AllQueries()) {
    if (query.scope == Scope::kAllAccounts) all.emplace(query.name);
  }
  EXPECT_THAT(
      all,
      UnorderedElementsAre(
          // The feed is one for all accounts: that is what lets a node follow all of them at once.
          "read_changes", "last_sequence", "lock_head", "write_head", "touch_head", "notify",
          "has_batch", "purge_changes",
          // Read once at the start, and again when the feed tells of a change.
          "list_accounts", "list_account_settings", "list_domains", "list_credentials",
          // Administration: unique among all accounts, or found by what only it knows.
          "owner_of_domain", "find_credential", "credential_is_taken",
          // Old answers go, whoever they were kept for.
          "purge_replays"));
}

TEST(PostgresSharding, NoTwoQueriesShareAName) {
  std::set<std::string_view> names;
  for (const Query& query : AllQueries()) {
    EXPECT_TRUE(names.insert(query.name).second) << query.name;
  }
}

}  // namespace
}  // namespace namesake::storage::postgres
