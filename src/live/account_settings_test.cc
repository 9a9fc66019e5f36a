// SPDX-License-Identifier: Apache-2.0
#include "live/account_settings.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

#include "base/error.h"
#include "detection/reason.h"
#include "registry/account.h"

namespace namesake::live {
namespace {

using detection::Reason;

TEST(AccountSettings, HaveDefaultsThatTheyAccept) {
  for (const AccountSetting& setting : AllAccountSettings()) {
    EXPECT_TRUE(CheckAccountSetting(setting.name, setting.default_value)) << setting.name;
  }
}

TEST(AccountSettings, SayWhatIsWrong) {
  const auto unknown = CheckAccountSetting("detection.of", "");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::ErrorCode::kInvalidArgument);
  EXPECT_NE(unknown.error().message.find("detection.of"), std::string::npos);

  const auto wrong = CheckAccountSetting("detection.off", "display_name_near,everything");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("separated by commas"), std::string::npos);
  EXPECT_FALSE(CheckAccountSetting("detection.off", "blocked_sender"));
}

TEST(AccountSettings, SendEventsInTheClearToThisMachineOnly) {
  for (const char* const url :
       {"https://hooks.example.com/namesake?key=1", "https://192.0.2.1:8443",
        "https://[2001:db8::1]/", "http://127.0.0.1:9000/hook", "http://[::1]:9000",
        "http://localhost/"}) {
    EXPECT_TRUE(CheckAccountSetting("webhook.url", url)) << url;
  }
  for (const char* const url :
       {"hooks.example.com", "ftp://hooks.example.com/", "http://hooks.example.com/", "https://",
        "https:///path", "https://user@hooks.example.com/", "http://127.0.0.1@evil.example/",
        "http://127.0.0.1.evil.example/", "http://127.0.0.1\\@evil.example/",
        "https://hooks.example.com/a b", "https://hooks.example.com/\n", "http://[::1"}) {
    EXPECT_FALSE(CheckAccountSetting("webhook.url", url)) << url;
  }
}

TEST(AccountSettings, ShowNoSecret) {
  const registry::AccountSettings settings = {{"webhook.url", "https://hooks.example.com/"},
                                              {"webhook.secret", "0123456789abcdef"}};
  EXPECT_EQ(WebhookOf(settings),
            (Webhook{.url = "https://hooks.example.com/", .secret = "0123456789abcdef"}));
  EXPECT_EQ(WebhookOf({{"webhook.secret", "0123456789abcdef"}}), std::nullopt);
  for (const AccountSetting& setting : AllAccountSettings()) {
    EXPECT_EQ(ShownAccountSetting(settings, setting).find("0123456789"), std::string_view::npos);
    EXPECT_EQ(ShownAccountSetting({}, setting), setting.default_value);
  }
  EXPECT_FALSE(CheckAccountSetting("webhook.secret", "too short"));
}

TEST(AccountSettings, SwitchReasonsOff) {
  const auto off = ReasonsOff({{"detection.off", "display_name_near,lookalike_domain"}});
  EXPECT_TRUE(off.Contains(Reason::kDisplayNameNear));
  EXPECT_TRUE(off.Contains(Reason::kLookalikeDomain));
  EXPECT_FALSE(off.Contains(Reason::kDisplayNameExact));
  EXPECT_TRUE(ReasonsOff({}).empty());
}

TEST(AccountSettings, OfANewerVersionCountAsTheDefault) {
  EXPECT_TRUE(ReasonsOff({{"detection.off", "a_reason_of_the_future"}}).empty());
}

}  // namespace
}  // namespace namesake::live
