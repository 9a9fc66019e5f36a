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

namespace namesake::milter {

// A field to insert. `body` is folded with LF and a space, as the mail server's protocol wants it.
struct AddedField {
  std::string name;
  std::string body;

  friend bool operator==(const AddedField&, const AddedField&) = default;
};

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

// The fields of a verdict: X-Namesake-Verdict always, X-Namesake-Reason when there is a sentence,
// and for flagged mail those that existing mail-flow rules look for (X-CFEmailSecurity-Disposition
// and, for MALICIOUS-BEC, X-CFEmailSecurity-Attribute).
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
