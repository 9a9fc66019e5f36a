// SPDX-License-Identifier: Apache-2.0
#include "milter/remember.h"

#include "detection/verdict.h"
#include "live/account_settings.h"
#include "mail/sender_claims.h"
#include "milter/action.h"
#include "milter/judgement.h"
#include "record/message_record.h"
#include "registry/account.h"
#include "report/recorded.h"

namespace namesake::milter {
namespace {

using record::Treatment;

Treatment TreatmentBy(Action action, bool flagged) noexcept {
  switch (action) {
    case Action::kAccept:
      return Treatment::kAccepted;
    case Action::kTag:
    case Action::kPrefix:
      return flagged ? Treatment::kTagged : Treatment::kAccepted;
    case Action::kQuarantine:
      return Treatment::kQuarantined;
    case Action::kKeep:
      return Treatment::kKept;
    case Action::kReject:
    case Action::kTempfail:
      return Treatment::kRejected;
    case Action::kDiscard:
      return Treatment::kDiscarded;
  }
  return Treatment::kAccepted;
}

bool Covers(live::Recorded which, const GroupJudgement& judged) noexcept {
  switch (which) {
    case live::Recorded::kNothing:
      return false;
    case live::Recorded::kFlagged:
      return judged.verdict.flagged();
    case live::Recorded::kEverything:
      return true;
  }
  return false;
}

}  // namespace

record::MessageRecord RecordOf(const GroupJudgement& judged, Action treatment,
                               const mail::SenderClaims& claims, const Arrival& arrival) {
  record::MessageRecord record = report::DescribeMessage(arrival.fields, claims, judged.verdict);
  record.account = judged.group.account.value_or(registry::AccountId{});
  record.id = record::MakeRecordId(arrival.queue_id, arrival.at);
  record.queue_id = arrival.queue_id;
  record.scanned_at = arrival.at;
  record.recipients = judged.group.recipients;
  record.treatment = TreatmentBy(treatment, judged.verdict.flagged());
  record.hold = treatment == Action::kKeep ? record::Hold::kHeld : record::Hold::kNone;
  return record;
}

bool IsRecorded(const GroupJudgement& judged, const live::Recording& recording) {
  return judged.group.account && judged.judgement.judged == Judged::kChecked &&
         Covers(recording.messages, judged);
}

bool IsKeptWhole(const GroupJudgement& judged, const live::Recording& recording) {
  return IsRecorded(judged, recording) && Covers(recording.raw, judged);
}

}  // namespace namesake::milter
