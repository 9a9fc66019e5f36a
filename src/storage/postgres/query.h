// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace namesake::storage::postgres {

// Whether a query keeps to one account (or to those that it is given), so that a database that is
// sharded by account_id can send it where they are.
enum class Scope {
  kAccount,      // it is held to account_id
  kAllAccounts,  // the feed, which all accounts share, and what is read of all of them at the start
};

// A statement that is prepared once a connection, under its name, and run many times. Constants,
// all in the list that the tests read (sql.h).
struct Query {
  std::string_view name;
  std::string_view text;
  Scope scope = Scope::kAccount;
};

}  // namespace namesake::storage::postgres
