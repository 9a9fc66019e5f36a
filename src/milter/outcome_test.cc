// SPDX-License-Identifier: Apache-2.0
#include "milter/outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "detection/verdict.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/judgement.h"
#include "report/verdict_fields.h"

namespace namesake::milter {

namespace {

using detection::VerdictClass;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Judgement Checked(VerdictClass verdict_class, const std::string& sentence = {}) {
  return {.verdict_class = verdict_class, .sentence = sentence};
}

TEST(FieldsOf, AreThoseOfTheVerdict) {
  EXPECT_EQ(FieldsOf(Checked(VerdictClass::kSpoof, "It looks so.")),
            report::VerdictFields(VerdictClass::kSpoof, "It looks so."));
}

TEST(FieldsOf, SayWhyMailWasNotChecked) {
  EXPECT_EQ(FieldsOf(Failed()), report::UncheckedFields(report::kFailureSentence));
}

TEST(Decide, TakesOutWhatArrivedAndPutsInWhatWeFound) {
  const std::vector<FieldRemoval> removals = {{"X-Namesake-Verdict", 1}};
  const Outcome outcome =
      Decide(Checked(VerdictClass::kNone), Action::kAccept, removals, Conduct());
  EXPECT_EQ(outcome.action, Action::kAccept);
  EXPECT_EQ(outcome.removals, removals);
  EXPECT_THAT(outcome.additions, ElementsAre(report::AddedField{"X-Namesake-Verdict", "NONE"}));
}

TEST(Decide, RejectsWithTheTextOfTheSettings) {
  Conduct conduct;
  conduct.reject_text = "Not with us";
  const Outcome outcome =
      Decide(Checked(VerdictClass::kMaliciousBec), Action::kReject, {}, conduct);
  EXPECT_EQ(outcome.action, Action::kReject);
  EXPECT_EQ(outcome.reply, (Reply{"550", "5.7.1", "Not with us"}));
  EXPECT_THAT(outcome.additions, IsEmpty());
}

TEST(Decide, QuarantinesWithAReasonAndTheFields) {
  const Outcome outcome = Decide(Checked(VerdictClass::kSpoof), Action::kQuarantine, {}, Conduct());
  EXPECT_EQ(outcome.action, Action::kQuarantine);
  EXPECT_EQ(outcome.quarantine_reason, "Namesake: SPOOF");
  EXPECT_EQ(outcome.additions.size(), 2U);
}

TEST(WantedAction, LetsUncheckedMailPassOrWaitAsTheSettingsSay) {
  Conduct conduct;
  EXPECT_EQ(WantedAction(Failed(), conduct, {}), Action::kAccept);
  conduct.on_failure = Action::kTempfail;
  EXPECT_EQ(WantedAction(Failed(), conduct, {}), Action::kTempfail);
  const Outcome outcome = Decide(Failed(), Action::kTempfail, {}, conduct);
  EXPECT_EQ(outcome.reply.code, "451");
  EXPECT_EQ(outcome.reply.enhanced, "4.7.1");
}

TEST(Decide, RefusesAFloodOfOurFieldsWhateverTheConduct) {
  std::vector<FieldRemoval> removals(kMaxRemovals, {"X-Namesake-Verdict", 1});
  const Judgement harmless = Checked(VerdictClass::kNone);
  EXPECT_EQ(Decide(harmless, Action::kAccept, removals, Conduct()).action, Action::kAccept);
  removals.push_back({"X-Namesake-Verdict", 1});
  const Outcome outcome = Decide(harmless, Action::kAccept, removals, Conduct());
  EXPECT_EQ(outcome.action, Action::kReject);
  EXPECT_EQ(outcome.reply.code, "550");
  EXPECT_THAT(outcome.removals, IsEmpty());
}

TEST(WantedAction, NeverHoldsUpMailThatNobodyIsResponsibleFor) {
  Conduct conduct;
  conduct.on_failure = Action::kTempfail;
  EXPECT_EQ(WantedAction({.judged = Judged::kNoAccount}, conduct, {}), Action::kAccept);
}

TEST(WantedAction, IsTheAccountsOwnWhereItHasChosen) {
  Conduct conduct;
  conduct.spoof = Action::kReject;
  const registry::AccountSettings settings = {{"action.malicious_bec", "keep"},
                                              {"action.suspicious", "accept"}};
  EXPECT_EQ(WantedAction(Checked(VerdictClass::kMaliciousBec), conduct, settings), Action::kKeep);
  EXPECT_EQ(WantedAction(Checked(VerdictClass::kSpoof), conduct, settings), Action::kReject);
  EXPECT_EQ(WantedAction(Checked(VerdictClass::kSuspicious), conduct, settings), Action::kAccept);
  EXPECT_EQ(WantedAction(Checked(VerdictClass::kNone), conduct, settings), Action::kAccept);
}

}  // namespace
}  // namespace namesake::milter
