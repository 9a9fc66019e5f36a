// SPDX-License-Identifier: Apache-2.0
#include "live/account_settings.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "detection/reason.h"

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
