// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "names/romanisation.h"
#include "names/spelling_table.h"

namespace namesake::names {
namespace {

// Compiled by hand from general knowledge: the usual spellings first, the official one among them.
// clang-format off
constexpr auto kHangulSurnames = std::to_array<SpellingRow>({
    {"강", "kang gang kahng"},
    {"경", "kyung kyeong"},
    {"고", "ko go koh goh"},
    {"공", "kong gong"},
    {"곽", "kwak gwak"},
    {"구", "koo gu ku goo"},
    {"국", "kook kuk guk"},
    {"권", "kwon gwon kweon"},
    {"금", "keum geum kum"},
    {"기", "ki gi kee"},
    {"길", "gil kil"},
    {"김", "kim gim ghim khim"},
    {"나", "na nah ra"},
    {"남", "nam"},
    {"남궁", "namgung namkung namgoong"},
    {"노", "noh no roh ro"},
    {"도", "do doh"},
    {"독고", "dokgo dokko tokko"},
    {"동방", "dongbang"},
    {"라", "ra na"},
    {"량", "ryang yang liang"},
    {"로", "roh ro noh"},
    {"류", "ryu yoo yu ryoo lyu"},
    {"리", "ri lee li rhee"},
    {"림", "rim lim"},
    {"마", "ma mah"},
    {"맹", "maeng"},
    {"명", "myung myeong"},
    {"모", "mo moh"},
    {"문", "moon mun"},
    {"민", "min"},
    {"박", "park pak bak bark pack"},
    {"반", "ban bahn pan"},
    {"방", "bang pang"},
    {"배", "bae pae bai"},
    {"백", "baek paik baik paek back beck"},
    {"변", "byun byeon pyun byon"},
    {"봉", "bong"},
    {"부", "boo bu pu"},
    {"사", "sa sah"},
    {"사공", "sagong sakong"},
    {"서", "seo suh so sur"},
    {"서문", "seomun seomoon"},
    {"석", "seok suk sok"},
    {"선", "sun seon son"},
    {"선우", "sunwoo seonwoo seonu sonu"},
    {"설", "seol sul sol"},
    {"성", "sung seong song"},
    {"소", "so soh"},
    {"손", "son sohn"},
    {"송", "song"},
    {"신", "shin sin"},
    {"심", "sim shim"},
    {"안", "ahn an"},
    {"양", "yang ryang"},
    {"어", "eo uh"},
    {"엄", "eom um uhm"},
    {"여", "yeo yuh yo"},
    {"여운", "yeowoon"},
    {"연", "yeon yun youn"},
    {"염", "yeom yum youm ryeom"},
    {"예", "ye yeh"},
    {"오", "oh o"},
    {"옥", "ok ock"},
    {"왕", "wang"},
    {"용", "yong"},
    {"우", "woo wu"},
    {"원", "won weon"},
    {"위", "wi wee"},
    {"유", "yoo yu you ryu"},
    {"육", "yook yuk"},
    {"윤", "yoon yun youn"},
    {"은", "eun un"},
    {"이", "lee yi rhee i ri li rhie yee ie reo"},
    {"인", "in"},
    {"임", "lim im yim rim leem"},
    {"장", "jang chang zang"},
    {"전", "jeon jun chun chon jhun cheon"},
    {"정", "jung jeong chung cheong jong chong joung jeung"},
    {"제", "je jae"},
    {"제갈", "jegal jaegal chegal"},
    {"조", "cho jo joe zo joh"},
    {"주", "joo ju chu"},
    {"지", "ji jee chi"},
    {"진", "jin chin"},
    {"차", "cha"},
    {"채", "chae chai"},
    {"천", "cheon chun chon"},
    {"최", "choi choe choy chwe chey"},
    {"추", "choo chu"},
    {"탁", "tak"},
    {"편", "pyun pyeon"},
    {"표", "pyo"},
    {"하", "ha hah"},
    {"한", "han hahn haan"},
    {"함", "ham hahm"},
    {"허", "heo hur huh her"},
    {"현", "hyun hyeon hyon"},
    {"홍", "hong"},
    {"황", "hwang whang"},
    {"황보", "hwangbo whangbo"},
});
// clang-format on

static_assert(IsSortedAndUnique(kHangulSurnames));

using Table = SpellingTable<kHangulSurnames>;

}  // namespace

std::span<const std::string_view> SpellingsOfHangulSurname(std::string_view hangul) noexcept {
  return Table::SpellingsOf(hangul);
}

std::span<const std::string_view> KoreanSurnameSpellings(std::string_view latin) noexcept {
  return Table::AlikeOf(latin);
}

std::span<const std::string_view> HangulSurnamesOf(std::string_view latin) noexcept {
  return Table::WordsOf(latin);
}

std::size_t HangulSurnameLength(std::string_view hangul_name) noexcept {
  constexpr std::size_t kOctets = 3;  // of each of these characters in UTF-8
  for (const std::size_t length : {2 * kOctets, kOctets}) {
    if (hangul_name.size() >= length && !Table::SpellingsOf(hangul_name.substr(0, length)).empty())
      return length;
  }
  return 0;
}

}  // namespace namesake::names
