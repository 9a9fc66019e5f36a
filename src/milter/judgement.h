// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "detection/verdict.h"
#include "live/live_registry.h"
#include "mail/sender_claims.h"
#include "milter/recipient_group.h"

namespace namesake::milter {

enum class Judged {
  kChecked,
  kNoAccount,  // nobody's registry is responsible for the recipients
  kFailed,     // Namesake could not do its work
};

// What is known of one message for some of its recipients, or why it is not.
struct Judgement {
  Judged judged = Judged::kChecked;
  detection::VerdictClass verdict_class = detection::VerdictClass::kNone;  // of kChecked
  std::string sentence = {};  // for X-Namesake-Reason, escaped; "" when there is nothing to explain

  // For the log, of a flagged message that concerns one account.
  std::string_view reason = {};  // "display_name_exact"
  std::optional<base::Uuid> entry = {};
};

// The word of X-Namesake-Verdict: the wire's, or "unchecked".
[[nodiscard]] std::string_view VerdictWord(const Judgement& judgement) noexcept;

[[nodiscard]] Judgement Failed();

// The judgement for a group of recipients, with the evidence for the record.
struct GroupJudgement {
  RecipientGroup group;
  Judgement judgement;
  detection::Verdict verdict = {};  // of kChecked
};

// Checks the claims against each account's identities. Recipients whom an account has exempted are
// a group of their own. What cannot be checked is kFailed, and logged.
[[nodiscard]] std::vector<GroupJudgement> JudgeEach(mail::SenderClaims& claims,
                                                    std::vector<RecipientGroup> groups,
                                                    live::LiveRegistry& registry);

// What is said in the one header section that all these groups will read: the worst that is known.
// When several accounts are concerned, the sentence names nobody, so that no account reads of
// another's identities. One that could not be checked makes the whole kFailed, unless another one
// flags the message. kNoAccount for no groups, and when nobody is responsible for any.
[[nodiscard]] Judgement Merge(std::span<const GroupJudgement* const> groups);

}  // namespace namesake::milter
