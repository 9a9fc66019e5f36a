// SPDX-License-Identifier: Apache-2.0
#include "milter/action.h"

#include <gtest/gtest.h>

#include <string>

#include "detection/verdict.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::milter {
namespace {

using detection::VerdictClass;

settings::Settings Parse(const std::string& toml) {
  auto settings = settings::Settings::Parse(toml, "test.toml");
  EXPECT_TRUE(settings) << settings.error().message;
  return settings.value_or(settings::Settings());
}

TEST(ReadConduct, TagsAndLetsFailuresPassByDefault) {
  const Conduct conduct = ReadConduct(settings::Settings());
  EXPECT_EQ(conduct.malicious_bec, Action::kTag);
  EXPECT_EQ(conduct.spoof, Action::kTag);
  EXPECT_EQ(conduct.suspicious, Action::kTag);
  EXPECT_EQ(conduct.on_failure, Action::kAccept);
  EXPECT_FALSE(conduct.account);
  EXPECT_EQ(conduct.authserv_id, "");
}

TEST(ReadConduct, TakesEachSetting) {
  const Conduct conduct = ReadConduct(
      Parse("[milter]\non_failure = 'tempfail'\nreject_text = 'Go away'\n"
            "account = '0123456789abcdef0123456789abcdef'\nauthserv_id = 'mx.example.com'\n"
            "[milter.action]\nmalicious_bec = 'reject'\nspoof = 'quarantine'\n"));
  EXPECT_EQ(conduct.malicious_bec, Action::kReject);
  EXPECT_EQ(conduct.spoof, Action::kQuarantine);
  EXPECT_EQ(conduct.suspicious, Action::kTag);
  EXPECT_EQ(conduct.on_failure, Action::kTempfail);
  EXPECT_EQ(conduct.reject_text, "Go away");
  ASSERT_TRUE(conduct.account);
  EXPECT_EQ(registry::FormatAccountId(*conduct.account), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(conduct.authserv_id, "mx.example.com");
}

TEST(ActionFor, FollowsTheConductForEachVerdict) {
  Conduct conduct;
  conduct.malicious_bec = Action::kReject;
  conduct.spoof = Action::kQuarantine;
  conduct.suspicious = Action::kTag;
  EXPECT_EQ(ActionFor(VerdictClass::kMaliciousBec, conduct, {}), Action::kReject);
  EXPECT_EQ(ActionFor(VerdictClass::kSpoof, conduct, {}), Action::kQuarantine);
  EXPECT_EQ(ActionFor(VerdictClass::kSuspicious, conduct, {}), Action::kTag);
  EXPECT_EQ(ActionFor(VerdictClass::kNone, conduct, {}), Action::kAccept);
}

TEST(ActionName, IsTheWordOfTheSettings) {
  EXPECT_EQ(ActionName(Action::kAccept), "accept");
  EXPECT_EQ(ActionName(Action::kTag), "tag");
  EXPECT_EQ(ActionName(Action::kQuarantine), "quarantine");
  EXPECT_EQ(ActionName(Action::kReject), "reject");
  EXPECT_EQ(ActionName(Action::kTempfail), "tempfail");
}

}  // namespace
}  // namespace namesake::milter
