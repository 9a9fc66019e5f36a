// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "registry/store.h"

namespace namesake::storage {

// The two halves of a store.
struct StoreHalves {
  registry::Store& registry;
  record::RecordStore& records;
};

// What an account has after the copy, the same in both stores.
struct CopiedAccount {
  registry::AccountId account;
  std::uint64_t entries = 0;
  std::uint64_t policies = 0;
  std::uint64_t domains = 0;
  std::uint64_t credentials = 0;
  std::uint64_t audit = 0;
  std::uint64_t records = 0;
  std::string checksum;       // SHA-256 over all of it, as hex
  std::uint64_t written = 0;  // rows that the target did not have, about
};

// Told now and then: how many rows have been read of both.
using RowsRead = std::function<void(std::uint64_t rows)>;

// Makes the accounts of `from` the same in `to`, each with everything it has, ids and times
// included, and leaves other accounts of `to` alone. Then reads all of `to` again and compares
// count and checksum. Rows that are the same already are read, not written: a copy that was
// interrupted goes on where it was, and one that is made again, after `from` has gone on, writes
// what has changed. The credentials and domains of an account come after its entries and policies,
// so that nobody uses it by halves. Memory stays the same however much there is.
//
// Positions of followers are not copied, since each store numbers by itself; nor are remembered
// answers to requests.
//
// kConflict: something was done to an account in `to` that its audit log in `from` does not know,
// or one of its domains or credentials belongs to another account there; kInternal: what was
// written is not what was read.
[[nodiscard]] base::Expected<std::vector<CopiedAccount>> CopyStore(const StoreHalves& from,
                                                                   const StoreHalves& to,
                                                                   const RowsRead& progress);

}  // namespace namesake::storage
