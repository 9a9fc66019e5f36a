// SPDX-License-Identifier: Apache-2.0
#include "milter/outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "detection/verdict.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/judgement.h"

namespace namesake::milter {

void PrintTo(const AddedField& field, std::ostream* out) {
  *out << field.name << ": " << field.body;
}

namespace {

using detection::VerdictClass;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Judgement Checked(VerdictClass verdict_class, const std::string& sentence = {}) {
  return {.verdict_class = verdict_class, .sentence = sentence};
}

TEST(FieldsOf, IsTheVerdictAloneForHarmlessMail) {
  EXPECT_THAT(FieldsOf(Checked(VerdictClass::kNone)),
              ElementsAre(AddedField{"X-Namesake-Verdict", "NONE"}));
}

TEST(FieldsOf, TellsMailFlowRulesWhatWasFlagged) {
  EXPECT_THAT(FieldsOf(Checked(VerdictClass::kMaliciousBec, "It looks so.")),
              ElementsAre(AddedField{"X-Namesake-Verdict", "MALICIOUS-BEC"},
                          AddedField{"X-Namesake-Reason", "It looks so."},
                          AddedField{"X-CFEmailSecurity-Disposition", "MALICIOUS-BEC"},
                          AddedField{"X-CFEmailSecurity-Attribute", "BEC"}));
  EXPECT_THAT(FieldsOf(Checked(VerdictClass::kSpoof, "It looks so.")),
              ElementsAre(AddedField{"X-Namesake-Verdict", "SPOOF"},
                          AddedField{"X-Namesake-Reason", "It looks so."},
                          AddedField{"X-CFEmailSecurity-Disposition", "SPOOF"}));
  EXPECT_THAT(FieldsOf(Checked(VerdictClass::kSuspicious)),
              ElementsAre(AddedField{"X-Namesake-Verdict", "SUSPICIOUS"},
                          AddedField{"X-CFEmailSecurity-Disposition", "SUSPICIOUS"}));
}

TEST(FieldsOf, SaysWhyMailWasNotChecked) {
  const auto fields = FieldsOf(Failed());
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0], (AddedField{"X-Namesake-Verdict", "unchecked"}));
  EXPECT_EQ(fields[1].name, "X-Namesake-Reason");
  EXPECT_THAT(fields[1].body, StartsWith("Not checked"));
}

TEST(FieldsOf, EncodesAndFoldsASentenceWithoutCarriageReturns) {
  std::string sentence;
  for (int i = 0; i < 20; ++i) sentence += "«Jоhn» ";
  const auto fields = FieldsOf(Checked(VerdictClass::kSpoof, sentence));
  EXPECT_THAT(fields[1].body, StartsWith("=?UTF-8?B?"));
  EXPECT_THAT(fields[1].body, HasSubstr("?=\n =?UTF-8?B?"));
  EXPECT_THAT(fields[1].body, Not(HasSubstr("\r")));
}

TEST(Decide, TakesOutWhatArrivedAndPutsInWhatWeFound) {
  const std::vector<FieldRemoval> removals = {{"X-Namesake-Verdict", 1}};
  const Outcome outcome =
      Decide(Checked(VerdictClass::kNone), Action::kAccept, removals, Conduct());
  EXPECT_EQ(outcome.action, Action::kAccept);
  EXPECT_EQ(outcome.removals, removals);
  EXPECT_THAT(outcome.additions, ElementsAre(AddedField{"X-Namesake-Verdict", "NONE"}));
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
