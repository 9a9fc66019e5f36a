// SPDX-License-Identifier: Apache-2.0
#include "names/title.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "names/word_list.h"

namespace namesake::names {
namespace {

struct RoleCase {
  std::string_view name;
  WordRole role;
  std::string_view words;
};

class Roles : public testing::TestWithParam<RoleCase> {};

TEST_P(Roles, AreKnownInManyLanguages) {
  for (const std::string_view word : WordList(GetParam().words)) {
    EXPECT_TRUE(RolesOf(word).Has(GetParam().role)) << word;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Roles,
    testing::Values(
        RoleCase{"Honorific", WordRole::kHonorific,
                 "mr mrs sir lady herr frau senor senora mme dott sig pan pani shri господин"},
        RoleCase{"Academic", WordRole::kAcademic, "dr prof phd msc mba dipl ing esq cpa профессор"},
        RoleCase{"Generation", WordRole::kGeneration, "jr sr ii iii iv junior senior filho neto"},
        RoleCase{"Particle", WordRole::kParticle,
                 "van von de der den la le da dos di del al el bin ibn ben ter zu af av"},
        RoleCase{"Conjunction", WordRole::kConjunction, "and und et y e och og en i ve &"},
        RoleCase{
            "JobTitle", WordRole::kJobTitle,
            "ceo cfo president director manager chief officer executive head secretary treasurer "
            "geschaftsfuhrer geschaeftsfuehrer directeur gerente prezes директор mudur"},
        RoleCase{"Department", WordRole::kDepartment,
                 "finance accounting payroll hr it legal support service desk helpdesk security "
                 "payable receivable accounts billing procurement team group office buchhaltung "
                 "comptabilite contabilidad бухгалтерия"},
        RoleCase{"Company", WordRole::kCompany,
                 "inc ltd llc gmbh ag corp co plc sa srl bv ab oy kk"},
        RoleCase{"Tag", WordRole::kTag,
                 "internal external ext verified official urgent personal private mobile iphone "
                 "confidential extern urgente срочно"},
        RoleCase{
            "Linking", WordRole::kLinking,
            "via by through from uber ueber par por on behalf of for im auftrag pour de la part"}),
    [](const testing::TestParamInfo<RoleCase>& test) { return std::string(test.param.name); });

TEST(RolesOf, ReturnsEveryRoleOfAWord) {
  const WordRoles roles = RolesOf("de");
  EXPECT_TRUE(roles.Has(WordRole::kParticle));
  EXPECT_TRUE(roles.Has(WordRole::kLinking));
  EXPECT_FALSE(roles.Has(WordRole::kCompany));
  EXPECT_EQ(RolesOf("dr"), WordRoles(WordRole::kAcademic));
}

TEST(RolesOf, LeavesNamesAlone) {
  for (const std::string_view word : {"smith", "john", "mueller", "Dr", "", "macdonald"}) {
    EXPECT_TRUE(RolesOf(word).empty()) << word;
  }
}

TEST(GenerationOf, TellsFatherFromSon) {
  EXPECT_EQ(GenerationOf("sr"), 1);
  EXPECT_EQ(GenerationOf("senior"), 1);
  EXPECT_EQ(GenerationOf("jr"), 2);
  EXPECT_EQ(GenerationOf("ii"), 2);
  EXPECT_EQ(GenerationOf("filho"), 2);
  EXPECT_EQ(GenerationOf("iii"), 3);
  EXPECT_EQ(GenerationOf("neto"), 3);
  EXPECT_EQ(GenerationOf("iv"), 4);
  EXPECT_EQ(GenerationOf("dr"), 0);
  EXPECT_EQ(GenerationOf(""), 0);
}

TEST(GenerationOf, KnowsANumberForEveryWordOfThatRole) {
  for (const std::string_view word : WordList(
           "jr jnr jun junior sr snr sen senior i ii iii iv v vi 1st 2nd 3rd 4th filho neto hijo "
           "padre fils pere figlio segundo tercero starszy mlodszy older younger младшии "
           "старшии")) {
    EXPECT_TRUE(RolesOf(word).Has(WordRole::kGeneration)) << word;
    EXPECT_GT(GenerationOf(word), 0) << word;
  }
}

TEST(IsCommonWord, TellsWordsFromNames) {
  for (const std::string_view word :
       WordList("price young alert office berlin sams news team service rechnung nachricht facture "
                "boutique noticias tienda")) {
    EXPECT_TRUE(IsCommonWord(word)) << word;
  }
  for (const std::string_view word : {"jennifer", "mueller", "garcia", "Price", ""}) {
    EXPECT_FALSE(IsCommonWord(word)) << word;
  }
}

}  // namespace
}  // namespace namesake::names
