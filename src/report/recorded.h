// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "record/message_record.h"

namespace namesake::report {

// A verdict as it is recorded, with what the header section tells of the message. Left for the
// caller to fill in: account, id, queue id, time, what was done. `recipients` are those of the
// envelope; who may see only some of them replaces them.
[[nodiscard]] record::MessageRecord DescribeMessage(std::span<const mail::HeaderField> fields,
                                                    const mail::SenderClaims& claims,
                                                    const detection::Verdict& verdict);

}  // namespace namesake::report
