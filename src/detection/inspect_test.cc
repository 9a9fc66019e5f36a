// SPDX-License-Identifier: Apache-2.0
#include "detection/inspect.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "detection/evidence.h"
#include "detection/known_domains.h"
#include "detection/reason.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"

namespace namesake::detection {
namespace {

using enum VerdictClass;
using enum Reason;

Identity Person(std::string name, std::string email) {
  return {.id = base::MakeUuidV7({}), .name = std::move(name), .email = std::move(email)};
}

Verdict InspectHeaders(std::string_view headers, const Snapshot& snapshot) {
  const mail::HeaderSection section = mail::ReadHeaderSection(headers);
  return Inspect(mail::ReadSenderClaims(section.fields, "mx.example.com"), snapshot);
}

Verdict InspectHeaders(std::string_view headers, std::vector<Identity> identities) {
  return InspectHeaders(headers, Snapshot(std::move(identities), {"example.com"}));
}

std::string Describe(const Verdict& verdict) {
  std::string text(DispositionName(verdict.verdict_class));
  for (const Evidence& evidence : verdict.evidence) {
    text += "\n  " + std::string(ReasonName(evidence.reason)) + ": " + evidence.detail;
  }
  return text;
}

// ---- Names --------------------------------------------------------------------------------------

struct NameCase {
  std::string behaviour;
  std::string registered;
  std::string from;  // the body of a From field, sent from a foreign address
  Reason reason;
};

class ForeignMailShowingAName : public testing::TestWithParam<NameCase> {};

TEST_P(ForeignMailShowingAName, IsFlaggedByThatLayer) {
  const NameCase& test = GetParam();
  const Verdict verdict = InspectHeaders("From: " + test.from + "\n\n",
                                         {Person("Anna Unrelated", "anna@example.com"),
                                          Person(test.registered, "the.person@example.com")});
  EXPECT_EQ(verdict.verdict_class, kMaliciousBec) << Describe(verdict);
  ASSERT_FALSE(verdict.evidence.empty());
  EXPECT_EQ(ReasonName(verdict.evidence[0].reason), ReasonName(test.reason));
  EXPECT_EQ(verdict.evidence[0].entry.name, test.registered);
  EXPECT_FALSE(verdict.evidence[0].detail.empty());
}

constexpr auto kBehaviour = [](const auto& test) { return test.param.behaviour; };

INSTANTIATE_TEST_SUITE_P(
    Exact, ForeignMailShowingAName,
    testing::Values(
        NameCase{"as_registered", "John Doe", "\"John Doe\" <x@evil.example>", kDisplayNameExact},
        NameCase{"upper_case", "John Doe", "JOHN DOE <x@evil.example>", kDisplayNameExact},
        NameCase{"random_case", "John Doe", "jOhN dOE <x@evil.example>", kDisplayNameExact},
        NameCase{"surname_first", "John Doe", "Doe John <x@evil.example>", kDisplayNameExact},
        NameCase{"comma", "John Doe", "\"Doe, John\" <x@evil.example>", kDisplayNameExact},
        NameCase{"dot_between", "John Doe", "John.Doe <x@evil.example>", kDisplayNameExact},
        NameCase{"underscore", "John Doe", "John_Doe <x@evil.example>", kDisplayNameExact},
        NameCase{"letters_apart", "John Doe", "J o h n D o e <x@evil.example>", kDisplayNameExact},
        NameCase{"written_together", "John Doe", "JohnDoe <x@evil.example>", kDisplayNameExact},
        NameCase{"surplus_blanks", "John Doe", "\"John    Doe \" <x@evil.example>",
                 kDisplayNameExact},
        NameCase{"apostrophe_left_out", "Sean O'Brien", "Sean OBrien <x@evil.example>",
                 kDisplayNameExact},
        NameCase{"typographic_apostrophe", "Sean O'Brien",
                 "=?utf-8?Q?Sean_O=E2=80=99Brien?= <x@evil.example>", kDisplayNameExact},
        NameCase{"no_address", "John Doe", "\"John Doe\" <>", kDisplayNameExact},
        NameCase{"comment_as_name", "John Doe", "x@evil.example (John Doe)", kDisplayNameExact},
        NameCase{"group_as_name", "John Doe", "John Doe: x@evil.example;", kDisplayNameExact},
        NameCase{"one_word_role", "Payroll", "Payroll <x@gmail.com>", kDisplayNameExact},
        NameCase{"han_script", "张伟", "=?utf-8?B?5byg5Lyf?= <x@evil.example>", kDisplayNameExact},
        NameCase{"arabic_script", "محمد الراشد",
                 "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF "
                 "\xD8\xA7\xD9\x84\xD8\xB1\xD8\xA7\xD8\xB4\xD8\xAF <x@evil.example>",
                 kDisplayNameExact}),
    kBehaviour);

INSTANTIATE_TEST_SUITE_P(
    Cleaned, ForeignMailShowingAName,
    testing::Values(
        NameCase{"zero_width_space", "John Doe", "J\u200Bohn D\u200Boe <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"joiners_and_soft_hyphen", "John Doe",
                 "Jo\u200Dhn\u2060 D\u00ADoe <x@evil.example>", kDisplayNameCleaned},
        NameCase{"isolates", "John Doe", "J\u200Eo\u2066h\u2069n D\u200Foe <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"stored_backwards", "John Doe", "\u202EeoD nhoJ\u202C <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"combining_marks", "John Doe", "Jo\u0332hn D\u0336oe <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"diacritics_added", "John Doe", "Jóhn Dóë <x@evil.example>", kDisplayNameCleaned},
        NameCase{"diacritics_left_out", "Jörg Müller", "Jorg Muller <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"full_width", "John Doe", "Ｊｏｈｎ　Ｄｏｅ <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"mathematical", "John Doe", "𝗝𝗼𝗵𝗻 𝗗𝗼𝗲 <x@evil.example>", kDisplayNameCleaned},
        NameCase{"circled", "John Doe", "Ⓙⓞⓗⓝ Ⓓⓞⓔ <x@evil.example>", kDisplayNameCleaned},
        NameCase{"ligature", "Fiona Strauss", "ﬁona Strauß <x@evil.example>", kDisplayNameExact},
        NameCase{"blank_looking_letter", "John Doe", "John\u3164\u2800Doe <x@evil.example>",
                 kDisplayNameCleaned},
        NameCase{"emoji_around", "John Doe", "🔒 John Doe 💼 <x@evil.example>", kDisplayNameExact},
        NameCase{"encoded_line_end", "John Doe", "=?utf-8?Q?John_Doe=0D=0A?= <x@evil.example>",
                 kDisplayNameExact}),
    kBehaviour);

INSTANTIATE_TEST_SUITE_P(
    Confusable, ForeignMailShowingAName,
    testing::Values(
        NameCase{"cyrillic", "John Doe", "Jоhn Dое <x@evil.example>", kDisplayNameConfusable},
        NameCase{"greek", "John Doe", "Jοhn Dοe <x@evil.example>", kDisplayNameConfusable},
        NameCase{"cherokee", "John Doe", "\u13ABohn \u13A0oe <x@evil.example>",
                 kDisplayNameConfusable},
        NameCase{"whole_script", "Oscar Pace", "Оѕсаг Расе <x@evil.example>",
                 kDisplayNameConfusable},
        NameCase{"digits", "John Doe", "J0hn D0e <x@evil.example>", kDisplayNameConfusable},
        NameCase{"i_and_l", "Will Allen", "WiIl AIlen <x@evil.example>", kDisplayNameConfusable},
        NameCase{"rn_for_m", "Tom Palmer", "Tom Palrner <x@evil.example>", kDisplayNameConfusable},
        NameCase{"vv_for_w", "William Woods", "VVilliam VVoods <x@evil.example>",
                 kDisplayNameConfusable},
        NameCase{"cl_for_d", "David Reed", "Davicl Reed <x@evil.example>", kDisplayNameConfusable},
        NameCase{"upper_case_cyrillic", "John Doe", "ЈОНN DОЕ <x@evil.example>",
                 kDisplayNameConfusable}),
    kBehaviour);

INSTANTIATE_TEST_SUITE_P(
    Decorated, ForeignMailShowingAName,
    testing::Values(
        NameCase{"title", "John Doe", "Dr. John Doe <x@evil.example>", kDisplayNameDecorated},
        NameCase{"suffix", "John Doe", "\"John Doe Jr., PhD\" <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"role_in_brackets", "John Doe", "\"John Doe (CEO)\" <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"department", "John Doe", "\"John Doe - Finance - Example Inc.\" <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"middle_name", "John Doe", "John Michael Doe <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"via_a_service", "John Doe", "\"John Doe via DocuSign\" <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"on_behalf_of", "John Doe", "Accounting on behalf of John Doe <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"fake_tag", "John Doe", "\"[INTERNAL] John Doe (verified)\" <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"repeated", "John Doe", "John Doe John Doe <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"confusable_inside", "John Doe", "Dr. Jоhn Dое <x@evil.example>",
                 kDisplayNameDecorated},
        NameCase{"foreign_address_behind", "John Doe",
                 "\"John Doe <other@evil.example>\" <x@evil.example>", kDisplayNameDecorated}),
    kBehaviour);

// ---- Names that show somebody else
// -----------------------------------------------------------------

struct OtherCase {
  std::string behaviour;
  std::string registered;
  std::string from;
};

class ForeignMailShowingAnotherName : public testing::TestWithParam<OtherCase> {};

TEST_P(ForeignMailShowingAnotherName, IsNotFlagged) {
  const OtherCase& test = GetParam();
  const Verdict verdict = InspectHeaders("From: " + test.from + "\n\n",
                                         {Person(test.registered, "the.person@example.com")});
  EXPECT_EQ(verdict.verdict_class, kNone) << Describe(verdict);
}

INSTANTIATE_TEST_SUITE_P(
    All, ForeignMailShowingAnotherName,
    testing::Values(
        OtherCase{"given_name_only", "John Doe", "John <x@elsewhere.example>"},
        OtherCase{"surname_only", "John Doe", "Mr. Doe <x@elsewhere.example>"},
        OtherCase{"initials", "John Doe", "J.D. <x@elsewhere.example>"},
        OtherCase{"family", "John Doe", "Jane Doe <x@elsewhere.example>"},
        OtherCase{"two_people", "John Doe", "John Smith and Mary Doe <x@elsewhere.example>"},
        OtherCase{"word_of_a_longer_name", "Al Li", "Alli Newsletter <x@elsewhere.example>"},
        OtherCase{"one_word_identity_inside", "Payroll", "Payroll Weekly <x@elsewhere.example>"},
        OtherCase{"other_order_of_halves", "Anna Bell", "Annabel Li <x@elsewhere.example>"},
        OtherCase{"no_name", "John Doe", "x@elsewhere.example"},
        OtherCase{"words_far_apart", "John Doe",
                  "\"John writes today about nothing but a certain Doe\" <x@elsewhere.example>"}),
    kBehaviour);

// ---- Whole messages
// --------------------------------------------------------------------------------

struct MessageCase {
  std::string behaviour;
  std::string headers;
  VerdictClass verdict_class;
  std::vector<Reason> reasons;  // of all evidence, strongest first
};

class MessageOfOrAsJohnDoe : public testing::TestWithParam<MessageCase> {};

TEST_P(MessageOfOrAsJohnDoe, GetsItsVerdict) {
  const MessageCase& test = GetParam();
  const Verdict verdict = InspectHeaders(
      test.headers + "\n", {Person("John Doe", "john.doe@example.com, jd@example.org"),
                            Person("Erika Muster", "erika@example.com")});
  EXPECT_EQ(DispositionName(verdict.verdict_class), DispositionName(test.verdict_class))
      << Describe(verdict);
  std::vector<Reason> reasons;
  for (const Evidence& evidence : verdict.evidence) reasons.push_back(evidence.reason);
  EXPECT_EQ(reasons, test.reasons) << Describe(verdict);
}

INSTANTIATE_TEST_SUITE_P(
    Honest, MessageOfOrAsJohnDoe,
    testing::Values(
        MessageCase{"own_address", "From: John Doe <john.doe@example.com>\n", kNone, {}},
        MessageCase{
            "own_second_address_in_other_case", "From: John Doe <JD@Example.ORG>\n", kNone, {}},
        MessageCase{"own_address_however_the_name_is_written",
                    "From: \"Dr. J\u200Bohn Doe (CEO)\" <john.doe@example.com>\n",
                    kNone,
                    {}},
        MessageCase{"own_address_with_passed_dmarc",
                    "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com\n"
                    "From: John Doe <john.doe@example.com>\n",
                    kNone,
                    {}},
        MessageCase{"authenticated_plus_tag",
                    "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com\n"
                    "From: John Doe <john.doe+lists@example.com>\n",
                    kNone,
                    {kDisplayNameExact}},
        MessageCase{
            "authenticated_list_that_names_the_author_in_reply_to",
            "Authentication-Results: mx.example.com; dkim=pass header.d=lists.hobby.example\n"
            "From: John Doe via dev <dev@lists.hobby.example>\n"
            "Reply-To: John Doe <john.doe@example.com>\nList-Id: <dev.lists.hobby.example>\n",
            kNone,
            {kDisplayNameDecorated}},
        MessageCase{
            "colleague_on_behalf",
            "From: John Doe <john.doe@example.com>\nSender: Erika Muster <erika@example.com>\n",
            kNone,
            {}}),
    kBehaviour);

INSTANTIATE_TEST_SUITE_P(
    Forged, MessageOfOrAsJohnDoe,
    testing::Values(
        MessageCase{"own_name_authenticated_elsewhere",
                    "Authentication-Results: mx.example.com; dmarc=pass header.from=evil.example\n"
                    "From: John Doe <desk@evil.example>\n",
                    kMaliciousBec,
                    {kDisplayNameExact}},
        MessageCase{"address_in_the_name",
                    "From: \"john.doe@example.com\" <desk@evil.example>\n",
                    kMaliciousBec,
                    {kAddressInDisplayName, kDisplayNameDecorated}},
        MessageCase{"address_of_another_case_in_the_name",
                    "From: \"IT (JOHN.DOE＠example.com)\" <desk@evil.example>\n",
                    kMaliciousBec,
                    {kAddressInDisplayName, kDisplayNameDecorated}},
        MessageCase{"address_cut_off_by_nul",
                    "From: =?utf-8?Q?john=2Edoe=40example=2Ecom=00?=@evil.example\n",
                    kMaliciousBec,
                    {kAddressInDisplayName, kDisplayNameDecorated}},
        MessageCase{"failed_dmarc",
                    "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
                    "From: John Doe <john.doe@example.com>\n",
                    kSpoof,
                    {kAuthenticationFailed}},
        MessageCase{"failed_dmarc_on_a_list",
                    "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
                    "From: John Doe <john.doe@example.com>\nList-Id: <x.example.net>\n",
                    kSuspicious,
                    {kAuthenticationFailed}},
        MessageCase{"failed_plus_tag",
                    "Authentication-Results: mx.example.com; dmarc=fail header.from=example.com\n"
                    "From: John Doe <john.doe+private@example.com>\n",
                    kMaliciousBec,
                    {kDisplayNameExact}},
        MessageCase{"second_from_field",
                    "From: Support <desk@evil.example>\nFrom: John Doe <john.doe@example.com>\n",
                    kSpoof,
                    {kAmbiguousAuthor}},
        MessageCase{"two_mailboxes",
                    "From: John Doe <john.doe@example.com>, Support <desk@evil.example>\n",
                    kSuspicious,
                    {kAmbiguousAuthor}},
        MessageCase{"two_angle_addresses",
                    "From: John Doe <john.doe@example.com> <desk@evil.example>\n",
                    kMaliciousBec,
                    {kAddressInDisplayName, kDisplayNameDecorated, kAmbiguousAuthor}},
        MessageCase{"name_in_reply_to",
                    "From: Notice <noreply@evil.example>\nReply-To: John Doe <x@evil.example>\n",
                    kMaliciousBec,
                    {kDisplayNameExact}},
        MessageCase{"unauthenticated_list_rewriting",
                    "From: John Doe via dev <dev@lists.hobby.example>\n"
                    "Reply-To: John Doe <john.doe@example.com>\n",
                    kSuspicious,
                    {kDisplayNameDecorated}},
        MessageCase{"list_rewriting_that_answers_elsewhere",
                    "Authentication-Results: mx.example.com; dkim=pass header.d=example.com\n"
                    "From: \"'John Doe' via Finance\" <finance@example.com>\n"
                    "Reply-To: John Doe <office@evil.example>\n",
                    kMaliciousBec,
                    {kDisplayNameExact, kDisplayNameDecorated}}),
    kBehaviour);

INSTANTIATE_TEST_SUITE_P(
    Weak, MessageOfOrAsJohnDoe,
    testing::Values(
        MessageCase{"own_address_without_a_dmarc_record",
                    "Authentication-Results: mx.example.com; dmarc=none header.from=example.com\n"
                    "From: John Doe <john.doe@example.com>\n",
                    kNone,
                    {kAuthenticationFailed}},
        MessageCase{
            "registered_mailbox_in_sender_only",
            "From: Support <desk@elsewhere.example>\nSender: John Doe <john.doe@example.com>\n",
            kNone,
            {}}),
    kBehaviour);

// ---- Registry
// --------------------------------------------------------------------------------------

TEST(Inspect, LetsTwoNamesakesBothBeThemselves) {
  const std::vector<Identity> registry = {Person("Maria Garcia", "maria@example.com"),
                                          Person("Maria Garcia", "mg@example.org")};
  EXPECT_FALSE(InspectHeaders("From: Maria Garcia <mg@example.org>\n\n", registry).flagged());
  EXPECT_FALSE(InspectHeaders("From: Maria Garcia <maria@example.com>\n\n", registry).flagged());
  EXPECT_TRUE(InspectHeaders("From: Maria Garcia <m@hospital.example>\n\n", registry).flagged());
}

TEST(Inspect, MatchesPatternsAgainstTheWholeAddress) {
  Identity person = Person("John Doe", "john(\\.doe)?@example\\.com");
  person.is_email_regex = true;
  EXPECT_FALSE(InspectHeaders("From: John Doe <JOHN@example.com>\n\n", {person}).flagged());
  EXPECT_TRUE(InspectHeaders("From: John Doe <john@example.com.evil>\n\n", {person}).flagged());
}

TEST(Inspect, FindsNothingInAnEmptyRegistry) {
  EXPECT_EQ(InspectHeaders("From: John Doe <x@evil.example>\n\n", Snapshot()), Verdict());
}

TEST(Inspect, AnswersAMessageWithoutAnyAuthor) {
  EXPECT_FALSE(InspectHeaders("Subject: hi\n\n", {Person("John Doe", "j@example.com")}).flagged());
  EXPECT_FALSE(InspectHeaders("", {Person("John Doe", "j@example.com")}).flagged());
}

// ---- Sentences
// -------------------------------------------------------------------------------------

TEST(Inspect, SaysWhatAPersonNeedsToKnow) {
  const Verdict verdict = InspectHeaders("From: Jоhn Doe <x@evil.example>\n\n",
                                         {Person("John Doe", "a@example.com, b@example.com")});
  ASSERT_EQ(verdict.evidence.size(), 1U);
  EXPECT_EQ(verdict.evidence[0].detail,
            "\"Jоhn Doe\" shows the registered name \"John Doe\" with Cyrillic о (U+043E); "
            "x@evil.example is not one of its 2 addresses.");
}

TEST(Inspect, NeverLetsTheMessageForgeTheSentence) {
  const Verdict verdict = InspectHeaders(
      "From: =?utf-8?Q?John_Doe=0D=0AX-Forged:_=1B[2J=E2=80=AE?= <x@evil.example>\n\n",
      {Person("John Doe", "a@example.com")});
  ASSERT_FALSE(verdict.evidence.empty());
  for (const char c : verdict.evidence[0].detail) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  EXPECT_EQ(verdict.evidence[0].detail.find("\u202E"), std::string::npos);
}

TEST(Inspect, LeavesOutTheReasonsThatAreSwitchedOff) {
  ReasonSet off;
  off.Add(Reason::kDisplayNameVariant);
  const Snapshot whole({Person("William Miller", "william.miller@example.com")}, {"example.com"});
  const Snapshot snapshot = whole.WithoutReasons(off);
  EXPECT_TRUE(InspectHeaders("From: Bill Miller <x@gmail.com>\n\n", whole).flagged());
  const Verdict variant = InspectHeaders("From: Bill Miller <x@gmail.com>\n\n", snapshot);
  EXPECT_FALSE(variant.flagged());
  EXPECT_TRUE(variant.evidence.empty());
  EXPECT_TRUE(InspectHeaders("From: William Miller <x@gmail.com>\n\n", snapshot).flagged());
}

TEST(KnownDomains, CountLikeThoseOfTheEngine) {
  KnownDomains known;
  known.free_mailers = ReadDomainList("webmail.example, Post.Example");
  known.arc_sealers = ReadDomainList("forwarder.example");
  const Snapshot plain({Person("John Doe", "john.doe@example.com")}, {"example.com"});
  const Snapshot knowing = plain.WithKnownDomains(std::make_shared<const KnownDomains>(known));
  const std::string_view at_post = "From: john.doe.ceo@post.example\n\n";
  EXPECT_FALSE(InspectHeaders(at_post, plain).flagged());
  EXPECT_TRUE(InspectHeaders(at_post, knowing).flagged());
  const std::string_view forwarded =
      "Authentication-Results: mx.example.com; dmarc=fail; arc=pass\n"
      "ARC-Seal: i=1; d=mail.forwarder.example; cv=none\n"
      "From: John Doe <john.doe@example.com>\n\n";
  EXPECT_TRUE(InspectHeaders(forwarded, plain).flagged());
  EXPECT_FALSE(InspectHeaders(forwarded, knowing).flagged());
}

}  // namespace
}  // namespace namesake::detection
