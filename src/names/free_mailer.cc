// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string_view>

#include "names/service.h"
#include "names/word_index.h"

namespace namesake::names {
namespace {

// Compiled by hand from general knowledge. Ascending.
// clang-format off
constexpr auto kFreeMailers = std::to_array<std::string_view>({
    "012.net.il", "126.com", "139.com", "163.com", "188.com", "189.cn", "1und1.de", "21cn.com",
    "263.net", "9online.fr", "a1.net", "absamail.co.za", "abv.bg", "accountant.com", "aim.com",
    "airtelmail.in", "alice-dsl.net", "alice.de", "alice.it", "aliceadsl.fr", "aliyun.com",
    "ameritech.net", "aol.co.uk", "aol.com", "aol.com.br", "aol.de", "aol.es", "aol.fr", "aol.it",
    "aol.jp", "aon.at", "arcor.de", "arnet.com.ar", "aruba.it", "asia.com", "atlas.cz", "att.net",
    "au.com", "autistici.org", "autograf.pl", "autorambler.ru", "azet.sk", "bahnhof.se", "bbox.fr",
    "belgacom.net", "bell.net", "bellsouth.net", "bezeqint.net", "biglobe.ne.jp", "bigmir.net",
    "bigpond.com", "bigpond.net.au", "bk.ru", "blu.it", "bluewin.ch", "blueyonder.co.uk",
    "bol.com.br", "bredband.net", "broadpark.no", "bt.com", "btinternet.com", "btopenworld.com",
    "buziaczek.pl", "c2i.net", "cableone.net", "caramail.com", "casema.nl", "cegetel.net",
    "centrum.cz", "centrum.sk", "centurylink.net", "centurytel.net", "charter.net", "cheerful.com",
    "chello.at", "chello.nl", "chmail.ir", "citromail.hu", "ciudad.com.ar", "clix.pt",
    "club-internet.fr", "cogeco.ca", "comcast.net", "comhem.se", "compuserve.com",
    "consultant.com", "contractor.net", "cox.net", "cs.com", "ctemplar.com", "cytanet.com.cy",
    "daum.net", "dir.bg", "disroot.org", "docomo.ne.jp", "dodo.com.au", "dr.com", "dreamwiz.com",
    "duck.com", "earthlink.net", "eim.ae", "eircom.net", "elisanet.fi", "email.com", "email.cz",
    "email.de", "email.it", "email.si", "email.t-com.hr", "email.ua", "emailn.de",
    "embarqmail.com", "emirates.net.ae", "empas.com", "engineer.com", "eunet.rs", "europe.com",
    "euskaltel.net", "ewe.net", "ewetel.net", "excite.co.jp", "excite.com", "eyou.com",
    "ezweb.ne.jp", "fastmail.co.uk", "fastmail.com", "fastmail.fm", "fastwebnet.it",
    "fibertel.com.ar", "firemail.de", "forthnet.gr", "foxmail.com", "free.fr", "freemail.gr",
    "freemail.hu", "freenet.de", "freeserve.co.uk", "frisurf.no", "frontier.com",
    "frontiernet.net", "games.com", "gazeta.pl", "gbg.bg", "globo.com", "globomail.com",
    "glocalnet.net", "gmail.co.uk", "gmail.com", "gmx.ag", "gmx.at", "gmx.biz", "gmx.cc", "gmx.ch",
    "gmx.co.uk", "gmx.com", "gmx.de", "gmx.es", "gmx.eu", "gmx.fr", "gmx.info", "gmx.it", "gmx.li",
    "gmx.net", "gmx.org", "gmx.tm", "gmx.us", "go2.pl", "goo.jp", "googlemail.com", "hanmail.net",
    "hanmir.com", "hetnet.nl", "hey.com", "hinet.net", "hispavista.com", "hispeed.ch",
    "hkstar.com", "hol.gr", "home.nl", "hot.ee", "hotmail.at", "hotmail.be", "hotmail.ca",
    "hotmail.ch", "hotmail.cl", "hotmail.co.id", "hotmail.co.il", "hotmail.co.in", "hotmail.co.jp",
    "hotmail.co.kr", "hotmail.co.nz", "hotmail.co.th", "hotmail.co.uk", "hotmail.co.za",
    "hotmail.com", "hotmail.com.ar", "hotmail.com.au", "hotmail.com.br", "hotmail.com.hk",
    "hotmail.com.mx", "hotmail.com.tr", "hotmail.com.tw", "hotmail.com.vn", "hotmail.cz",
    "hotmail.de", "hotmail.dk", "hotmail.es", "hotmail.fi", "hotmail.fr", "hotmail.gr",
    "hotmail.hu", "hotmail.it", "hotmail.lt", "hotmail.lv", "hotmail.my", "hotmail.nl",
    "hotmail.no", "hotmail.ph", "hotmail.pt", "hotmail.rs", "hotmail.se", "hotmail.sg",
    "hotmail.sk", "hush.com", "hushmail.com", "hushmail.me", "i.softbank.jp", "i.ua",
    "iafrica.com", "icloud.com", "ig.com.br", "iinet.net.au", "in.com", "in.gr", "iname.com",
    "inbox.com", "inbox.lv", "inbox.ru", "indamail.hu", "indiatimes.com", "inet.hr", "infoseek.jp",
    "inode.at", "interia.eu", "interia.pl", "internet.is", "internet.ru", "internode.on.net",
    "inwind.it", "iol.it", "iol.pt", "jubii.dk", "juno.com", "kabelmail.de", "kabsi.at",
    "kakao.com", "keemail.me", "kimo.com", "kolumbus.fi", "korea.com", "kpnmail.nl", "laposte.net",
    "latinmail.com", "lavabit.com", "lawyer.com", "legalmail.it", "lenta.ru", "libero.it",
    "linuxmail.org", "list.ru", "live.at", "live.be", "live.ca", "live.ch", "live.cl", "live.cn",
    "live.co.kr", "live.co.uk", "live.co.za", "live.com", "live.com.ar", "live.com.au",
    "live.com.co", "live.com.mx", "live.com.my", "live.com.pe", "live.com.ph", "live.com.pk",
    "live.com.pt", "live.com.sg", "live.com.ve", "live.de", "live.dk", "live.fi", "live.fr",
    "live.hk", "live.ie", "live.in", "live.it", "live.jp", "live.nl", "live.no", "live.ru",
    "live.se", "livedoor.com", "love.com", "luukku.com", "lycos.co.kr", "lycos.com", "lycos.de",
    "mac.com", "magenta.de", "mail.bg", "mail.com", "mail.de", "mail.dk", "mail.ee", "mail.ir",
    "mail.kz", "mail.org", "mail.ru", "mail.tele.dk", "mail.telepac.pt", "mail.ua",
    "mail2world.com", "mailbox.gr", "mailbox.hu", "mailbox.org", "mailfence.com", "maktoob.com",
    "me.com", "meta.ua", "mindspring.com", "movistar.es", "msa.hinet.net", "msn.com", "mts.rs",
    "mweb.co.za", "mynet.com", "myrambler.ru", "myself.com", "narod.ru", "nate.com", "naver.com",
    "net.hr", "netcabo.pt", "netcologne.de", "netease.com", "netscape.net", "netvigator.com",
    "netvision.net.il", "netzero.com", "netzero.net", "neuf.fr", "nifty.com", "noos.fr",
    "ntlworld.com", "numericable.fr", "o2.co.uk", "o2.pl", "o2mail.de", "o2online.de", "ocn.ne.jp",
    "ofir.dk", "oi.com.br", "one.lt", "onet.eu", "onet.pl", "online.de", "online.no", "online.ua",
    "ono.com", "op.pl", "optonline.net", "optusnet.com.au", "orange.fr", "orange.net",
    "orcon.net.nz", "otenet.gr", "outlook.at", "outlook.be", "outlook.cl", "outlook.co.id",
    "outlook.co.il", "outlook.co.nz", "outlook.co.th", "outlook.com", "outlook.com.ar",
    "outlook.com.au", "outlook.com.br", "outlook.com.gr", "outlook.com.tr", "outlook.com.vn",
    "outlook.cz", "outlook.de", "outlook.dk", "outlook.es", "outlook.fr", "outlook.hu",
    "outlook.ie", "outlook.in", "outlook.it", "outlook.jp", "outlook.kr", "outlook.lv",
    "outlook.my", "outlook.ph", "outlook.pt", "outlook.sa", "outlook.sg", "outlook.sk",
    "pacbell.net", "pacific.net.sg", "paran.com", "passagen.se", "passport.com", "pchome.com.tw",
    "pec.it", "peoplepc.com", "planet.nl", "plasa.com", "plus.com", "plusnet.com", "pm.me",
    "pobox.sk", "pochta.ru", "poczta.fm", "poczta.onet.pl", "post.com", "post.cz", "post.sk",
    "poste.it", "posteo.at", "posteo.de", "posteo.net", "posteo.org", "pp.inet.fi", "prodigy.net",
    "prodigy.net.mx", "proton.me", "protonmail.ch", "protonmail.com", "proximus.be", "q.com",
    "qip.ru", "qq.com", "quick.cz", "quicknet.nl", "r0.ru", "r7.com", "rambler.ru", "rediff.com",
    "rediffmail.com", "riseup.net", "ro.ru", "roadrunner.com", "rocketmail.com", "rogers.com",
    "rr.com", "runbox.com", "sapo.pt", "saunalahti.fi", "sbcglobal.net", "scarlet.be",
    "seed.net.tw", "seznam.cz", "sfr.fr", "shaw.ca", "sify.com", "simnet.is", "simplelogin.com",
    "sina.cn", "sina.com", "singnet.com.sg", "siol.net", "sky.com", "skynet.be", "slingshot.co.nz",
    "so-net.ne.jp", "softbank.ne.jp", "sohu.com", "spectrum.net", "speedy.com.ar", "spoko.pl",
    "spray.se", "starhub.net.sg", "start.no", "startmail.com", "stofanet.dk", "streamyx.com",
    "suddenlink.net", "sunrise.ch", "suomi24.fi", "supereva.it", "superig.com.br",
    "superonline.com", "swbell.net", "swipnet.se", "swissonline.ch", "sympatico.ca", "t-online.de",
    "t-online.hu", "talk21.com", "talktalk.net", "tdcadsl.dk", "techie.com", "tele2.nl",
    "tele2.se", "telefonica.net", "telenet.be", "telepac.pt", "telfort.nl", "telia.com",
    "telkom.net", "telkomsa.net", "telus.net", "terra.com", "terra.com.br", "terra.com.mx",
    "terra.es", "tim.it", "tin.it", "tiscali.co.uk", "tiscali.cz", "tiscali.it", "tlen.pl",
    "tm.net.my", "tom.com", "tpg.com.au", "ttmail.com", "ttnet.net.tr", "turk.net", "tut.by",
    "tuta.com", "tuta.io", "tutamail.com", "tutanota.com", "tutanota.de", "ukr.net", "unitybox.de",
    "uol.com.br", "upcmail.nl", "usa.com", "verizon.net", "videotron.ca", "vip.126.com",
    "vip.163.com", "vip.qq.com", "vip.sina.com", "vip.sohu.com", "vipmail.hu", "virgilio.it",
    "virginmedia.com", "vk.com", "vodafone.de", "vodafone.it", "vodafonemail.de", "vodamail.co.za",
    "voila.fr", "volny.cz", "voo.be", "vp.pl", "vsnl.com", "vsnl.net", "vtr.net", "walla.co.il",
    "walla.com", "wanadoo.es", "wanadoo.fr", "web.de", "webmail.co.za", "webspeed.dk",
    "westnet.com.au", "windowslive.com", "windowslive.com.tr", "windstream.net", "wo.cn",
    "workmail.com", "wow.com", "wp.pl", "writeme.com", "xmail.ru", "xs4all.nl", "xtra.co.nz",
    "y7mail.com", "ya.ru", "yahoo.at", "yahoo.be", "yahoo.bg", "yahoo.ca", "yahoo.ch", "yahoo.cl",
    "yahoo.cn", "yahoo.co.id", "yahoo.co.il", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.kr",
    "yahoo.co.nz", "yahoo.co.th", "yahoo.co.uk", "yahoo.co.za", "yahoo.com", "yahoo.com.ar",
    "yahoo.com.au", "yahoo.com.br", "yahoo.com.cn", "yahoo.com.co", "yahoo.com.hk", "yahoo.com.mx",
    "yahoo.com.my", "yahoo.com.pe", "yahoo.com.ph", "yahoo.com.sg", "yahoo.com.tr", "yahoo.com.tw",
    "yahoo.com.ua", "yahoo.com.ve", "yahoo.com.vn", "yahoo.cz", "yahoo.de", "yahoo.dk", "yahoo.ee",
    "yahoo.es", "yahoo.fi", "yahoo.fr", "yahoo.gr", "yahoo.hu", "yahoo.ie", "yahoo.in", "yahoo.it",
    "yahoo.lt", "yahoo.lv", "yahoo.ne.jp", "yahoo.nl", "yahoo.no", "yahoo.pl", "yahoo.pt",
    "yahoo.ro", "yahoo.rs", "yahoo.se", "yandex.by", "yandex.com", "yandex.com.tr", "yandex.kz",
    "yandex.ru", "yandex.ua", "yeah.net", "ymail.com", "zahav.net.il", "ziggo.nl",
    "zipmail.com.br", "zoho.com", "zoho.eu", "zoho.in", "zohomail.com", "zohomail.eu",
    "zohomail.in", "zonnet.nl", "zoznam.sk",
});
// clang-format on

static_assert(IsSortedAndUnique(kFreeMailers));

constexpr auto kIndex = MakeWordIndex(kFreeMailers);

}  // namespace

bool IsFreeMailer(std::string_view domain) noexcept { return kIndex.Find(domain) != kNoWord; }

}  // namespace namesake::names
