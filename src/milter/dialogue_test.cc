// SPDX-License-Identifier: Apache-2.0
#include "milter/dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/filter.h"
#include "milter/outcome.h"
#include "milter/testing/fake_registry.h"
#include "record/memory_record_store.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "record/recorder.h"
#include "registry/account.h"
#include "registry/policy.h"

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

// ---- Records ------------------------------------------------------------------------------------

// Memory that can be full.
class FailingRecordStore final : public record::MemoryRecordStore {
 public:
  void SetFull(bool full) { full_ = full; }

  base::Status Append(std::span<const record::RecordedMessage> messages) override {
    if (full_) return base::Fail(base::ErrorCode::kUnavailable, "the disk is full");
    return MemoryRecordStore::Append(messages);
  }

 private:
  std::atomic<bool> full_{false};
};

// A dialogue whose messages are remembered.
class RecordingTest : public DialogueTest {
 protected:
  RecordingTest() {
    Conduct conduct;
    conduct.max_kept_bytes = 1000;
    conduct.subject_prefix = "[Suspicious] ";
    filter_.emplace(registry_, conduct, &remembering_);
    dialogue_.emplace(*filter_, "192.0.2.7", Terms{.bodies = true, .removes_recipients = true});
    AddSecondAccount();
  }
  void Choose(int account, const std::string& name, const std::string& value) {
    chosen_[account][name] = value;
    registry_.SetSettings(AccountNumbered(static_cast<std::uint8_t>(account)), chosen_[account]);
  }

  Outcome Deliver(const std::string& from, const std::vector<std::string>& recipients,
                  const std::string& body = "Pay me\r\n") {
    dialogue_->BeginMessage("<sender@evil.example>");
    for (const auto& recipient : recipients) dialogue_->AddRecipient(recipient);
    dialogue_->AddField("X-Namesake-Verdict", "NONE");
    dialogue_->AddField("From", from);
    dialogue_->AddField("Subject", "Hello\n there");
    dialogue_->AddBody(body);
    return dialogue_->EndMessage("4Fx1");
  }

  std::vector<record::MessageRecord> Found(int account) {
    EXPECT_TRUE(recorder_.Flush(std::chrono::seconds(30)));
    const auto page = records_.Search(AccountNumbered(static_cast<std::uint8_t>(account)),
                                      {.start = {},
                                       .end = base::Time(std::chrono::hours(24 * 365 * 100)),
                                       .flagged_only = false});
    EXPECT_TRUE(page);
    return page->records;
  }

  FailingRecordStore records_;
  record::Recorder recorder_{records_, [] { return std::vector<record::AccountRetention>(); }};
  const Records remembering_{records_, recorder_};
  std::optional<Filter> filter_;
  std::optional<Dialogue> dialogue_;
  std::map<int, registry::AccountSettings> chosen_;
};

const std::vector<std::string> kBoth = {"<bob@two.example>", "<jane@one.example>"};

TEST_F(RecordingTest, RemembersFlaggedMail) {
  EXPECT_EQ(Deliver(kForged, {"<jane@one.example>"}).action, Action::kTag);
  Deliver(kGenuine, {"<jane@one.example>"});
  const auto found = Found(1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].disposition, "MALICIOUS-BEC");
  EXPECT_EQ(found[0].queue_id, "4Fx1");
  EXPECT_EQ(found[0].from, "x@evil.example");
  EXPECT_EQ(found[0].client_ip, "192.0.2.7");
  EXPECT_THAT(found[0].recipients, ElementsAre("jane@one.example"));
  EXPECT_EQ(found[0].treatment, record::Treatment::kTagged);
  EXPECT_EQ(records_.Raw(AccountNumbered(1), found[0].id), std::nullopt);
}

TEST_F(RecordingTest, RemembersAllOrNothingAsTheAccountWants) {
  Choose(1, "record.messages", "all");
  Choose(1, "record.raw", "flagged");
  Deliver(kGenuine, {"<jane@one.example>"});
  ASSERT_EQ(Found(1).size(), 1U);
  EXPECT_EQ(Found(1)[0].size, 0U);
  Deliver(kForged, {"<jane@one.example>"});
  EXPECT_GT(Found(1)[0].size, 0U);
  Choose(1, "record.messages", "none");
  Deliver(kForged, {"<jane@one.example>"});
  EXPECT_EQ(Found(1).size(), 2U);
}

TEST_F(RecordingTest, ShowsEachAccountItsOwnRecipientsAndVerdict) {
  Deliver(kForged, kBoth);
  ASSERT_EQ(Found(1).size(), 1U);
  EXPECT_THAT(Found(1)[0].recipients, ElementsAre("jane@one.example"));
  EXPECT_THAT(Found(2), IsEmpty());  // to whom it is nobody
}

TEST_F(RecordingTest, KeepsAMessageWhole) {
  Choose(1, "action.malicious_bec", "keep");
  const Outcome outcome = Deliver(kForged, {"<jane@one.example>"});
  EXPECT_EQ(outcome.action, Action::kKeep);
  EXPECT_THAT(outcome.additions, IsEmpty());
  const auto found = Found(1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].treatment, record::Treatment::kKept);
  EXPECT_EQ(found[0].hold, record::Hold::kHeld);
  const auto raw = records_.Raw(AccountNumbered(1), found[0].id);
  ASSERT_TRUE(raw && *raw);
  EXPECT_THAT(**raw, ::testing::StartsWith("X-Namesake-Verdict: MALICIOUS-BEC\r\n"));
  EXPECT_THAT(**raw, ::testing::EndsWith("Subject: Hello\r\n there\r\n\r\nPay me\r\n"));
  EXPECT_THAT(**raw, Not(HasSubstr("X-Namesake-Verdict: NONE")));
  EXPECT_EQ(found[0].size, (**raw).size());
}

TEST_F(RecordingTest, TakesOffTheRecipientsWhoseAccountKeepsTheMessage) {
  Choose(1, "action.malicious_bec", "keep");
  const Outcome outcome = Deliver(kForged, kBoth);
  EXPECT_EQ(outcome.action, Action::kAccept);
  EXPECT_THAT(outcome.removed_recipients, ElementsAre("<jane@one.example>"));
  EXPECT_THAT(Added(outcome, "X-Namesake-Verdict"), ElementsAre("NONE"));
  EXPECT_EQ(Found(1).size(), 1U);
}

TEST_F(RecordingTest, NeitherRefusesNorLosesOneRecipientsMailForAnothers) {
  Choose(1, "action.malicious_bec", "reject");
  const Outcome outcome = Deliver(kForged, kBoth);
  EXPECT_EQ(outcome.action, Action::kAccept);
  EXPECT_THAT(outcome.removed_recipients, ElementsAre("<jane@one.example>"));
  EXPECT_EQ(Found(1)[0].hold, record::Hold::kHeld);
  EXPECT_EQ(Deliver(kForged, {"<jane@one.example>"}).action, Action::kReject);
}

TEST_F(RecordingTest, QuarantinesWhatIsTooLargeToBeKept) {
  Choose(1, "action.malicious_bec", "keep");
  EXPECT_EQ(Deliver(kForged, kBoth, std::string(2000, 'x')).action, Action::kQuarantine);
  EXPECT_EQ(Found(1)[0].treatment, record::Treatment::kQuarantined);
  EXPECT_EQ(Found(1)[0].hold, record::Hold::kNone);
}

TEST_F(RecordingTest, HonoursAnExemptionForThatRecipientAlone) {
  Choose(1, "action.malicious_bec", "keep");
  registry::Policy policy;
  policy.account = AccountNumbered(1);
  policy.pattern = "abuse@one.example";
  policy.rule = registry::AllowPolicy{.is_exempt_recipient = true};
  registry_.SetPolicies(AccountNumbered(1), {policy});
  const Outcome outcome = Deliver(kForged, {"<abuse@one.example>", "<jane@one.example>"});
  EXPECT_EQ(outcome.action, Action::kAccept);
  EXPECT_THAT(outcome.removed_recipients, ElementsAre("<jane@one.example>"));
  EXPECT_THAT(Found(1)[0].recipients, ElementsAre("jane@one.example"));
}

TEST_F(RecordingTest, MarksTheSubject) {
  Choose(1, "action.malicious_bec", "prefix");
  EXPECT_EQ(Deliver(kForged, {"<jane@one.example>"}).subject, "[Suspicious] Hello\n there");
  Choose(1, "action.subject_prefix", "Hello");
  EXPECT_EQ(Deliver(kForged, {"<jane@one.example>"}).subject, std::nullopt);
  EXPECT_EQ(Deliver(kGenuine, {"<jane@one.example>"}).subject, std::nullopt);
}

TEST_F(RecordingTest, LetsMailWaitThatCannotBeKeptNow) {
  Choose(1, "action.malicious_bec", "keep");
  records_.SetFull(true);
  EXPECT_EQ(Deliver(kForged, {"<jane@one.example>"}).action, Action::kTempfail);
  EXPECT_EQ(Deliver(kGenuine, {"<jane@one.example>"}).action, Action::kAccept);
}

TEST_F(RecordingTest, AsksForBodiesOnlyWhenOneMayBeKept) {
  EXPECT_FALSE(filter_->WantsBodies());
  Choose(1, "action.spoof", "keep");
  filter_->SetConduct(*filter_->conduct());  // looks again at once
  EXPECT_TRUE(filter_->WantsBodies());
  Choose(1, "action.spoof", "reject");  // and there is another account
  filter_->SetConduct(*filter_->conduct());
  EXPECT_TRUE(filter_->WantsBodies());
  Choose(1, "action.spoof", "tag");
  filter_->SetConduct(*filter_->conduct());
  EXPECT_FALSE(filter_->WantsBodies());
}

}  // namespace
}  // namespace namesake::milter
