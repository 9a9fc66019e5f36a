// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/judgement.h"
#include "registry/account.h"
#include "report/verdict_fields.h"

namespace namesake::milter {

using report::AddedField;  // LF folds it, as in the protocol

// An SMTP reply (RFC 5321 section 4.2) with its enhanced code (RFC 3463).
struct Reply {
  std::string code;      // "550"
  std::string enhanced;  // "5.7.1"
  std::string text;

  friend bool operator==(const Reply&, const Reply&) = default;
};

// A message with more fields of ours than this is refused, whatever the conduct says: no honest one
// has more than a handful, and Postfix walks through the whole header section for each removal.
inline constexpr std::size_t kMaxRemovals = 100;

// All that the mail server is to do with one message.
struct Outcome {
  Action action = Action::kAccept;
  std::vector<FieldRemoval> removals = {};  // to be done first, in this order
  std::vector<AddedField> additions = {};   // to stand on top of the message, in this order
  std::optional<std::string> subject = {};  // the Subject is to become this
  std::vector<std::string> removed_recipients = {};  // who have their copy in the store, or none
  std::string quarantine_reason = {};                // of kQuarantine
  Reply reply = {};                                  // of kReject and kTempfail
};

// The fields that a message gets.
[[nodiscard]] std::vector<AddedField> FieldsOf(const Judgement& judgement);

// What an account, or nobody's, wants done with a message that is so judged. A message that nobody
// is responsible for is accepted; one that could not be checked is accepted or made to wait, as the
// conduct says.
[[nodiscard]] Action WantedAction(const Judgement& judgement, const Conduct& conduct,
                                  const registry::AccountSettings& settings);

// The action, carried out: the fields to take out and to put in, and what is replied.
[[nodiscard]] Outcome Decide(const Judgement& judgement, Action action,
                             std::vector<FieldRemoval> removals, const Conduct& conduct);

}  // namespace namesake::milter
