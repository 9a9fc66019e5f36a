// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "detection/verdict.h"
#include "live/live_registry.h"
#include "mail/sender_claims.h"
#include "registry/account.h"

namespace namesake::milter {

enum class Judged {
  kChecked,
  kNoAccount,  // nobody's registry is responsible for the recipients
  kFailed,     // Namesake could not do its work
};

// What is known of one message when it has been checked, or why it has not been.
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

// Checks the claims against each account's identities; the worst verdict counts. One message has
// one header section for all its recipients: when several accounts are concerned, the sentence
// names nobody, so that no account reads of another's identities. An account that cannot be checked
// makes the whole kFailed, unless another one flags the message; it is logged.
[[nodiscard]] Judgement Judge(const mail::SenderClaims& claims,
                              std::span<const registry::AccountId> accounts,
                              live::LiveRegistry& registry);

}  // namespace namesake::milter
