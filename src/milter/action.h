// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "detection/verdict.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::milter {

// What is done with a message. Not what we believe of it: that is the verdict.
enum class Action {
  kAccept,      // passes; X-Namesake-Verdict says what was found
  kTag,         // passes with the fields that mail-flow rules act on
  kPrefix,      // passes, and the Subject says so, too
  kQuarantine,  // tagged, and held in the mail server's queue
  kKeep,        // held in the store, and released through the API
  kReject,      // 550 5.7.1
  kDiscard,     // lost, and the sender does not learn of it
  kTempfail,    // 451 4.7.1: the sender tries again later
};

// "quarantine"
[[nodiscard]] std::string_view ActionName(Action action) noexcept;

// The recipient gets the message now.
[[nodiscard]] bool Passes(Action action) noexcept;

// How the filter behaves: the settings that may change while it runs. A value; a message keeps the
// one that it began with.
struct Conduct {
  Action malicious_bec = Action::kTag;
  Action spoof = Action::kTag;
  Action suspicious = Action::kTag;
  Action on_failure = Action::kAccept;  // or kTempfail
  std::string reject_text;
  std::string subject_prefix;
  std::size_t max_kept_bytes = 0;              // of a message that may be kept in the store
  std::optional<registry::AccountId> account;  // unset: chosen by the recipients' domains
  std::string authserv_id;                     // as in mail::ReadSenderClaims
};

[[nodiscard]] Conduct ReadConduct(const settings::Settings& settings);

// kNone is accepted, the rest is as the account's settings say or, where they say nothing, the
// conduct.
[[nodiscard]] Action ActionFor(detection::VerdictClass verdict_class, const Conduct& conduct,
                               const registry::AccountSettings& settings);

}  // namespace namesake::milter
