// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "record/message_record.h"
#include "storage/sqlite/statement.h"

namespace namesake::storage::sqlite {

// The columns of `message` that ReadRecord reads, in its order.
inline constexpr std::string_view kRecordColumns =
    "account_id, id, scanned_at, queue_id, envelope_from, recipients, client_ip, from_address, "
    "from_name, to_addresses, to_names, cc, reply_to, subject, message_id, date, sent_at, "
    "originating_ip, spf, dkim, dmarc, disposition, flagged, reasons, findings, policy, "
    "policy_pattern, treatment, hold, size";
inline constexpr int kRecordColumnCount = 30;

[[nodiscard]] record::MessageRecord ReadRecord(const Rows& rows);

}  // namespace namesake::storage::sqlite
