// SPDX-License-Identifier: Apache-2.0
#include "registry/audit.h"

#include <gtest/gtest.h>

#include <string>

#include "registry/account.h"
#include "registry/credential.h"
#include "registry/entry.h"
#include "registry/policy.h"

namespace namesake::registry {
namespace {

TEST(AuditText, TellsWhatAnEntryIs) {
  Entry entry;
  entry.name = "John \"Doe\"";
  entry.email = "john@example.com";
  EXPECT_EQ(AuditText(entry), R"({"name":"John \"Doe\"","email":"john@example.com",)"
                              R"("is_email_regex":false,"comments":null})");
}

TEST(AuditText, TellsWhomAPolicySpares) {
  Policy policy;
  policy.rule = TrustedDomain{.is_similarity = true};
  policy.pattern = "examp1e.example";
  const std::string text = AuditText(policy);
  EXPECT_NE(text.find(R"("pattern":"examp1e.example")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("is_similarity":true)"), std::string::npos) << text;
}

TEST(AuditText, NeverTellsASecret) {
  Credential credential;
  credential.hash.fill(0xAB);
  EXPECT_EQ(AuditText(credential).find("AB"), std::string::npos);
  const std::string settings = AuditText(
      AccountSettings{{"webhook.secret", "hush"}, {"webhook.url", "https://example.com/hook"}});
  EXPECT_EQ(settings.find("hush"), std::string::npos);
  EXPECT_NE(settings.find("example.com"), std::string::npos);
}

}  // namespace
}  // namespace namesake::registry
