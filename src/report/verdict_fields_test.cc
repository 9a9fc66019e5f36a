// SPDX-License-Identifier: Apache-2.0
#include "report/verdict_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "detection/verdict.h"

namespace namesake::report {

void PrintTo(const AddedField& field, std::ostream* out) {
  *out << field.name << ": " << field.body;
}

namespace {

using detection::VerdictClass;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(IsOurField, KnowsOurNamesInAnyCase) {
  for (const auto* name :
       {"X-Namesake-Verdict", "x-namesake-reason", "X-NAMESAKE-Anything",
        "X-CFEmailSecurity-Disposition", "x-cfemailsecurity-attribute", "X-Namesake-Verdict "}) {
    EXPECT_TRUE(IsOurField(name)) << name;
  }
  for (const auto* name : {"X-Namesake", "X-Namesakes-Verdict", "Namesake-Verdict", "Subject", "",
                           "X-CFEmailSecurityDisposition"}) {
    EXPECT_FALSE(IsOurField(name)) << name;
  }
}

TEST(VerdictFields, AreTheVerdictAloneForHarmlessMail) {
  EXPECT_THAT(VerdictFields(VerdictClass::kNone, ""),
              ElementsAre(AddedField{"X-Namesake-Verdict", "NONE"}));
}

TEST(VerdictFields, TellMailFlowRulesWhatWasFlagged) {
  EXPECT_THAT(VerdictFields(VerdictClass::kMaliciousBec, "It looks so."),
              ElementsAre(AddedField{"X-Namesake-Verdict", "MALICIOUS-BEC"},
                          AddedField{"X-Namesake-Reason", "It looks so."},
                          AddedField{"X-CFEmailSecurity-Disposition", "MALICIOUS-BEC"},
                          AddedField{"X-CFEmailSecurity-Attribute", "BEC"}));
  EXPECT_THAT(VerdictFields(VerdictClass::kSpoof, "It looks so."),
              ElementsAre(AddedField{"X-Namesake-Verdict", "SPOOF"},
                          AddedField{"X-Namesake-Reason", "It looks so."},
                          AddedField{"X-CFEmailSecurity-Disposition", "SPOOF"}));
  EXPECT_THAT(VerdictFields(VerdictClass::kSuspicious, ""),
              ElementsAre(AddedField{"X-Namesake-Verdict", "SUSPICIOUS"},
                          AddedField{"X-CFEmailSecurity-Disposition", "SUSPICIOUS"}));
}

TEST(VerdictFields, EncodeAndFoldASentenceWithoutCarriageReturns) {
  std::string sentence;
  for (int i = 0; i < 20; ++i) sentence += "«Jоhn» ";
  const auto fields = VerdictFields(VerdictClass::kSpoof, sentence);
  EXPECT_THAT(fields[1].body, StartsWith("=?UTF-8?B?"));
  EXPECT_THAT(fields[1].body, HasSubstr("?=\n =?UTF-8?B?"));
  EXPECT_THAT(fields[1].body, Not(HasSubstr("\r")));
}

TEST(UncheckedFields, SayWhyNobodyLooked) {
  EXPECT_THAT(UncheckedFields("Not checked: asleep"),
              ElementsAre(AddedField{"X-Namesake-Verdict", "unchecked"},
                          AddedField{"X-Namesake-Reason", "Not checked: asleep"}));
}

}  // namespace
}  // namespace namesake::report
