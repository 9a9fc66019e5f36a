// SPDX-License-Identifier: Apache-2.0
#include "milter/dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/filter.h"
#include "milter/outcome.h"
#include "milter/testing/fake_registry.h"

namespace namesake::milter {
namespace {

using testing::AccountNumbered;
using testing::Condition;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FakeRegistry;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kForged = "John Doe <x@evil.example>";
constexpr const char* kGenuine = "John Doe <john.doe@one.example>";

// The bodies of the fields that the outcome adds under that name.
std::vector<std::string> Added(const Outcome& outcome, const std::string& name) {
  std::vector<std::string> bodies;
  for (const AddedField& field : outcome.additions) {
    if (field.name == name) bodies.push_back(field.body);
  }
  return bodies;
}

class DialogueTest : public ::testing::Test {
 protected:
  DialogueTest() {
    registry_.AddAccount(AccountNumbered(1), "one.example", "John Doe", "john.doe@one.example");
  }

  void AddSecondAccount() {
    registry_.AddAccount(AccountNumbered(2), "two.example", "Erika Muster", "erika@two.example");
  }

  Outcome Send(Dialogue& dialogue, const std::string& from,
               const std::vector<std::string>& recipients = {"<jane@one.example>"}) {
    dialogue.BeginMessage("<sender@evil.example>");
    for (const auto& recipient : recipients) dialogue.AddRecipient(recipient);
    dialogue.AddField("From", from);
    dialogue.AddField("Subject", "Hello");
    return dialogue.EndMessage("4Fx1");
  }

  FakeRegistry registry_;
  Filter filter_{registry_, Conduct()};
  Dialogue dialogue_{filter_, "192.0.2.7"};
};

TEST_F(DialogueTest, FlagsForgedMailWithAReason) {
  const Outcome outcome = Send(dialogue_, kForged);
  EXPECT_EQ(outcome.action, Action::kTag);
  EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("MALICIOUS-BEC"));
  EXPECT_THAT(Added(outcome, "X-Namesake-Reason"), ElementsAre(HasSubstr("John Doe")));
  EXPECT_THAT(Added(outcome, "X-CFEmailSecurity-Disposition"), ElementsAre("MALICIOUS-BEC"));
  EXPECT_THAT(Added(outcome, "X-CFEmailSecurity-Attribute"), ElementsAre("BEC"));
}

TEST_F(DialogueTest, LeavesGenuineMailAlone) {
  const Outcome outcome = Send(dialogue_, kGenuine);
  EXPECT_EQ(outcome.action, Action::kAccept);
  ASSERT_EQ(outcome.additions.size(), 1U);
  EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("NONE"));
}

TEST_F(DialogueTest, TakesEachMessageOfAConnectionForItself) {
  dialogue_.BeginMessage("<a@evil.example>");
  dialogue_.AddRecipient("<jane@one.example>");
  dialogue_.AddField("From", kForged);
  dialogue_.AddField("X-Namesake-Verdict", "NONE");
  dialogue_.AbandonMessage();

  const Outcome genuine = Send(dialogue_, kGenuine);
  EXPECT_EQ(genuine.action, Action::kAccept);
  EXPECT_THAT(genuine.removals, IsEmpty());
  EXPECT_EQ(Send(dialogue_, kForged).action, Action::kTag);
  EXPECT_EQ(Send(dialogue_, kGenuine).action, Action::kAccept);
}

TEST_F(DialogueTest, RemovesOurFieldsThatArrived) {
  dialogue_.BeginMessage("<>");
  dialogue_.AddRecipient("<jane@one.example>");
  dialogue_.AddField("X-Namesake-Verdict", "NONE");
  dialogue_.AddField("From", kForged);
  dialogue_.AddField("x-namesake-verdict", "NONE");
  const Outcome outcome = dialogue_.EndMessage("4Fx1");
  EXPECT_THAT(outcome.removals, ElementsAre(FieldRemoval{"X-Namesake-Verdict", 2},
                                            FieldRemoval{"X-Namesake-Verdict", 1}));
}

TEST_F(DialogueTest, ChoosesTheAccountByRecipient) {
  AddSecondAccount();
  EXPECT_EQ(Send(dialogue_, kForged, {"<jane@One.Example>"}).action, Action::kTag);
  EXPECT_EQ(Send(dialogue_, kForged, {"<bob@two.example>"}).action, Action::kAccept);
}

TEST_F(DialogueTest, TakesTheWorstOfSeveralAccountsAndNamesNobody) {
  AddSecondAccount();
  const Outcome outcome =
      Send(dialogue_, kForged, {"<bob@two.example>", "<jane@one.example>", "<jim@one.example>"});
  EXPECT_EQ(outcome.action, Action::kTag);
  EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("MALICIOUS-BEC"));
  const auto reasons = Added(outcome, "X-Namesake-Reason");
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_THAT(reasons[0], Not(HasSubstr("John")));
  EXPECT_THAT(reasons[0], Not(HasSubstr("one.example")));
}

TEST_F(DialogueTest, SaysThatNoAccountIsResponsible) {
  AddSecondAccount();
  for (const auto* recipient : {"<x@elsewhere.example>", "<postmaster>", "<x@[192.0.2.1]>", ""}) {
    const Outcome outcome = Send(dialogue_, kForged, {recipient});
    EXPECT_EQ(outcome.action, Action::kAccept) << recipient;
    EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("unchecked")) << recipient;
    EXPECT_THAT(Added(outcome, "X-Namesake-Reason"), ElementsAre(HasSubstr("no account")));
  }
}

TEST_F(DialogueTest, SaysWhenMailCannotBeChecked) {
  for (const Condition condition : {Condition::kStoreAway, Condition::kOutOfMemory}) {
    registry_.SetCondition(condition);
    const Outcome outcome = Send(dialogue_, kForged);
    EXPECT_EQ(outcome.action, Action::kAccept);
    EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("unchecked"));
  }
  registry_.SetCondition(Condition::kWell);
  EXPECT_EQ(Send(dialogue_, kForged).action, Action::kTag);
}

TEST_F(DialogueTest, MakesUncheckedMailWaitWhenTheSettingsSaySo) {
  Conduct conduct;
  conduct.on_failure = Action::kTempfail;
  filter_.SetConduct(std::move(conduct));
  registry_.SetCondition(Condition::kStoreAway);
  EXPECT_EQ(Send(dialogue_, kGenuine).action, Action::kTempfail);
}

TEST_F(DialogueTest, TreatsASpoiltMessageAsUncheckedAndTheNextAsUsual) {
  dialogue_.BeginMessage("<a@evil.example>");
  dialogue_.AddRecipient("<jane@one.example>");
  dialogue_.AddField("X-Namesake-Reason", "none");
  dialogue_.Spoil();
  const Outcome spoilt = dialogue_.EndMessage("4Fx1");
  EXPECT_THAT(Added(spoilt, "X-Namesake-Verdict"), ElementsAre("unchecked"));
  EXPECT_EQ(spoilt.removals.size(), 1U);
  EXPECT_THAT(Added(Send(dialogue_, kGenuine), "X-Namesake-Verdict"), ElementsAre("NONE"));
}

TEST_F(DialogueTest, FlagsWhatOneAccountKnowsWhenAnotherCannotBeRead) {
  AddSecondAccount();
  registry_.Break(AccountNumbered(2));
  const std::vector<std::string> both = {"<bob@two.example>", "<jane@one.example>"};
  EXPECT_EQ(Send(dialogue_, kForged, both).action, Action::kTag);
  EXPECT_THAT(Added(Send(dialogue_, kGenuine, both), "X-Namesake-Verdict"),
              ElementsAre("unchecked"));
}

TEST_F(DialogueTest, KeepsTheConductThatItsMessageBeganWith) {
  dialogue_.BeginMessage("<a@evil.example>");
  dialogue_.AddRecipient("<jane@one.example>");
  Conduct conduct;
  conduct.malicious_bec = Action::kReject;
  conduct.reject_text = "No";
  filter_.SetConduct(conduct);
  dialogue_.AddField("From", kForged);
  EXPECT_EQ(dialogue_.EndMessage("4Fx1").action, Action::kTag);
  EXPECT_EQ(Send(dialogue_, kForged).action, Action::kReject);
}

TEST_F(DialogueTest, BelievesAuthenticationResultsOfTheNamedServerOnly) {
  struct Case {
    const char* authserv_id;
    const char* verdict;
  };
  for (const Case& each : {Case{"mx.one.example", "SPOOF"}, Case{"other.example", "NONE"},
                           Case{"", "NONE"}, Case{"a.example, mx.one.example", "SPOOF"}}) {
    Conduct conduct;
    conduct.authserv_id = each.authserv_id;
    filter_.SetConduct(conduct);
    dialogue_.BeginMessage("<a@evil.example>");
    dialogue_.AddRecipient("<jane@one.example>");
    dialogue_.AddField("Authentication-Results",
                       "mx.one.example; dmarc=fail header.from=one.example");
    dialogue_.AddField("From", kGenuine);
    EXPECT_THAT(Added(dialogue_.EndMessage("4Fx1"), "X-Namesake-Verdict"),
                ElementsAre(each.verdict))
        << each.authserv_id;
  }
}

TEST_F(DialogueTest, ReadsAnAuthorBehindPadding) {
  dialogue_.BeginMessage("<a@evil.example>");
  dialogue_.AddRecipient("<jane@one.example>");
  for (int i = 0; i < 20; ++i) dialogue_.AddField("X-Padding", std::string(100'000, 'x'));
  dialogue_.AddField("From", kForged);
  EXPECT_EQ(dialogue_.EndMessage("4Fx1").action, Action::kTag);
}

}  // namespace
}  // namespace namesake::milter
