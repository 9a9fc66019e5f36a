// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "base/expected.h"
#include "record/record_store.h"
#include "registry/account.h"
#include "storage/row_checksum.h"

namespace namesake::storage {

struct CopiedRecords {
  RowChecksum checksum;  // of the records of `from`, each with its octets and actions
  std::uint64_t records = 0;
  std::uint64_t written = 0;
};

// Sees to it that every record of the account in `from` is in `to`, with the octets of its message
// and what was done with it. Both are read side by side, newest first; what `to` has besides stays.
// kConflict: something was done with a record in `to` that is not known in `from`.
[[nodiscard]] base::Expected<CopiedRecords> CopyRecords(record::RecordStore& from,
                                                        record::RecordStore& to,
                                                        const registry::AccountId& account,
                                                        const std::function<void()>& read);

// The same checksum of what `to` has of the records that are in `from`.
[[nodiscard]] base::Expected<RowChecksum> ChecksumOfCopied(record::RecordStore& from,
                                                           record::RecordStore& to,
                                                           const registry::AccountId& account,
                                                           const std::function<void()>& read);

}  // namespace namesake::storage
