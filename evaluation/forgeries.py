# SPDX-License-Identifier: Apache-2.0
"""Attacks as messages: what the field looks like (D), where it comes from (E), what stands around it (F).

A forgery takes (rng, who, text) - the text is the name as shown, perhaps disguised - and gives the
fields of the header, or None where it does not apply.
"""

import re
from dataclasses import dataclass
from typing import Callable

import names
import scripts
from wire import comment, encoded_word, failed, passed, phrase, quoted, results

FREE_MAILERS = (
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "aol.com",
    "gmx.net",
    "web.de",
    "mail.ru",
    "yandex.ru",
    "proton.me",
    "icloud.com",
    "libero.it",
    "orange.fr",
    "seznam.cz",
    "wp.pl",
    "qq.com",
    "163.com",
    "naver.com",
    "hotmail.co.uk",
)
STRANGERS = (
    "office.of.ceo",
    "desk0911",
    "exec.mail",
    "urgent.reply",
    "mailbox2231",
    "board.room7",
    "k3jd82",
    "private.desk",
    "no-reply-exec",
)
OWN_DOMAINS = (
    "attacker.test",
    "fast-invoices.test",
    "relay-host.test",
    "smtp-7.test",
    "cheap-vps.test",
    "mailing.test",
)


@dataclass
class Forgery:
    name: str
    group: str
    layer: str
    build: Callable
    shows_name: bool  # the text appears in it, so that a disguise has an effect
    weak: bool
    roles: bool


FORGERIES = []


def forgery(group, layer, shows_name=True, weak=False, roles=False, name=None):
    def add(function):
        FORGERIES.append(Forgery(name or function.__name__, group, layer, function, shows_name, weak, roles))
        return function

    return add


# ---- Where attackers write from ----------------------------------------------------------------------


def stranger(rng):
    if rng.random() < 0.6:
        return f"{rng.choice(STRANGERS)}{rng.choice(('', '1', '77'))}@{rng.choice(FREE_MAILERS)}"
    return f"{rng.choice(('desk', 'info', 'billing', 'notify', 'x'))}@{rng.choice(OWN_DOMAINS)}"


def own_host(rng):
    return f"{rng.choice(('desk', 'info', 'billing', 'service'))}@{rng.choice(OWN_DOMAINS)}"


def authenticated(rng, address):
    """What the receiving server says of mail that really comes from this address; often nothing is known."""
    domain = address.split("@")[1]
    chance = rng.random()
    if chance < 0.45:
        return []
    if chance < 0.5:  # somebody else's word, which counts for nothing
        return [results("pass", "pass", "pass", f"x@{domain}", domain, domain, server="mx.attacker.test")]
    if chance < 0.85:
        return [passed(domain)]
    return [results("pass", "none", "none", f"x@{domain}", domain, domain)]


def plain(rng, who, text):
    address = stranger(rng)
    return [*authenticated(rng, address), f"From: {phrase(text, rng)} <{address}>"]


# ---- D: structure ------------------------------------------------------------------------------------


@forgery("D", "structure")
def name_in_comment(rng, who, text):
    return [f"From: {stranger(rng)} {comment(text)}"]


@forgery("D", "structure")
def comments_in_phrase(rng, who, text):
    if not re.fullmatch(r"[A-Za-z ]+", text) or " " not in text:
        return None
    words = text.split()
    return [
        f"From: {words[0]}({rng.choice(('a(b)', 'mr', 'x', ''))}) ({rng.choice('cde')}) "
        f"{' '.join(words[1:])} <{own_host(rng)}>"
    ]


@forgery("D", "address_in_name")
def address_and_name_as_name(rng, who, text):
    shown = rng.choice(
        (f"{text} <{who.email}>", f"{text} ({who.email})", f"{text} - {who.email}", f"{text} [{who.email}]")
    )
    return [f"From: {phrase(shown)} <{stranger(rng)}>"]


@forgery("D", "address_in_name", shows_name=False, roles=True)
def address_as_name(rng, who, text):
    shown = rng.choice(
        (
            who.email,
            who.email.upper(),
            f"<{who.email}>",
            f"'{who.email}'",
            f"mailto:{who.email}",
            f"{who.email} via secure mail",
        )
    )
    return [f"From: {quoted(shown)} <{stranger(rng)}>"]


@forgery("D", "structure")
def two_from_fields(rng, who, text):
    fields = [f"From: Support <{own_host(rng)}>", f"From: {phrase(text)} <{who.email}>"]
    return fields if rng.random() < 0.6 else fields[::-1]


@forgery("D", "structure")
def two_mailboxes(rng, who, text):
    boxes = [f"{phrase(text)} <{who.email}>", f"Support <{own_host(rng)}>"]
    return [f"From: {', '.join(boxes if rng.random() < 0.6 else boxes[::-1])}"]


@forgery("D", "structure")
def group_syntax(rng, who, text):
    return [f"From: {phrase(text)}: {own_host(rng)};"]


@forgery("D", "structure")
def route(rng, who, text):
    return [f"From: {phrase(text)} <@{who.domain},@mx.{who.domain}:{own_host(rng)}>"]


@forgery("D", "structure")
def folded_everywhere(rng, who, text):
    if not re.fullmatch(r"[\w .'-]+", text) or not text.isascii():
        return None
    return ["From:\n " + "\n ".join(text.split()) + f"\n <{stranger(rng)}>"]


@forgery("D", "address_in_name")
def address_out_of_sight(rng, who, text):
    return [f"From: {phrase(f'{text} <{who.email}>' + ' ' * rng.randint(120, 300) + '.')} <{stranger(rng)}>"]


@forgery("D", "structure", roles=True)
def empty_address(rng, who, text):
    return [f"From: {phrase(text)} <>"]


@forgery("D", "structure", roles=True)
def no_address(rng, who, text):
    return [f"From: {phrase(text)}"]


@forgery("D", "structure")
def no_angle_brackets(rng, who, text):
    return [f"From: {quoted(text) if text.isascii() else phrase(text)} {stranger(rng)}"]


@forgery("D", "structure")
def unclosed_quote(rng, who, text):
    return [f'From: "{text} <{stranger(rng)}>'] if text.isascii() else None


@forgery("D", "structure")
def two_angle_addresses(rng, who, text):
    return [f"From: {phrase(text)} <{who.email}> <{own_host(rng)}>"]


@forgery("D", "structure")
def field_name_oddly_written(rng, who, text):
    return [f"{rng.choice(('from:', 'FROM:', 'From :', 'fRoM:	'))} {phrase(text)} <{stranger(rng)}>"]


@forgery("D", "structure")
def many_quoted_strings(rng, who, text):
    words = text.split(" ")
    return (
        [f"From: {' '.join(quoted(word) for word in words)} <{stranger(rng)}>"]
        if text.isascii() and len(words) > 1
        else None
    )


@forgery("D", "address_in_name")
def encoded_mailbox(rng, who, text):
    return [f"From: {encoded_word(f'{text} <{who.email}>', 'utf-8', rng.choice('BQ'))} <{own_host(rng)}>"]


@forgery("D", "address_in_name", shows_name=False, roles=True)
def nul_cuts_the_rest(rng, who, text):
    local = who.email.replace(".", "=2E").replace("@", "=40")
    return [f"From: =?utf-8?Q?{local}={rng.choice(('00', '0A', '0D=0A=00'))}?=@{rng.choice(OWN_DOMAINS)}"]


@forgery("D", "structure")
def comment_beside_address(rng, who, text):
    return [f"From: Support <{own_host(rng)}> {comment(text)}"]


@forgery("D", "address_in_name", roles=True)
def address_as_local_part(rng, who, text):
    return [f'From: {phrase(text)} <"{who.email}"@{rng.choice(OWN_DOMAINS)}>']


@forgery("D", "address_in_name", shows_name=False, roles=True)
def address_as_local_part_without_name(rng, who, text):
    return [f'From: "{who.email}"@{rng.choice(OWN_DOMAINS)}']


@forgery("D", "structure")
def comment_in_address(rng, who, text):
    local, _, domain = own_host(rng).partition("@")
    return [f"From: {phrase(text)} <{local}({who.local})@({who.domain}){domain}>"]


@forgery("D", "structure")
def spaces_in_address(rng, who, text):
    local, _, domain = stranger(rng).partition("@")
    return [
        f"From: {phrase(text)} {rng.choice((f'< {local}@{domain} >', f'<{local} @ {domain}>', f'<{local}@ {domain}>'))}"
    ]


@forgery("D", "structure")
def empty_list_members(rng, who, text):
    box = f"{phrase(text)} <{stranger(rng)}>"
    return [f"From: {rng.choice((f', {box}', f'{box},', f', ,{box}, ,', f'{box};'))}"]


# ---- E: addresses ------------------------------------------------------------------------------------


def telling(who):
    """Whether the local part tells the whole name."""
    if not isinstance(who, names.Person):
        return False
    given, surname = who.latin_parts()
    surname = surname.split(" ")[0] if who.second else surname
    local = re.sub(r"[^a-z]", "", who.local)
    given, surname = names.ascii_local(given.replace("-", "")).replace("-", ""), names.ascii_local(surname).replace(
        "-", ""
    )
    return len(given) > 2 and len(surname) > 2 and local in (given + surname, surname + given)


NEUTRAL = ("Private", "Mail", "Me", "New address", "Personal")


@forgery("E", "address", shows_name=False)
def imitated_local_part(rng, who, text):
    if not telling(who):
        return None
    extra = rng.choice((".ceo", ".office", "2026", "1", ".private", "_exec", ".mail", "-office"))
    return [f"From: {who.local}{extra}@{rng.choice(FREE_MAILERS)}"]


@forgery("E", "address", shows_name=False)
def same_local_part_elsewhere(rng, who, text):
    if not telling(who):
        return None
    address = f"{who.local}@{rng.choice(FREE_MAILERS)}"
    return [f"From: {rng.choice(NEUTRAL)} <{address}>" if rng.random() < 0.7 else f"From: {address}"]


ENDINGS = ("co", "net", "org", "com", "cc", "info", "biz", "eu", "top", "xyz", "cm")
AFFIXED = ("{}-mail", "{}-group", "secure-{}", "my{}", "{}corp", "{}-hr", "{}-inc")


def domain_imitations(rng, domain):
    """A domain that a reader takes for this one: (kind, domain)."""
    label, _, suffix = domain.partition(".")
    place = rng.randint(1, len(label) - 2)
    shapes = [
        (one, two)
        for one, two in (("m", "rn"), ("w", "vv"), ("d", "cl"), ("l", "1"), ("o", "0"), ("i", "l"), ("e", "3"))
        if one in label
    ]
    one, two = rng.choice(shapes)
    ending = rng.choice([other for other in ENDINGS if other != suffix])
    affixed = rng.choice(AFFIXED).format(label)
    kinds = {
        "shape": f"{label.replace(one, two, 1)}.{suffix}",
        "tld": f"{label}.{ending}",
        "affix": f"{affixed}.{rng.choice((suffix, 'com', 'net'))}",
        "dropped": f"{label[:place] + label[place + 1:]}.{suffix}",
        "doubled": f"{label[:place] + label[place] + label[place:]}.{suffix}",
        "swapped": f"{label[:place] + label[place + 1] + label[place] + label[place + 2:]}.{suffix}",
        "sub_domain": f"{domain}.{rng.choice(OWN_DOMAINS)}",
        "sub_domain_label": f"{label}.{rng.choice(OWN_DOMAINS)}",
        "dashed": f"{label}-{suffix}.{rng.choice(('com', 'net', 'info'))}",
    }
    if kinds["swapped"] == domain:
        del kinds["swapped"]
    return kinds


def punycode(label):
    return "xn--" + label.encode("punycode").decode()


def add_domains():
    for kind in ("shape", "tld", "affix", "dropped", "doubled", "swapped", "sub_domain", "sub_domain_label", "dashed"):

        def build(rng, who, text, kind=kind):
            imitation = domain_imitations(rng, who.domain).get(kind)
            if not imitation:
                return None
            auth = [passed(imitation)] if rng.random() < 0.4 else []
            return [*auth, f"From: {phrase(text, rng)} <{who.local}@{imitation}>"]

        forgery("E", "domain", name=f"domain_{kind}")(build)

        def silent(rng, who, text, kind=kind):
            imitation = domain_imitations(rng, who.domain).get(kind)
            if not imitation:
                return None
            shown = rng.choice(("", "Billing", "Support", "Newsletter"))
            return [f"From: {shown} <{rng.choice(('billing', 'support', 'news', 'it'))}@{imitation}>"]

        if kind in ("shape", "dropped", "doubled", "swapped", "sub_domain", "tld"):
            forgery("E", "domain_only", shows_name=False, name=f"domain_{kind}_without_name")(silent)


add_domains()


@forgery("E", "domain", name="domain_idn")
def international_domain(rng, who, text):
    label, _, suffix = who.domain.partition(".")
    table = rng.choice((scripts.CYRILLIC, scripts.GREEK_LETTERS, {"a": "á", "e": "é", "o": "ö", "i": "ı"}))
    places = [n for n, c in enumerate(label) if c in table]
    if not places:
        return None
    chosen = set(rng.sample(places, rng.randint(1, len(places))))
    label = "".join(table[c] if n in chosen else c for n, c in enumerate(label))
    label = label if rng.random() < 0.3 else "-".join(punycode(p) if not p.isascii() else p for p in [label])
    return [f"From: {phrase(text, rng)} <{who.local}@{label}.{suffix}>"]


@forgery("E", "authentication", roles=True)
def exact_address_fails(rng, who, text):
    return [failed(who.domain), f"From: {phrase(text, rng)} <{who.email}>"]


@forgery("E", "authentication", shows_name=False, roles=True)
def exact_address_fails_without_name(rng, who, text):
    return [failed(who.domain), f"From: {who.email}"]


@forgery("E", "authentication")
def plus_tag_fails(rng, who, text):
    return [
        failed(who.domain),
        f"From: {phrase(text, rng)} <{who.local}+{rng.choice(('private', 'x', 'ceo'))}@{who.domain}>",
    ]


@forgery("E", "authentication")
def own_sub_domain_fails(rng, who, text):
    domain = f"{rng.choice(('mail', 'news', 'eu'))}.{who.domain}"
    return [failed(domain), f"From: {phrase(text, rng)} <{who.local}@{domain}>"]


@forgery("E", "address")
def other_mailbox_of_the_domain(rng, who, text):
    local = rng.choice(("intern7", "scan", "frontdesk", "temp.user", "it-help"))
    auth = [failed(who.domain)] if rng.random() < 0.4 else []
    return [
        *auth,
        f"From: {phrase(text, rng)} <{local}@{who.domain}>",
    ]


@forgery("E", "address")
def free_mailer_with_company(rng, who, text):
    label = who.domain.split(".")[0]
    address = rng.choice((f"{who.local}+{label}", f"{who.local}.{label}", f"{label}.{who.local}", who.local))
    return [f"From: {phrase(text, rng)} <{address}@{rng.choice(FREE_MAILERS)}>"]


@forgery("E", "authentication", weak=True)
def exact_address_without_policy(rng, who, text):
    return [
        results("none", "none", "none", f"x@{who.domain}", who.domain, who.domain),
        f"From: {phrase(who.name)} <{who.email}>",
    ]


# ---- F: context ----------------------------------------------------------------------------------------


@forgery("F", "context")
def name_in_reply_to(rng, who, text):
    return [
        f"From: Notification <noreply@{rng.choice(OWN_DOMAINS)}>",
        f"Reply-To: {phrase(text, rng)} <{stranger(rng)}>",
    ]


@forgery("F", "authentication")
def answer_to_free_mailer(rng, who, text):
    private = f"{who.local}.private@{rng.choice(FREE_MAILERS)}"
    return [
        failed(who.domain),
        f"From: {phrase(text, rng)} <{who.email}>",
        f"Reply-To: {rng.choice((f'<{private}>', private))}",
    ]


@forgery("F", "authentication")
def answer_to_lookalike(rng, who, text):
    imitation = rng.choice(list(domain_imitations(rng, who.domain).values()))
    return [
        failed(who.domain),
        f"From: {phrase(text, rng)} <{who.email}>",
        f"Reply-To: {phrase(text)} <{who.local}@{imitation}>",
    ]


SHARERS = (
    ("{} (via Google Slides)", "drive-shares-dm-noreply@google.com"),
    ("{} (via Google Docs)", "drive-shares-noreply@google.com"),
    ("{} via DocuSign", "dse_na3@docusign.net"),
    ("{} via Dropbox", "no-reply@dropbox.com"),
    ("{} (via Canva)", "no-reply@canva.com"),
    ("{}", "no-reply@sharepointonline.com"),
    ("{} via PayPal", "service@paypal.com"),
)


@forgery("F", "context")
def service_abused(rng, who, text):
    shown, address = rng.choice(SHARERS)
    auth = [passed(address.split("@")[1])] if rng.random() < 0.7 else []
    return [*auth, f"From: {phrase(shown.format(text))} <{address}>", f"Reply-To: {phrase(text)} <{stranger(rng)}>"]


@forgery("F", "context")
def own_list_rewrites(rng, who, text):
    address = stranger(rng)
    auth = [passed(who.domain)] if rng.random() < 0.6 else []
    shown = quoted(f"'{text}' via Finance") if text.isascii() else phrase(f"'{text}' via Finance")
    return [
        *auth,
        f"From: {shown} <finance@{who.domain}>",
        f"Reply-To: {phrase(text)} <{address}>",
        f"X-Original-From: {phrase(text)} <{address}>",
        f"X-Original-Sender: {address}",
        f"List-ID: <finance.{who.domain}>",
    ]


@forgery("F", "context")
def outside_list_without_authentication(rng, who, text):
    return [f"From: {phrase(f'{text} via dev')} <dev@lists.relay-host.test>", "List-Id: <dev.lists.relay-host.test>"]


@forgery("F", "context", name="resent_from")
def resent(rng, who, text):
    return [f"From: Newsletter <{own_host(rng)}>", f"Resent-From: {phrase(text, rng)} <{stranger(rng)}>"]


@forgery("F", "context", weak=True)
def sender_field(rng, who, text):
    return [f"From: Support <{own_host(rng)}>", f"Sender: {phrase(who.name)} <{who.email}>"]


@forgery("F", "context", weak=True)
def subject_is_the_name(rng, who, text):
    return [
        f"From: Urgent Matter <{stranger(rng)}>",
        f"Subject: {rng.choice(('', 'Message from ', 'Re: '))}{phrase(who.name)}",
    ]


@forgery("F", "context", weak=True)
def name_in_the_text(rng, who, text):
    return [
        f"From: Vendor Billing <{own_host(rng)}>",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]


@forgery("F", "context", weak=True)
def attached_message(rng, who, text):
    return [f"From: Forwarder <{own_host(rng)}>", 'Content-Type: multipart/mixed; boundary="b"', "MIME-Version: 1.0"]


@forgery("A", "weak", weak=True, shows_name=False)
def split_over_local_part(rng, who, text):
    given, surname = who.latin_parts()
    local = names.ascii_local(surname)
    return (
        [f"From: {phrase(given)} <{local}.ceo@{rng.choice(OWN_DOMAINS)}>"]
        if who.latin and len(local) > 2 and " " not in given
        else None
    )


def body_of(technique, who):
    if technique == "name_in_the_text":
        return f"On Monday {who.name} <{who.email}> wrote:\n> please pay this at once.\n\nBest regards,\n{who.name}\n"
    if technique == "attached_message":
        inner = f"From: {phrase(who.name)} <{who.email}>\nSubject: Invoice\n\nPay.\n"
        return f"--b\nContent-Type: message/rfc822\n\n{inner}--b--\n"
    return "Please get back to me today.\n"
