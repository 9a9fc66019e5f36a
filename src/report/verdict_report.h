// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "detection/evidence.h"
#include "detection/verdict.h"
#include "mail/sender_claims.h"

namespace namesake::report {

// A verdict as the object that `scan --format jsonl` prints and POST …/email-security/scan answers:
// source (left out when empty), message_id, from, final_disposition, flagged, findings[{reason,
// field, value, entry{id, name, email}, score, detail}].
[[nodiscard]] boost::json::object VerdictObject(std::string_view source,
                                                const mail::SenderClaims& claims,
                                                const detection::Verdict& verdict);

// One of its findings.
[[nodiscard]] boost::json::object FindingObject(const detection::Evidence& evidence);

// That object as one line of JSON with its line end.
[[nodiscard]] std::string VerdictLine(std::string_view source, const mail::SenderClaims& claims,
                                      const detection::Verdict& verdict);

// For a person, one paragraph: "inbox.mbox#12: MALICIOUS-BEC" and each finding's sentence below,
// everything escaped. Empty for a message without findings.
[[nodiscard]] std::string VerdictText(std::string_view source, const mail::SenderClaims& claims,
                                      const detection::Verdict& verdict);

// The sentence of the strongest finding, escaped; "" without one. For X-Namesake-Reason.
[[nodiscard]] std::string VerdictSentence(const detection::Verdict& verdict);

}  // namespace namesake::report
