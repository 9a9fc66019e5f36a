// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/clock.h"
#include "live/account_settings.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "milter/action.h"
#include "milter/judgement.h"
#include "record/message_record.h"
#include "registry/account.h"

namespace namesake::milter {

// What is the same for all groups of one message.
struct Arrival {
  std::span<const mail::HeaderField> fields;
  std::string_view queue_id;
  base::Time at;
};

// The record of the message for that group. `claims` are those of the message. Without the octets.
[[nodiscard]] record::MessageRecord RecordOf(const GroupJudgement& judged, Action treatment,
                                             const mail::SenderClaims& claims,
                                             const Arrival& arrival);

// Whether the account wants a record, and one with the octets.
[[nodiscard]] bool IsRecorded(const GroupJudgement& judged, const live::Recording& recording);
[[nodiscard]] bool IsKeptWhole(const GroupJudgement& judged, const live::Recording& recording);

}  // namespace namesake::milter
