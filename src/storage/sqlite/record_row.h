// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/message_record.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The columns of `message` that ReadRecord reads, in its order.
inline constexpr std::string_view kRecordColumns =
    "account_id, id, scanned_at, queue_id, envelope_from, recipients, client_ip, from_address, "
    "from_name, to_addresses, to_names, cc, reply_to, subject, message_id, date, sent_at, "
    "originating_ip, spf, dkim, dmarc, disposition, flagged, reasons, findings, policy, "
    "policy_pattern, treatment, hold, size";

[[nodiscard]] record::MessageRecord ReadRecord(const Rows& rows);

// A list as a column holds it: "\na\nb\n". What is in it may have no line feed; one becomes a
// space.
[[nodiscard]] std::string JoinList(const std::vector<std::string>& list);

// For searching, without case: the addresses of From, Sender's envelope and Reply-To; those of the
// recipients and of To; everything that a search term may be in.
[[nodiscard]] std::string SendersOf(const record::MessageRecord& record);
[[nodiscard]] std::string RecipientsOf(const record::MessageRecord& record);
[[nodiscard]] std::string SearchTextOf(const record::MessageRecord& record);

}  // namespace namesake::storage::sqlite
