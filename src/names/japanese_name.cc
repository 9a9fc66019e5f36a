// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "names/romanisation.h"
#include "names/word_index.h"

namespace namesake::names {
namespace {

// Compiled by hand from general knowledge. Ascending.
// clang-format off
constexpr auto kSurnames = std::to_array<std::string_view>({
    "abe", "adachi", "aida", "aihara", "aikawa", "akagi", "akiyama", "amano", "ando", "anzai",
    "aoki", "aoyama", "arai", "arakaki", "araki", "arima", "asada", "asai", "asano", "azuma",
    "baba", "chiba", "chinen", "doi", "ebihara", "eguchi", "endo", "enomoto", "fuchigami", "fujii",
    "fujikawa", "fujimoto", "fujimura", "fujino", "fujioka", "fujisawa", "fujishima", "fujita",
    "fujiwara", "fukuda", "fukui", "fukumoto", "fukunaga", "fukuoka", "fukushima", "furukawa",
    "furuta", "furuya", "futamura", "goto", "gushiken", "hagiwara", "hama", "hamada", "haneda",
    "hara", "harada", "hasegawa", "hashimoto", "hatakeyama", "hattori", "hayakawa", "hayashi",
    "hidaka", "higa", "higashi", "higuchi", "hino", "hirai", "hirano", "hiraoka", "hirata",
    "hirayama", "hirose", "hiroshige", "homma", "honda", "honma", "hori", "horie", "horiguchi",
    "horikawa", "horiuchi", "hosoda", "hosokawa", "ibuki", "ichikawa", "ichinose", "ide",
    "igarashi", "iguchi", "iida", "iijima", "iizuka", "ikeda", "imai", "imamura", "inaba",
    "inagaki", "inamoto", "inoue", "inukai", "iseki", "ishibashi", "ishida", "ishiguro",
    "ishihara", "ishii", "ishikawa", "ishikura", "ishimura", "ishiyama", "ishizaki", "ishizuka",
    "isobe", "itagaki", "ito", "itokazu", "iwai", "iwamoto", "iwasaki", "iwata", "izumi",
    "kageyama", "kai", "kajiwara", "kamata", "kamei", "kamikawa", "kamiya", "kanai", "kanda",
    "kaneko", "kanno", "kano", "kasahara", "kasai", "kashiwagi", "katagiri", "kataoka", "katayama",
    "kato", "katsura", "kawabata", "kawaguchi", "kawahara", "kawai", "kawakami", "kawamura",
    "kawanishi", "kawano", "kawasaki", "kawashima", "kawata", "kazama", "kikuchi", "kimura",
    "kinjo", "kinoshita", "kishi", "kishida", "kishimoto", "kita", "kitagawa", "kitajima",
    "kitamura", "kitano", "kiyota", "kobayashi", "kobori", "koga", "koide", "koike", "koizumi",
    "kojima", "komatsu", "komori", "komura", "kon", "kondo", "konishi", "konno", "kono", "kosaka",
    "koseki", "koshino", "koyama", "kubo", "kubota", "kudo", "kuga", "kume", "kuniyoshi", "kurata",
    "kurihara", "kuroda", "kuroki", "kurosawa", "kusano", "kuwahara", "machida", "maeda", "maki",
    "makino", "maruo", "maruyama", "masaki", "masuda", "matsubara", "matsuda", "matsui",
    "matsumoto", "matsunaga", "matsuo", "matsushima", "matsushita", "matsuura", "matsuzaki",
    "mikami", "minami", "mishima", "mitsui", "miura", "miwa", "miyagawa", "miyagi", "miyahara",
    "miyake", "miyamoto", "miyata", "miyauchi", "miyazaki", "miyazato", "miyoshi", "mizoguchi",
    "mizuno", "mizushima", "mizutani", "mochizuki", "momose", "mori", "moriguchi", "morikawa",
    "morimoto", "morita", "moriya", "moriyama", "motohashi", "motoki", "mukai", "murai",
    "murakami", "murase", "murata", "murayama", "muto", "nagai", "nagamine", "nagano", "nagao",
    "nagaoka", "nagasawa", "nagase", "nagashima", "nagata", "naito", "nakagawa", "nakahara",
    "nakai", "nakajima", "nakama", "nakamoto", "nakamura", "nakanishi", "nakano", "nakao",
    "nakashima", "nakasone", "nakata", "nakatani", "nakayama", "nakazawa", "nanba", "narita",
    "negishi", "nemoto", "niimi", "nishi", "nishida", "nishikawa", "nishimura", "nishino",
    "nishio", "nishioka", "nishiyama", "nishizawa", "nitta", "niwa", "noda", "noguchi", "nomura",
    "nonaka", "numata", "obata", "ochi", "ochiai", "oda", "odagiri", "ogasawara", "ogata", "ogawa",
    "ogino", "oguri", "ohara", "ohashi", "ohira", "ohkubo", "ohmori", "ohno", "ohta", "oikawa",
    "oishi", "oka", "okabe", "okada", "okamoto", "okamura", "okano", "okawa", "okazaki", "oki",
    "okubo", "okuda", "okui", "okumura", "omori", "omura", "onishi", "ono", "onodera", "ooki",
    "oonishi", "oonuki", "oota", "osaki", "osawa", "oshima", "oshiro", "ota", "otaki", "otani",
    "otomo", "otsuka", "oyama", "ozaki", "ozawa", "saeki", "saiki", "saito", "sakagami",
    "sakaguchi", "sakai", "sakakibara", "sakamoto", "sakata", "sakuma", "sakuraba", "sakuragi",
    "sakurai", "sanada", "sano", "sasaki", "sasamoto", "sasano", "sato", "satomi", "sawada",
    "sawaguchi", "segawa", "seki", "sekiguchi", "sekine", "senda", "seno", "shibata", "shibuya",
    "shigeta", "shiina", "shima", "shimabukuro", "shimada", "shimamura", "shimazaki", "shimizu",
    "shimoda", "shimomura", "shimura", "shindo", "shinoda", "shinohara", "shinozaki", "shirai",
    "shiraishi", "shirakawa", "shiroyama", "shoji", "soda", "someya", "sonoda", "suda", "sudo",
    "sueyoshi", "sugai", "sugano", "sugawara", "sugaya", "sugihara", "sugimoto", "sugita",
    "sugiyama", "sumida", "sunaga", "suzuki", "tabata", "tachibana", "tada", "taguchi", "tahara",
    "tajima", "takabayashi", "takada", "takagi", "takahara", "takahashi", "takai", "takamura",
    "takano", "takao", "takasaki", "takase", "takashima", "takaya", "takayama", "takeda",
    "takemoto", "takenaka", "takeshita", "takeuchi", "takezawa", "takimoto", "takizawa", "tamai",
    "tamaki", "tamashiro", "tamiya", "tamogami", "tamura", "tanabe", "tanaka", "tani", "tanigawa",
    "taniguchi", "tanimoto", "tanizaki", "tashiro", "tateishi", "tateno", "terada", "teramoto",
    "terao", "teshima", "toda", "togashi", "toyama", "toyoda", "toyota", "tsuchida", "tsuchiya",
    "tsuda", "tsuji", "tsukada", "tsukamoto", "tsuruta", "tsutsui", "tsutsumi", "tsuzuki",
    "uchida", "uchimura", "uchiyama", "ueda", "uehara", "uemura", "ueno", "uesugi", "ukai",
    "umeda", "umemoto", "umezawa", "unno", "urata", "usami", "ushijima", "usui", "wada",
    "wakabayashi", "wakamatsu", "washio", "watanabe", "yabe", "yabuki", "yagi", "yajima", "yamada",
    "yamagata", "yamaguchi", "yamakawa", "yamamoto", "yamamura", "yamanaka", "yamane",
    "yamanouchi", "yamaoka", "yamasaki", "yamashita", "yamauchi", "yamazaki", "yamazato", "yanagi",
    "yanagida", "yanagisawa", "yanase", "yano", "yasuda", "yasui", "yatabe", "yoda", "yokota",
    "yokoyama", "yoneda", "yonekura", "yonezawa", "yoshida", "yoshihara", "yoshikawa", "yoshimoto",
    "yoshimura", "yoshinaga", "yoshino", "yoshioka", "yoshizawa", "yuasa", "yukawa",
});
// clang-format on
static_assert(IsSortedAndUnique(kSurnames));
constexpr auto kSurnameIndex = MakeWordIndex(kSurnames);

// Compiled by hand from general knowledge. Ascending.
// clang-format off
constexpr auto kGivenNames = std::to_array<std::string_view>({
    "ai", "aika", "aiko", "aimi", "airi", "akane", "akemi", "aki", "akihiko", "akihiro", "akihito",
    "akiko", "akina", "akinori", "akio", "akira", "aoi", "arata", "asako", "asami", "asuka",
    "atsuko", "atsuo", "atsushi", "aya", "ayaka", "ayako", "ayame", "ayana", "ayano", "ayumi",
    "azusa", "chiaki", "chie", "chieko", "chihiro", "chika", "chikako", "chinatsu", "chisato",
    "chiyo", "chiyoko", "chizuko", "chizuru", "daichi", "daigo", "daijiro", "daiki", "daisuke",
    "eiichi", "eiji", "eikichi", "eiko", "emi", "emiko", "eri", "erika", "eriko", "etsuko",
    "etsuo", "fumie", "fumika", "fumiko", "fumio", "fuyuko", "fuyumi", "gen", "genji", "goro",
    "hajime", "hana", "hanae", "hanako", "haruka", "haruki", "haruko", "harumi", "haruna", "haruo",
    "haruto", "hayato", "hideaki", "hidehiko", "hideki", "hideko", "hideo", "hideto", "hidetoshi",
    "hideyuki", "hikari", "hikaru", "hina", "hinata", "hiro", "hiroaki", "hirofumi", "hiroka",
    "hiroki", "hiroko", "hiromi", "hiromitsu", "hironobu", "hironori", "hiroshi", "hirotaka",
    "hiroto", "hiroyuki", "hisae", "hisako", "hisao", "hisashi", "hitomi", "hitoshi", "hiyori",
    "honoka", "ichiro", "ikue", "ikuko", "ikumi", "ikuo", "isamu", "isao", "itsuki", "iwao",
    "izumi", "jin", "jiro", "jun", "junichi", "junichiro", "junji", "junko", "junpei", "kaede",
    "kaho", "kaito", "kana", "kanae", "kanako", "kanon", "kaori", "kaoru", "kasumi", "katsuhiko",
    "katsumi", "katsuo", "katsuya", "kayo", "kayoko", "kazue", "kazuhiko", "kazuhiro", "kazuki",
    "kazuko", "kazuma", "kazumi", "kazunari", "kazuo", "kazutaka", "kazuto", "kazuya", "kazuyoshi",
    "kazuyuki", "kei", "keigo", "keiichi", "keiji", "keiko", "keisuke", "keita", "ken", "kengo",
    "kenichi", "kenji", "kenjiro", "kenshin", "kensuke", "kenta", "kentaro", "kento", "kenzo",
    "kiko", "kikuko", "kimiko", "kiyoko", "kiyomi", "kiyoshi", "kiyotaka", "koharu", "kohei",
    "koichi", "koichiro", "koji", "kojiro", "koki", "kosuke", "kota", "kotaro", "kotone", "kouji",
    "kumiko", "kunihiko", "kunio", "kyo", "kyohei", "kyoko", "kyosuke", "machiko", "madoka", "mai",
    "maiko", "maki", "makiko", "mako", "makoto", "mami", "mamiko", "mamoru", "mana", "manabu",
    "manami", "mao", "mari", "mariko", "marina", "masaaki", "masafumi", "masaharu", "masahiko",
    "masahiro", "masaki", "masako", "masami", "masamichi", "masanobu", "masanori", "masao",
    "masaru", "masashi", "masataka", "masato", "masatoshi", "masaya", "masayoshi", "masayuki",
    "masumi", "masuo", "matsuko", "mayu", "mayuko", "mayumi", "megumi", "mei", "michiko", "michio",
    "midori", "mie", "mieko", "miho", "mihoko", "mika", "mikako", "miki", "mikiko", "mikio",
    "miku", "mina", "minako", "minami", "minoru", "mio", "misa", "misaki", "misako", "mitsuki",
    "mitsuko", "mitsuo", "mitsuru", "miu", "miwa", "miwako", "miyako", "miyoko", "miyu", "miyuki",
    "mizuho", "mizuki", "moe", "moeka", "momo", "momoka", "momoko", "motoko", "mutsuko", "mutsumi",
    "nagisa", "nana", "nanako", "nanami", "nao", "naoki", "naoko", "naomi", "naoto", "naoya",
    "naoyuki", "narumi", "natsue", "natsuki", "natsuko", "natsumi", "noboru", "nobuaki",
    "nobuhiko", "nobuhiro", "nobuko", "nobuo", "nobuyoshi", "nobuyuki", "nodoka", "nori",
    "noriaki", "noriko", "norio", "noriyuki", "nozomi", "nozomu", "osamu", "rei", "reiji", "reika",
    "reiko", "ren", "rie", "rieko", "riho", "rika", "rikako", "riko", "riku", "rin", "rina",
    "rino", "risa", "ritsuko", "roku", "rui", "rumi", "rumiko", "ruri", "ryo", "ryohei", "ryoichi",
    "ryoji", "ryoko", "ryoma", "ryosuke", "ryota", "ryotaro", "ryu", "ryuichi", "ryuji",
    "ryunosuke", "ryusei", "ryuta", "saburo", "sachi", "sachie", "sachiko", "sadao", "saeko",
    "saki", "sakiko", "sakura", "sanae", "saori", "satoko", "satomi", "satoru", "satoshi",
    "satsuki", "saya", "sayaka", "sayako", "sayoko", "sayuri", "seiichi", "seiji", "seiko",
    "setsuko", "shigeki", "shigeko", "shigeo", "shigeru", "shigeyuki", "shiho", "shin", "shinako",
    "shingo", "shinichi", "shinichiro", "shinji", "shinjiro", "shinobu", "shinsuke", "shintaro",
    "shinya", "shiori", "shiro", "shizue", "shizuka", "shizuko", "sho", "shogo", "shohei",
    "shoichi", "shoji", "shota", "shotaro", "shozo", "shuhei", "shuichi", "shuji", "shun",
    "shunichi", "shunsuke", "shuya", "soichiro", "sora", "sosuke", "sota", "sugako", "sumie",
    "sumiko", "susumu", "suzue", "suzuko", "tadao", "tadashi", "tadayoshi", "taichi", "taiga",
    "taiki", "taisuke", "takaaki", "takahiro", "takako", "takanori", "takao", "takashi", "takato",
    "takatoshi", "takayuki", "takehiko", "takehiro", "takeo", "takeru", "takeshi", "taku",
    "takuma", "takumi", "takuro", "takuto", "takuya", "tamaki", "tamiko", "tamotsu", "taro",
    "tatsuhiko", "tatsuo", "tatsuro", "tatsuya", "teiko", "teruko", "teruo", "tetsuji", "tetsuo",
    "tetsuro", "tetsuya", "tokiko", "toko", "tomio", "tomo", "tomoaki", "tomoe", "tomohiro",
    "tomoka", "tomoki", "tomoko", "tomomi", "tomonori", "tomoya", "tomoyo", "tomoyuki", "toru",
    "toshi", "toshiaki", "toshie", "toshifumi", "toshihiko", "toshihiro", "toshikazu", "toshiki",
    "toshiko", "toshio", "toshiro", "toshiya", "toshiyuki", "toyoko", "tsubasa", "tsukasa",
    "tsuneo", "tsutomu", "tsuyoshi", "ume", "umeko", "wakako", "wakana", "wataru", "yasuaki",
    "yasuhiko", "yasuhiro", "yasuko", "yasunori", "yasuo", "yasushi", "yasuyuki", "yo", "yohei",
    "yoichi", "yoji", "yoko", "yoshiaki", "yoshie", "yoshihiko", "yoshihiro", "yoshihisa",
    "yoshikazu", "yoshiko", "yoshimi", "yoshinobu", "yoshinori", "yoshio", "yoshiro", "yoshitaka",
    "yoshito", "yoshiyuki", "yosuke", "yota", "yu", "yua", "yudai", "yui", "yuichi", "yuichiro",
    "yuina", "yuji", "yujiro", "yuka", "yukako", "yukari", "yuki", "yukie", "yukihiro", "yukiko",
    "yukio", "yukito", "yuko", "yuma", "yume", "yumeka", "yumi", "yumika", "yumiko", "yuna",
    "yuri", "yurie", "yurika", "yuriko", "yusaku", "yusuke", "yuta", "yutaka", "yuto", "yuu",
    "yuuki", "yuya", "yuzu", "yuzuki", "yuzuru",
});
// clang-format on
static_assert(IsSortedAndUnique(kGivenNames));
constexpr auto kGivenNameIndex = MakeWordIndex(kGivenNames);

}  // namespace

bool IsJapaneseSurname(std::string_view folded) noexcept {
  return kSurnameIndex.Find(folded) != kNoWord;
}

bool IsJapaneseGivenName(std::string_view folded) noexcept {
  return kGivenNameIndex.Find(folded) != kNoWord;
}

}  // namespace namesake::names
