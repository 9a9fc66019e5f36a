// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "record/message_record.h"
#include "record/node_book.h"
#include "record/record_feed.h"
#include "registry/account.h"

namespace namesake::record {

// Where a page of records begins: behind this one. Newest first; ties by id, descending.
struct Position {
  base::Time scanned_at;
  std::string id;
};

// All conditions must hold. Text is compared without case; an empty member is no condition.
struct RecordQuery {
  base::Time start;  // scanned at or after
  base::Time end;    // and before
  bool flagged_only = true;
  std::vector<std::string> terms = {};    // each somewhere in what is searchable
  std::vector<std::string> subject = {};  // each somewhere in the Subject
  std::string disposition = {};           // "SPOOF"; "MALICIOUS" stands for every such
  std::string recipient = {};             // an address, or a domain
  std::string sender = {};                // the same, of From and of the envelope
  std::string domain = {};                // of a sender or a recipient
  std::string entry_id = {};              // of a registry entry that a finding is about
  std::string reason = {};                // of a finding
  std::string id = {};                    // the whole of it
  std::string message_id = {};
  std::string client_ip = {};
  std::optional<bool> quarantined = {};
  std::optional<Treatment> treatment = {};
  std::optional<Hold> hold = {};

  std::optional<Position> after = {};
  std::uint64_t skip = 0;    // records of the answer that are left out at its start
  std::uint32_t limit = 20;  // 1..1000
  bool count = false;        // whether to fill RecordPage::total_count, which reads all of them
};

struct RecordPage {
  std::vector<MessageRecord> records;
  std::uint64_t total_count = 0;  // of all pages, when it was asked for
  bool more = false;              // there are some behind the last one
};

// What an account lets be kept, and how long.
struct Retention {
  std::chrono::days age{30};            // of a record
  std::uint64_t raw_bytes = 1U << 30U;  // of all raw messages that nobody holds, the newest first
};

// The records of messages. Safe from several threads and processes; every call may block on a disk.
// Errors: kUnavailable when the store is away, kNotFound as told.
class RecordStore : public RecordFeed, public NodeBook {
 public:
  // All or none; on the disk when it returns. An id that the account has is left as it is: who does
  // not know whether it was written may write it again.
  [[nodiscard]] virtual base::Status Append(std::span<const RecordedMessage> messages) = 0;

  // By id, or the newest with that queue id.
  [[nodiscard]] virtual base::Expected<std::optional<MessageRecord>> Find(
      const registry::AccountId& account, std::string_view id) = 0;
  [[nodiscard]] virtual base::Expected<RecordPage> Search(const registry::AccountId& account,
                                                          const RecordQuery& query) = 0;

  // The octets; nullopt when they are not (or no longer) kept.
  [[nodiscard]] virtual base::Expected<std::optional<std::string>> Raw(
      const registry::AccountId& account, std::string_view id) = 0;

  // The hold goes from `from` to `to`, if it still is `from`, and the log says so; false, and
  // nothing done, when it is another. The way to see to it that one of several who want to release
  // a message does. kNotFound: no such record.
  [[nodiscard]] virtual base::Expected<bool> ChangeHold(const registry::AccountId& account,
                                                        std::string_view id, Hold from, Hold to,
                                                        const RecordedAction& note) = 0;

  // The log of what was done with the record, oldest first. kNotFound: no such record.
  [[nodiscard]] virtual base::Status AddAction(const registry::AccountId& account,
                                               std::string_view id,
                                               const RecordedAction& action) = 0;
  [[nodiscard]] virtual base::Expected<std::vector<RecordedAction>> Actions(
      const registry::AccountId& account, std::string_view id) = 0;

  // Forgets what is older than may be kept; what is held stays. Returns the number of records.
  [[nodiscard]] virtual base::Expected<std::uint64_t> Sweep(const registry::AccountId& account,
                                                            const Retention& retention,
                                                            base::Time now) = 0;
};

}  // namespace namesake::record
