// SPDX-License-Identifier: Apache-2.0
#include "names/surname.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "names/word_list.h"

namespace namesake::names {
namespace {

struct Culture {
  std::string_view name;
  std::string_view surnames;
};

class SurnamesOf : public testing::TestWithParam<Culture> {};

TEST_P(SurnamesOf, AreKnown) {
  for (const std::string_view name : WordList(GetParam().surnames)) {
    EXPECT_TRUE(IsSurname(name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cultures, SurnamesOf,
    testing::Values(
        Culture{"English", "smith jones taylor obrien macdonald mcdonald fitzgerald wren zuber"},
        Culture{"Spanish", "garcia gracia hernandez ibanez munoz delacruz zuniga"},
        Culture{"Portuguese", "silva goncalves magalhaes conceicao xavier"},
        Culture{"French", "fabre faure favre lefebvre lefevre helie leveque"},
        Culture{"German", "mueller muller schaefer schafer strauss goetz gotz"},
        Culture{"Swiss", "aebi buergi zurbriggen schwyter"},
        Culture{"Italian", "rossi russo esposito dangelo deluca"},
        Culture{"Dutch", "jansen janssen devries vandenberg verstappen zijlstra"},
        Culture{"Nordic", "joergensen jorgensen aaberg aberg sjoeberg nygaard nygard"},
        Culture{"Finnish", "korhonen virtanen hamalainen maekinen makinen"},
        Culture{"Polish", "nowak kowalski kowalska wozniak brzezinska"},
        Culture{"Czech", "novak novakova cerny cerna nemec nemcova hajkova kucerova"},
        Culture{"Slovak", "horvath horvathova tomkova"},
        Culture{"Hungarian", "nagy szabo kovacs toth gyongyosi"},
        Culture{"Romanian", "popescu ionescu munteanu"},
        Culture{"Baltic", "kazlauskas kazlauskaite kazlauskiene berzins berzina ozols tamm"},
        Culture{"Russian", "petrov petrova chekhov dostoevsky dostoevskaya kuznetsova"},
        Culture{"Ukrainian", "shevchenko kovalenko zelensky zelenska zelenskyi"},
        Culture{"Bulgarian", "dimitrov dimitrova zhivkov"},
        Culture{"SouthSlavic", "jovanovic djokovic dordevic horvat zupancic"},
        Culture{"Greek", "papadopoulos papadopoulou georgiadis mitsotaki"},
        Culture{"Turkish", "yilmaz ozturk celik yildirim"},
        Culture{"Arabic", "haddad khoury benali boudiaf kaddour"},
        Culture{"Persian", "hosseini rezaei ahmadi tehrani"},
        Culture{"Hebrew", "cohen levy mizrahi peretz"},
        Culture{"Caucasian", "petrosyan beridze aliyeva"},
        Culture{"Indian", "sharma banerjee iyer patel krishnamurthy"},
        Culture{"Chinese", "wang cheung hsu ouyang"}, Culture{"Japanese", "sato watanabe"},
        Culture{"Korean", "kim bak"}, Culture{"Vietnamese", "nguyen huynh"},
        Culture{"Indonesian", "wijaya simatupang"}, Culture{"Filipino", "macapagal dimaculangan"},
        Culture{"African", "okafor mensah dlamini diallo tshabalala mwangi"}),
    [](const testing::TestParamInfo<Culture>& test) { return std::string(test.param.name); });

TEST(IsSurname, TellsNeighboursOfOneLetterApart) {
  for (const std::string_view name :
       WordList("miller milner millar miler muller moller meyer meier mayer maier meijer hansen "
                "hanson hanssen jansen janssen jensen jenssen schmidt schmitt schmid schmied "
                "larsen larson larsson petersen peterson pedersen fischer fisher hofmann hoffmann "
                "hoffman hofman clark clarke reed reid read martin marin martins marten rossi "
                "rosso russo novak nowak novik petrov petrova petkov andersen anderson andersson "
                "johnson jonson johnston stewart steward phillips philips thompson thomson")) {
    EXPECT_TRUE(IsSurname(name)) << name;
  }
}

TEST(IsSurname, RefusesMisspellings) {
  for (const std::string_view word :
       WordList("milelr rniller mlller smtih srnith smiht johnsno jonhson wiliams willaims bronw "
                "jnoes garica gacria hernadnez rodirguez schmitd schimdt fihser fischre muleler "
                "mueler hofmnan rosis rusos petorv nvoak novka kowlaski larsne andresen dubios "
                "lefebrve korohnen szaob papadopuolos yilmza tanaak ngyuen cohne")) {
    EXPECT_FALSE(IsSurname(word)) << word;
  }
}

TEST(IsSurname, RefusesWhatIsNoFoldedWord) {
  for (const std::string_view word :
       {"", " ", "Smith", "m\u00FCller", "smith jones", "smith ", " smith", "smit\xFF", "zzyzx",
        "helpdesk", "newsletter", "gmbh"}) {
    EXPECT_FALSE(IsSurname(word)) << word;
  }
}

}  // namespace
}  // namespace namesake::names
