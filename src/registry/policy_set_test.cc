// SPDX-License-Identifier: Apache-2.0
#include "registry/policy_set.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "mail/authentication_results.h"
#include "mail/sender_claims.h"
#include "registry/policy.h"

namespace namesake::registry {
namespace {

using mail::AuthenticationResult;

std::int64_t next_time = 0;

template <typename Rule>
Policy MakePolicy(Rule rule, std::string pattern, bool is_regex = false) {
  Policy policy;
  policy.id = base::MakeUuidV7(base::Time(std::chrono::microseconds(++next_time)));
  policy.rule = rule;
  policy.pattern = std::move(pattern);
  policy.is_regex = is_regex;
  return policy;
}

Policy Trust(PatternType type, std::string pattern, bool is_regex = false) {
  return MakePolicy(AllowPolicy{.pattern_type = type, .is_trusted_sender = true},
                    std::move(pattern), is_regex);
}

Policy TrustVerified(PatternType type, std::string pattern) {
  return MakePolicy(
      AllowPolicy{.pattern_type = type, .is_trusted_sender = true, .verify_sender = true},
      std::move(pattern));
}

Policy Exempt(PatternType type, std::string pattern) {
  return MakePolicy(AllowPolicy{.pattern_type = type, .is_exempt_recipient = true},
                    std::move(pattern));
}

Policy Block(PatternType type, std::string pattern, bool is_regex = false) {
  return MakePolicy(BlockedSender{.pattern_type = type}, std::move(pattern), is_regex);
}

PolicySubject From(std::vector<std::string> addresses) {
  PolicySubject subject;
  subject.header_senders = std::move(addresses);
  return subject;
}

PolicySubject FromClient(std::string ip) {
  PolicySubject subject;
  subject.client_ip = std::move(ip);
  return subject;
}

bool IsTrusted(const PolicySet& set, const PolicySubject& subject) {
  return set.Match(subject).trusted_sender != nullptr;
}

bool IsBlocked(const PolicySet& set, const PolicySubject& subject) {
  return set.Match(subject).blocked_sender != nullptr;
}

// ---- What is compared ---------------------------------------------------------------------------

TEST(PolicySet, MatchesAnAddressAndNoOther) {
  const PolicySet set({Trust(PatternType::kEmail, "News@Partner.example")});
  EXPECT_TRUE(IsTrusted(set, From({"news@partner.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"other@partner.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"news@mail.partner.example"})));
}

TEST(PolicySet, MatchesADomainAndEveryNameBelowIt) {
  const PolicySet set({Trust(PatternType::kDomain, "partner.example")});
  EXPECT_TRUE(IsTrusted(set, From({"a@partner.example"})));
  EXPECT_TRUE(IsTrusted(set, From({"a@b.c.partner.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"a@notpartner.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"a@partner.example.evil.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"a@example"})));
}

TEST(PolicySet, MatchesAClientInANetwork) {
  const PolicySet set({Trust(PatternType::kIp, "198.51.100.0/24"),
                       Trust(PatternType::kIp, "2001:db8:1::/48"),
                       Trust(PatternType::kIp, "192.0.2.9")});
  EXPECT_TRUE(IsTrusted(set, FromClient("198.51.100.200")));
  EXPECT_TRUE(IsTrusted(set, FromClient("::ffff:198.51.100.200")));
  EXPECT_TRUE(IsTrusted(set, FromClient("2001:db8:1:ffff::1")));
  EXPECT_TRUE(IsTrusted(set, FromClient("192.0.2.9")));
  EXPECT_FALSE(IsTrusted(set, FromClient("198.51.101.1")));
  EXPECT_FALSE(IsTrusted(set, FromClient("2001:db8:2::1")));
  EXPECT_FALSE(IsTrusted(set, FromClient("192.0.2.10")));
  EXPECT_FALSE(IsTrusted(set, FromClient("")));
  EXPECT_FALSE(IsTrusted(set, FromClient("unknown")));
}

TEST(PolicySet, GivesTheNarrowestNetwork) {
  const Policy wide = Block(PatternType::kIp, "198.51.0.0/16");
  const Policy narrow = Block(PatternType::kIp, "198.51.100.0/24");
  const PolicySet set({wide, narrow});
  EXPECT_EQ(*set.Match(FromClient("198.51.100.1")).blocked_sender, narrow);
  EXPECT_EQ(*set.Match(FromClient("198.51.1.1")).blocked_sender, wide);
}

TEST(PolicySet, MatchesRegularExpressionsOfEveryType) {
  const PolicySet set({Block(PatternType::kEmail, "promo-\\d+@.*", true),
                       Block(PatternType::kDomain, ".*\\.(zip|mov)", true),
                       Block(PatternType::kIp, "203\\.0\\.113\\..*", true)});
  EXPECT_TRUE(IsBlocked(set, From({"promo-7@a.example"})));
  EXPECT_FALSE(IsBlocked(set, From({"promo-x@a.example"})));
  EXPECT_TRUE(IsBlocked(set, From({"a@b.zip"})));
  EXPECT_FALSE(IsBlocked(set, From({"a@b.zip.example"})));
  EXPECT_TRUE(IsBlocked(set, FromClient("203.0.113.5")));
}

TEST(PolicySet, GivesALiteralBeforeARegularExpressionAndTheOldestOfThese) {
  const Policy regex = Block(PatternType::kEmail, ".*@a\\.example", true);
  const Policy younger = Block(PatternType::kEmail, ".*", true);
  const Policy literal = Block(PatternType::kEmail, "x@a.example");
  const PolicySet set({younger, regex, literal});
  EXPECT_EQ(*set.Match(From({"x@a.example"})).blocked_sender, literal);
  EXPECT_EQ(*set.Match(From({"y@a.example"})).blocked_sender, regex);
}

TEST(PolicySet, LeavesWhatNoLongerCompilesWithoutEffect) {
  const PolicySet set({Block(PatternType::kEmail, "(", true), Block(PatternType::kUnknown, "a"),
                       Block(PatternType::kEmail, "x@a.example")});
  EXPECT_EQ(set.size(), 3U);
  EXPECT_TRUE(IsBlocked(set, From({"x@a.example"})));
  EXPECT_FALSE(IsBlocked(set, From({"("})));
}

// ---- Which sender -------------------------------------------------------------------------------

TEST(PolicySet, MatchesTheEnvelopeSenderToo) {
  const PolicySet set({Trust(PatternType::kDomain, "partner.example"),
                       Block(PatternType::kDomain, "evil.example")});
  PolicySubject subject = From({"a@other.example"});
  subject.envelope_sender = "bounces@partner.example";
  EXPECT_TRUE(IsTrusted(set, subject));
  subject.envelope_sender = "bounces@evil.example";
  EXPECT_TRUE(IsBlocked(set, subject));
}

TEST(PolicySet, ATrustedAddressBesideAForeignOneSparesNobody) {
  const PolicySet set({Trust(PatternType::kEmail, "a@partner.example")});
  EXPECT_FALSE(IsTrusted(set, From({"a@partner.example", "x@evil.example"})));
  EXPECT_FALSE(IsTrusted(set, From({"x@evil.example", "a@partner.example"})));
}

TEST(PolicySet, ABlockedAddressBesideAnotherOneIsEnough) {
  const PolicySet set({Block(PatternType::kEmail, "x@evil.example")});
  EXPECT_TRUE(IsBlocked(set, From({"a@partner.example", "x@evil.example"})));
}

TEST(PolicySet, KeepsWhatAPolicyAllowsApart) {
  const PolicySet set({MakePolicy(AllowPolicy{.is_acceptable_sender = true}, "a@x.example"),
                       MakePolicy(AllowPolicy{}, "b@x.example")});
  const auto matched = set.Match(From({"a@x.example"}));
  EXPECT_NE(matched.acceptable_sender, nullptr);
  EXPECT_EQ(matched.trusted_sender, nullptr);
  EXPECT_EQ(matched.exempt_recipient, nullptr);
  EXPECT_EQ(matched.blocked_sender, nullptr);
  EXPECT_EQ(set.Match(From({"b@x.example"})), MatchedPolicies{});
}

// ---- Recipients ---------------------------------------------------------------------------------

TEST(PolicySet, ExemptsAMessageAllOfWhoseRecipientsAreExempt) {
  const PolicySet set({Exempt(PatternType::kEmail, "abuse@a.example"),
                       Exempt(PatternType::kDomain, "lab.a.example")});
  PolicySubject subject = From({"x@evil.example"});
  EXPECT_EQ(set.Match(subject).exempt_recipient, nullptr);  // nothing is known of the recipients
  subject.recipients = {"abuse@a.example", "dr@lab.a.example"};
  ASSERT_NE(set.Match(subject).exempt_recipient, nullptr);
  EXPECT_EQ(set.Match(subject).exempt_recipient->pattern, "abuse@a.example");
  subject.recipients.emplace_back("jane@a.example");
  EXPECT_EQ(set.Match(subject).exempt_recipient, nullptr);
}

// ---- verify_sender ------------------------------------------------------------------------------

mail::AuthenticationResults Dmarc(AuthenticationResult result, std::string domain) {
  mail::AuthenticationResults results;
  results.dmarc = result;
  results.dmarc_domain = std::move(domain);
  return results;
}

mail::AuthenticationResults SpfPass(std::string domain) {
  mail::AuthenticationResults results;
  results.spf = AuthenticationResult::kPass;
  results.spf_domain = std::move(domain);
  return results;
}

mail::AuthenticationResults DkimPass(std::vector<std::string> domains) {
  mail::AuthenticationResults results;
  results.dkim = AuthenticationResult::kPass;
  results.dkim_domains = std::move(domains);
  return results;
}

struct VerifyCase {
  std::string what;
  mail::AuthenticationResults results;
  bool counts;
};

TEST(PolicySet, CountsAVerifiedPolicyOnlyWhenTheMatchedDomainIsConfirmed) {
  const PolicySet set({TrustVerified(PatternType::kEmail, "a@mail.partner.example")});
  const auto pass = AuthenticationResult::kPass;
  const std::vector<VerifyCase> cases = {
      {"nothing known", {}, false},
      {"dmarc", Dmarc(pass, "partner.example"), true},
      {"dmarc without a domain", Dmarc(pass, ""), true},
      {"dmarc of another", Dmarc(pass, "evil.test"), false},
      {"dmarc failed", Dmarc(AuthenticationResult::kFail, "partner.example"), false},
      {"aligned spf", SpfPass("bounce.partner.example"), true},
      {"spf of another", SpfPass("evil.test"), false},
      {"spf of nobody", SpfPass(""), false},
      {"aligned dkim", DkimPass({"x.test", "partner.example"}), true},
      {"dkim of another", DkimPass({"evil.test"}), false}};
  for (const VerifyCase& test : cases) {
    PolicySubject subject = From({"a@mail.partner.example"});
    subject.authentication = test.results;
    EXPECT_EQ(IsTrusted(set, subject), test.counts) << test.what;
  }
}

TEST(PolicySet, ADmarcResultWithoutADomainSaysNothingOfTheEnvelope) {
  const PolicySet set({TrustVerified(PatternType::kEmail, "a@partner.example")});
  PolicySubject subject = From({"x@evil.example"});
  subject.envelope_sender = "a@partner.example";
  subject.authentication.dmarc = AuthenticationResult::kPass;
  EXPECT_FALSE(IsTrusted(set, subject));
}

TEST(PolicySet, VerifiesTheAuthorForAClientAndARecipient) {
  Policy exempt = Exempt(PatternType::kEmail, "abuse@a.example");
  std::get<AllowPolicy>(exempt.rule).verify_sender = true;
  const PolicySet set({TrustVerified(PatternType::kIp, "192.0.2.1"), exempt});
  PolicySubject subject = From({"x@partner.example"});
  subject.client_ip = "192.0.2.1";
  subject.recipients = {"abuse@a.example"};
  EXPECT_EQ(set.Match(subject), MatchedPolicies{});
  subject.authentication.spf = AuthenticationResult::kPass;
  subject.authentication.spf_domain = "partner.example";
  EXPECT_NE(set.Match(subject).trusted_sender, nullptr);
  EXPECT_NE(set.Match(subject).exempt_recipient, nullptr);
}

TEST(PolicySet, PrefersAPolicyThatCounts) {
  const PolicySet set({TrustVerified(PatternType::kEmail, "a@partner.example"),
                       Trust(PatternType::kEmail, "a@partner.example")});
  EXPECT_TRUE(IsTrusted(set, From({"a@partner.example"})));
}

// ---- Trusted domains ----------------------------------------------------------------------------

TEST(PolicySet, KnowsTrustedDomains) {
  const PolicySet set({MakePolicy(TrustedDomain{.is_similarity = true}, "examp1e.example"),
                       MakePolicy(TrustedDomain{.is_recent = true}, "new.example"),
                       MakePolicy(TrustedDomain{.is_similarity = true}, "acme-\\w+\\.test", true)});
  EXPECT_TRUE(set.IsTrustedLookalike("examp1e.example"));
  EXPECT_TRUE(set.IsTrustedLookalike("mail.examp1e.example"));
  EXPECT_TRUE(set.IsTrustedLookalike("acme-shop.test"));
  EXPECT_FALSE(set.IsTrustedLookalike("new.example"));
  EXPECT_FALSE(set.IsTrustedLookalike("example"));
  EXPECT_FALSE(set.IsTrustedLookalike(""));
  ASSERT_NE(set.FindTrustedRecent("new.example"), nullptr);
  EXPECT_EQ(set.FindTrustedRecent("new.example")->pattern, "new.example");
  EXPECT_EQ(set.FindTrustedRecent("examp1e.example"), nullptr);
}

// ---- From a message -----------------------------------------------------------------------------

TEST(PolicySet, TakesTheSubjectFromAMessage) {
  mail::SenderClaims claims;
  const auto claim = [](mail::AuthorField field, const std::string& address) {
    mail::Claim made;
    made.field = field;
    made.address = address;
    made.normalised = address;
    return made;
  };
  claims.claims = {claim(mail::AuthorField::kFrom, "a@x.example"),
                   claim(mail::AuthorField::kFrom, "a@x.example"),
                   claim(mail::AuthorField::kFrom, ""),
                   claim(mail::AuthorField::kReplyTo, "r@y.example")};
  claims.envelope = {.mail_from = "B@X.example",
                     .client_ip = "192.0.2.1",
                     .recipients = {"C@X.example", "d@x.example"}};
  claims.authentication.spf = AuthenticationResult::kPass;
  const PolicySubject subject = SubjectOf(claims);
  EXPECT_EQ(subject.header_senders, std::vector<std::string>{"a@x.example"});
  EXPECT_EQ(subject.envelope_sender, "b@x.example");
  EXPECT_EQ(subject.recipients, (std::vector<std::string>{"c@x.example", "d@x.example"}));
  EXPECT_EQ(subject.client_ip, "192.0.2.1");
  EXPECT_EQ(subject.authentication, claims.authentication);
}

TEST(PolicySet, AnEmptySetMatchesNothing) {
  mail::SenderClaims claims;
  claims.envelope.mail_from = "a@x.example";
  EXPECT_TRUE(PolicySet().empty());
  EXPECT_EQ(PolicySet().Match(claims), MatchedPolicies{});
}

// ---- Changes ------------------------------------------------------------------------------------

TEST(PolicySet, TheNextSetHasTheChangesAndTheOldOneHasNot) {
  Policy policy = Block(PatternType::kEmail, "x@a.example");
  const PolicySet empty;
  const PolicySet first = empty.With({{policy.id, policy}});
  policy.pattern = "y@a.example";
  const PolicySet second = first.With({{policy.id, policy}});
  const PolicySet third = second.With({{policy.id, std::nullopt}});
  EXPECT_FALSE(IsBlocked(empty, From({"x@a.example"})));
  EXPECT_TRUE(IsBlocked(first, From({"x@a.example"})));
  EXPECT_FALSE(IsBlocked(second, From({"x@a.example"})));
  EXPECT_TRUE(IsBlocked(second, From({"y@a.example"})));
  EXPECT_EQ(second.size(), 1U);
  EXPECT_TRUE(third.empty());
  EXPECT_FALSE(IsBlocked(third, From({"y@a.example"})));
}

}  // namespace
}  // namespace namesake::registry
