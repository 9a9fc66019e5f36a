// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/usage_table.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "registry/account.h"
#include "registry/usage.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/rows.h"
#include "storage/postgres/sql.h"

namespace namesake::storage::postgres {
namespace {

using registry::AccountId;
using registry::Usage;

// No window is longer than a day.
constexpr std::chrono::hours kKept{48};

}  // namespace

std::vector<Usage> AddUsage(Connection& connection, std::span<const Usage> counted) {
  // In the same order on every node, so that none waits for another that waits for it.
  std::vector<Usage> sorted(counted.begin(), counted.end());
  std::sort(sorted.begin(), sorted.end(), [](const Usage& a, const Usage& b) {
    return std::tie(a.account, a.credential, a.window) <
           std::tie(b.account, b.credential, b.window);
  });
  Column<AccountId> accounts;
  Column<base::Sha256> credentials;
  Column<base::Time> windows;
  Column<std::int64_t> requests;
  for (const Usage& usage : sorted) {
    accounts.Add(usage.account);
    credentials.Add(usage.credential);
    windows.Add(usage.window);
    requests.Add(static_cast<std::int64_t>(usage.requests));
  }
  std::vector<Usage> all;
  Rows rows = connection.Run(kAddUsage, accounts, credentials, windows, requests);
  while (rows.Next()) {
    Usage& usage = all.emplace_back();
    rows.ReadBlob(0, usage.account.bytes);
    rows.ReadBlob(1, usage.credential);
    usage.window = rows.Time(2);
    usage.requests = static_cast<std::uint64_t>(rows.Integer(3));
  }
  return all;
}

void ForgetOldUsage(Connection& connection, std::span<const Usage> counted) {
  std::set<AccountId> known;
  Column<AccountId> accounts;
  base::Time newest;
  for (const Usage& usage : counted) {
    if (known.insert(usage.account).second) accounts.Add(usage.account);
    newest = std::max(newest, usage.window);
  }
  (void)connection.Run(kForgetUsage, accounts, newest - kKept);
}

}  // namespace namesake::storage::postgres
