// SPDX-License-Identifier: Apache-2.0
#include "milter/outcome.h"

#include <string>
#include <utility>
#include <vector>

#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/judgement.h"
#include "registry/account.h"
#include "report/verdict_fields.h"

namespace namesake::milter {

std::vector<AddedField> FieldsOf(const Judgement& judgement) {
  if (judgement.judged != Judged::kChecked) return report::UncheckedFields(judgement.sentence);
  return report::VerdictFields(judgement.verdict_class, judgement.sentence);
}

Action WantedAction(const Judgement& judgement, const Conduct& conduct,
                    const registry::AccountSettings& settings) {
  switch (judgement.judged) {
    case Judged::kChecked:
      return ActionFor(judgement.verdict_class, conduct, settings);
    case Judged::kNoAccount:
      return Action::kAccept;
    case Judged::kFailed:
      return conduct.on_failure;
  }
  return Action::kAccept;
}

Outcome Decide(const Judgement& judgement, Action action, std::vector<FieldRemoval> removals,
               const Conduct& conduct) {
  Outcome outcome{.action = action};
  if (removals.size() > kMaxRemovals) {
    outcome.action = Action::kReject;
    outcome.reply = {
        .code = "550",
        .enhanced = "5.7.1",
        .text = "Message refused: too many header fields that only the filter may write"};
    return outcome;
  }
  switch (action) {
    case Action::kReject:
      outcome.reply = {.code = "550", .enhanced = "5.7.1", .text = conduct.reject_text};
      return outcome;
    case Action::kTempfail:
      outcome.reply = {.code = "451",
                       .enhanced = "4.7.1",
                       .text = "The message cannot be checked now, try again later"};
      return outcome;
    case Action::kKeep:
    case Action::kDiscard:
      return outcome;
    case Action::kQuarantine:
      outcome.quarantine_reason = "Namesake: " + std::string(VerdictWord(judgement));
      break;
    case Action::kAccept:
    case Action::kTag:
    case Action::kPrefix:
      break;
  }
  outcome.removals = std::move(removals);
  outcome.additions = FieldsOf(judgement);
  return outcome;
}

}  // namespace namesake::milter
