// SPDX-License-Identifier: Apache-2.0
#include "names/given_name.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "names/word_list.h"

namespace namesake::names {
namespace {

struct Culture {
  std::string_view name;
  std::string_view given_names;
};

class GivenNamesOf : public testing::TestWithParam<Culture> {};

TEST_P(GivenNamesOf, AreKnown) {
  for (const std::string_view name : WordList(GetParam().given_names)) {
    EXPECT_TRUE(IsGivenName(name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cultures, GivenNamesOf,
    testing::Values(
        Culture{"English", "john jon joan jane jack bob kate olivia geoffrey jeffrey ian iain"},
        Culture{"Spanish", "jose maria juan javier begona pepe lola inigo"},
        Culture{"Portuguese", "joao goncalo ines thiago beatriz"},
        Culture{"French", "jean jeanne francois helene thibault maelle"},
        Culture{"German", "juergen jurgen hans ute heike soeren lieselotte"},
        Culture{"Italian", "giovanni giuseppe chiara andrea luca"},
        Culture{"Dutch", "jan joost sanne pieter femke"},
        Culture{"Nordic", "bjorn bjoern soren ase astrid juhani aino jon jonas"},
        Culture{"Polish", "wojciech malgorzata pawel agnieszka"},
        Culture{"Czech", "jiri vaclav zdenek katerina"},
        Culture{"Hungarian", "istvan gabor zsuzsanna laszlo"},
        Culture{"Romanian", "ion mihai andreea ioana"},
        Culture{"Slavic", "dmitri sergey oksana ivan dragan milos zoran"},
        Culture{"Greek", "giorgos yannis eleni dimitris"},
        Culture{"Turkish", "mehmet ayse emre zeynep"},
        Culture{"Arabic", "mohammed muhammad fatima yousef khalid"},
        Culture{"Persian", "reza shirin darius parisa"}, Culture{"Hebrew", "moshe yael noa eitan"},
        Culture{"Indian", "rahul priya karthik lakshmi sourav gurpreet"},
        Culture{"Chinese", "xiaoming jianguo wei yifan"},
        Culture{"Japanese", "hiroshi yuki sakura kenji"},
        Culture{"Korean", "minsoo jiwoo hyunwoo jihye"},
        Culture{"Vietnamese", "anh linh tuan huong"}, Culture{"Indonesian", "budi dewi agus siti"},
        Culture{"African", "kwame chinedu thabo amina ngozi"}),
    [](const testing::TestParamInfo<Culture>& test) { return std::string(test.param.name); });

TEST(IsGivenName, TellsNeighboursOfOneLetterApart) {
  for (const std::string_view name :
       WordList("jan jon joan daniel daniela mario maria eric erica")) {
    EXPECT_TRUE(IsGivenName(name)) << name;
  }
}

TEST(IsGivenName, RefusesMisspellings) {
  for (const std::string_view word :
       WordList("jonh jhon micheal willaim dainel robret rihcard elizabteh stehpen mcihael")) {
    EXPECT_FALSE(IsGivenName(word)) << word;
  }
}

TEST(IsGivenName, RefusesWhatIsNoFoldedWord) {
  for (const std::string_view word : {"", "John", "jos\u00E9", "john doe", "finance", "gmbh"}) {
    EXPECT_FALSE(IsGivenName(word)) << word;
  }
}

}  // namespace
}  // namespace namesake::names
