// SPDX-License-Identifier: Apache-2.0
#include "names/service.h"

#include <gtest/gtest.h>

#include <string_view>

#include "names/word_list.h"

namespace namesake::names {
namespace {

TEST(IsFreeMailer, KnowsProvidersOfManyCountries) {
  for (const std::string_view domain : WordList(
           "gmail.com googlemail.com outlook.com hotmail.co.uk live.nl yahoo.co.jp gmx.de web.de "
           "mail.ru yandex.ru qq.com 163.com 126.com naver.com daum.net proton.me icloud.com "
           "aol.com zoho.com t-online.de libero.it orange.fr wp.pl seznam.cz uol.com.br")) {
    EXPECT_TRUE(IsFreeMailer(domain)) << domain;
  }
}

TEST(IsFreeMailer, RefusesOthersAndWhatIsBelow) {
  for (const std::string_view domain :
       {"example.com", "microsoft.com", "google.com", "mail.gmail.com", "gmail.co", "", "com"}) {
    EXPECT_FALSE(IsFreeMailer(domain)) << domain;
  }
}

TEST(FindMailboxRules, JoinsTheDomainsOfOneProvider) {
  ASSERT_NE(FindMailboxRules("googlemail.com"), nullptr);
  EXPECT_EQ(FindMailboxRules("googlemail.com")->canonical_domain, "gmail.com");
  EXPECT_TRUE(FindMailboxRules("gmail.com")->ignores_dots);
  EXPECT_EQ(FindMailboxRules("me.com")->canonical_domain, "icloud.com");
  EXPECT_EQ(FindMailboxRules("protonmail.com")->canonical_domain,
            FindMailboxRules("pm.me")->canonical_domain);
  EXPECT_EQ(FindMailboxRules("ya.ru")->canonical_domain, "yandex.ru");
}

TEST(FindMailboxRules, KeepsApartWhatIsNotOneMailbox) {
  EXPECT_NE(FindMailboxRules("hotmail.com")->canonical_domain,
            FindMailboxRules("outlook.com")->canonical_domain);
  EXPECT_FALSE(FindMailboxRules("outlook.com")->ignores_dots);
  EXPECT_EQ(FindMailboxRules("yahoo.com")->tag_separator, '-');
  EXPECT_EQ(FindMailboxRules("example.com"), nullptr);
}

TEST(FindMailboxRules, HasACanonicalDomainThatIsItsOwn) {
  for (const std::string_view domain :
       WordList("gmail.com googlemail.com me.com pm.me ya.ru hotmail.de yahoo.fr posteo.net")) {
    const MailboxRules* const rules = FindMailboxRules(domain);
    ASSERT_NE(rules, nullptr) << domain;
    const MailboxRules* const canonical = FindMailboxRules(rules->canonical_domain);
    ASSERT_NE(canonical, nullptr) << domain;
    EXPECT_EQ(canonical->canonical_domain, rules->canonical_domain);
  }
}

struct ServiceCase {
  std::string_view domain;
  std::string_view name;
  ServiceKind kind;
};

class Services : public testing::TestWithParam<ServiceCase> {};

TEST_P(Services, AreFoundByTheirDomain) {
  const auto& [domain, name, kind] = GetParam();
  const NotificationService* const found = FindService(domain);
  ASSERT_NE(found, nullptr) << domain;
  EXPECT_EQ(found->name, name);
  EXPECT_EQ(found->kind, kind);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Services,
    testing::Values(ServiceCase{"docs.google.com", "Google Docs", ServiceKind::kSharing},
                    ServiceCase{"googlegroups.com", "Google Groups", ServiceKind::kMailingList},
                    ServiceCase{"sharepointonline.com", "Microsoft SharePoint",
                                ServiceKind::kSharing},
                    ServiceCase{"eumail.docusign.net", "DocuSign", ServiceKind::kSigning},
                    ServiceCase{"na4.docusign.net", "DocuSign", ServiceKind::kSigning},
                    ServiceCase{"calendly.com", "Calendly", ServiceKind::kCalendar},
                    ServiceCase{"facebookmail.com", "Facebook", ServiceKind::kSocial},
                    ServiceCase{"acme.atlassian.net", "Atlassian", ServiceKind::kTracker},
                    ServiceCase{"mail12.mcsv.net", "Mailchimp", ServiceKind::kBulk},
                    ServiceCase{"acme.zendesk.com", "Zendesk", ServiceKind::kTicket},
                    ServiceCase{"paperlesspost.com", "Paperless Post", ServiceKind::kInvitation},
                    ServiceCase{"wise.com", "Wise", ServiceKind::kPayment}));

TEST(FindService, LooksAtLabelsAndNotAtEnds) {
  EXPECT_EQ(FindService("notgithub.com"), nullptr);
  EXPECT_EQ(FindService("github.com.evil.example"), nullptr);
  EXPECT_EQ(FindService("com"), nullptr);
  EXPECT_EQ(FindService(""), nullptr);
  EXPECT_EQ(FindService(".."), nullptr);
}

TEST(FindService, TellsTheServiceFromThoseWhoWorkThere) {
  ASSERT_NE(FindService("notifications", "github.com"), nullptr);
  EXPECT_EQ(FindService("jane", "github.com"), nullptr);
  EXPECT_EQ(FindService("calendar-notification", "google.com")->kind, ServiceKind::kCalendar);
  EXPECT_EQ(FindService("drive-shares-noreply", "google.com")->name, "Google Drive");
  EXPECT_EQ(FindService("jane", "google.com"), nullptr);
}

TEST(FindService, TakesAStarForAnyEnd) {
  ASSERT_NE(FindService("receipts+acct_1", "stripe.com"), nullptr);
  EXPECT_EQ(FindService("receipt", "stripe.com"), nullptr);
}

TEST(FindService, FindsEveryLocalPartWhereNobodyElseWrites) {
  ASSERT_NE(FindService("anything", "na4.docusign.net"), nullptr);
}

}  // namespace
}  // namespace namesake::names
