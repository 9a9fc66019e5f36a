# SPDX-License-Identifier: Apache-2.0
"""Honest mail: what looks like impersonation and is none, and the daily mail of other people.

A lookalike takes (rng, world, who) and gives a Mail or None. Its header is what such mail really
has, authentication included.
"""

import random
from dataclasses import dataclass
from typing import Callable

import names
from wire import Mail, encoded_word, failed, passed, phrase, quoted, results

LOOKALIKES = {}


@dataclass
class Lookalike:
    name: str
    build: Callable
    naive: bool  # equal name, foreign address: the naive rule flags it, and so does every engine without history


def lookalike(naive=False):
    def add(function):
        LOOKALIKES[function.__name__] = Lookalike(function.__name__, function, naive)
        return function

    return add


def author(shown, address, rng=None):
    return f"From: {phrase(shown, rng)} <{address}>"


def own(who):
    return passed(who.domain)


def reply_to(who):
    return f"Reply-To: {phrase(who.name)} <{who.email}>"


LISTS = (
    ("dev", "lists.example.org"),
    ("users", "mailman.opensource.example"),
    ("announce", "lists.university.example"),
    ("gardening", "groups.village.example"),
    ("R-help", "r-stat.example"),
)


# ---- Mailing lists --------------------------------------------------------------------------------------


@lookalike()
def list_rewrites_from(rng, who):
    name, host = rng.choice(LISTS)
    shown = rng.choice((f"{who.name} via {name}", f"{who.name} via {name} mailing list", f"{who.name} ({name})"))
    return [
        passed(host),
        author(shown, f"{name}@{host}"),
        reply_to(who),
        f"List-Id: {name.title()} <{name}.{host}>",
        f"List-Post: <mailto:{name}@{host}>",
        f"Sender: {name} <{name}-bounces@{host}>",
    ]


@lookalike()
def group_rewrites_from(rng, who):
    shown = f"'{who.name}' via team"
    original = f"{phrase(who.name)} <{who.email}>"
    return [
        passed("googlegroups.com"),
        f"From: {quoted(shown) if shown.isascii() else phrase(shown)} <team@googlegroups.com>",
        f"Reply-To: {original}",
        f"X-Original-From: {original}",
        f"X-Original-Sender: {who.email}",
        "List-ID: <team.googlegroups.com>",
        "Precedence: list",
    ]


@lookalike()
def own_group_rewrites_from(rng, who):
    shown = f"'{who.name}' via Finance"
    original = f"{phrase(who.name)} <{who.email}>"
    return [
        own(who),
        f"From: {quoted(shown) if shown.isascii() else phrase(shown)} <finance@{who.domain}>",
        f"Reply-To: {original}",
        f"X-Original-From: {original}",
        f"List-ID: <finance.{who.domain}>",
    ]


@lookalike()
def list_keeps_from(rng, who):
    name, host = rng.choice(LISTS)
    auth = results("pass", "fail", "fail", f"{name}-bounces@{host}", who.domain, who.domain, arc="pass")
    return [
        auth,
        author(who.name, who.email),
        f"List-Id: <{name}.{host}>",
        f"Sender: {name}-bounces@{host}",
        "Precedence: list",
    ]


@lookalike()
def listserv_owner_form(rng, who):
    host = "listserv.university.example"
    return [
        passed(host),
        author(who.name, f"{rng.getrandbits(48):012x}-dmarc-request@{host}"),
        reply_to(who),
        f"List-Id: <PHYSICS.{host}>",
        f"Sender: Physics <PHYSICS@{host}>",
    ]


@lookalike()
def sourceforge_form(rng, who):
    host = "lists.sourceforge.net"
    return [
        passed(host),
        author(f"{who.name} via Tools-users", f"tools-users@{host}"),
        reply_to(who),
        f"List-Id: <tools-users.{host}>",
    ]


# ---- Services -------------------------------------------------------------------------------------------


@lookalike()
def calendar_invitation(rng, who):
    return [
        own(who),
        author(who.name, who.email),
        "Sender: Google Calendar <calendar-notification@google.com>",
        "Subject: Invitation: Budget @ Tue Nov 24, 2026",
        "Content-Type: text/calendar; method=REQUEST",
    ]


@lookalike()
def calendar_service(rng, who):
    return [
        passed("google.com"),
        f"From: {quoted(f'{who.email} (Google Calendar)')} <calendar-notification@google.com>",
        reply_to(who),
    ]


NOTICES = {
    "document_share": (
        ("{} (via Google Docs)", "drive-shares-dm-noreply@google.com"),
        ("{} (via Google Drive)", "drive-shares-noreply@google.com"),
        ("{} (via Google Sheets)", "comments-noreply@docs.google.com"),
    ),
    "office_share": (
        ("{}", "no-reply@sharepointonline.com"),
        ("{} in Teams", "noreply@email.teams.microsoft.com"),
        ("{} via OneDrive", "no-reply@onedrive.com"),
    ),
    "signature_service": (
        ("{} via DocuSign", "dse_na3@docusign.net"),
        ("{} via Adobe Acrobat Sign", "adobesign@adobesign.com"),
        ("{} via Dropbox Sign", "noreply@mail.hellosign.com"),
    ),
    "meeting_service": (
        ("{}", "no-reply@zoom.us"),
        ("{} (Webex)", "messenger@webex.com"),
        ("{} via Calendly", "notifications@calendly.com"),
    ),
    "social_notice": (("{} via LinkedIn", "messages-noreply@linkedin.com"), ("{} (XING)", "mailrobot@mail.xing.com")),
    "tracker_notice": (
        ("{}", "notifications@github.com"),
        ("{} (Jira)", "jira@northwind.atlassian.net"),
        ("{} (@jd)", "gitlab@mg.gitlab.com"),
    ),
    "work_tool_notice": (
        ("{} (Asana)", "no-reply@asana.com"),
        ("{} via Trello", "invitation@trello.com"),
        ("{} via Notion", "notify@mail.notion.so"),
    ),
    "invitation_service": (
        ("{} (via Paperless Post)", "paperlesspost@accounts.paperlesspost.com"),
        ("{} via Evite", "info@mailva.evite.com"),
    ),
}


def add_notices():
    for kind, forms in NOTICES.items():

        def build(rng, who, forms=forms):
            shown, address = rng.choice(forms)
            return [passed(address.split("@")[1]), author(shown.format(who.name), address), reply_to(who)]

        build.__name__ = kind
        lookalike()(build)


add_notices()


@lookalike(naive=True)
def tracker_with_its_own_reply_address(rng, who):
    return [
        passed("github.com"),
        author(who.name, "notifications@github.com"),
        "Reply-To: acme/tools <reply+ABCDEF@reply.github.com>",
        "List-ID: acme/tools <tools.acme.github.com>",
    ]


# ---- The account's own mail -------------------------------------------------------------------------------


@lookalike()
def ticket_system(rng, who):
    return [
        own(who),
        author(
            rng.choice((f"{who.name} (Support)", f"{who.name} - Support", f"{who.name} (Ticket #4711)")),
            f"support@{who.domain}",
        ),
    ]


@lookalike()
def crm_sends_aligned(rng, who):
    return [
        results("fail", "pass", "pass", "bounce@mail.crm-sender.example", who.domain, who.domain),
        author(who.name, who.email),
    ]


@lookalike()
def newsletter_of_own_sub_domain(rng, who):
    return [
        passed(f"news.{who.domain}"),
        author(who.name, f"hello@news.{who.domain}"),
        "List-Unsubscribe: <https://news.invalid/u>",
    ]


@lookalike()
def shared_mailbox(rng, who):
    return [
        own(who),
        author(rng.choice(("Finance Team", "Reception", "Press Office", "Équipe Ventes")), f"finance@{who.domain}"),
    ]


@lookalike()
def delegate_sends(rng, who):
    return [own(who), author(who.name, who.email), f"Sender: Anna Smith <anna.smith@{who.domain}>"]


@lookalike()
def assistant_on_behalf(rng, who):
    return [own(who), author(f"Anna Smith on behalf of {who.name}", f"anna.smith@{who.domain}")]


@lookalike()
def scanner_or_voicemail(rng, who):
    shown, local = rng.choice(
        ((who.name, "scanner"), (f"Voicemail from {who.name}", "voicemail"), (f"{who.name} (Fax)", "fax"))
    )
    return [own(who), author(shown, f"{local}@{who.domain}")]


@lookalike()
def person_to_himself(rng, who):
    return [
        *([own(who)] if rng.random() < 0.5 else []),
        author(who.name, who.email),
        f"To: {phrase(who.name)} <{who.email}>",
    ]


@lookalike()
def plus_tag_of_the_person(rng, who):
    return [own(who), author(who.name, f"{who.local}+{rng.choice(('lists', 'shop', '2026'))}@{who.domain}")]


@lookalike()
def registered_private_address(rng, who):
    if not who.extra:
        return None
    address = who.extra[0]
    return [*([passed("gmail.com")] if rng.random() < 0.6 else []), author(who.name, address)]


@lookalike()
def provider_writes_the_address_otherwise(rng, who):
    if not who.extra:
        return None
    local = who.extra[0].split("@")[0]
    place = rng.randint(1, len(local) - 1)
    address = rng.choice(
        (f"{local[:place]}.{local[place:]}@gmail.com", f"{local}@googlemail.com", f"{local}+x@gmail.com")
    )
    return [passed(address.split("@")[1]), author(who.name, address)]


@lookalike()
def odd_writing_by_own_program(rng, who):
    given, surname = who.parts()
    shown = rng.choice(
        (
            f"{surname.upper()} {given}",
            f"{surname}, {given} (US)",
            f"{given} {surname} - 0662 - LAB",
            f"{given[0]}. {surname}",
            given,
            f"{surname}, {given}",
            f"{given} ({who.domain.split('.')[0]})",
            "me",
        )
    )
    return [*([own(who)] if rng.random() < 0.7 else []), author(shown, rng.choice(who.addresses[:1]))]


@lookalike()
def address_case(rng, who):
    return [
        *([own(who)] if rng.random() < 0.5 else []),
        author(who.name, rng.choice((who.email.upper(), who.email.title()))),
    ]


@lookalike()
def out_of_office(rng, who):
    return [
        own(who),
        author(who.name, who.email),
        "Auto-Submitted: auto-replied",
        "Subject: Out of office",
        "In-Reply-To: <a@mail.invalid>",
    ]


@lookalike()
def forwarded_and_broken(rng, who):
    return [
        results("fail", "fail", "fail", "srs0=x@forwarder.example", who.domain, who.domain, arc="pass"),
        author(who.name, who.email),
    ]


@lookalike()
def unauthenticated_genuine(rng, who):
    return [author(who.name, who.email)]


@lookalike()
def role_from_its_address(rng, who):
    return [own(who), author(f"Accounts Payable - {who.domain}", f"ap@{who.domain}")]


# ---- Other people's mail that touches the name ---------------------------------------------------------------


@lookalike()
def bounce(rng, who):
    return [
        passed("mail.partner.example"),
        author("Mail Delivery System", "mailer-daemon@mail.partner.example"),
        "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; boundary="b"',
        "Subject: Undelivered Mail Returned to Sender",
    ]


@lookalike()
def forwarded_by_colleague(rng, who):
    return [
        passed("partner.example"),
        author("Paula Quist", "paula.quist@partner.example"),
        f"Subject: Fwd: {phrase(f'From {who.name}')}",
    ]


@lookalike()
def name_in_subject(rng, who):
    return [
        passed("press.example"),
        author("City Gazette", "news@press.example"),
        f"Subject: {phrase(f'Interview with {who.name}')}",
    ]


@lookalike()
def contact_form(rng, who):
    return [passed("website.example"), author("Website contact", "www@website.example"), reply_to(who)]


@lookalike()
def other_middle_initial(rng, who):
    given, surname = who.parts()
    if who.culture.name != "english" or not who.middle.endswith("."):
        return None
    other = rng.choice([c for c in "BDFGHKLMRTVW" if c != who.middle[0]])
    return [
        passed("hospital.example"),
        author(f"{given} {other}. {surname}", f"{names.ascii_local(given)}.{other.lower()}@hospital.example"),
    ]


@lookalike()
def family_member(rng, who):
    given, surname = who.parts()
    names_of = who.culture.women + who.culture.men
    other = rng.choice(names_of)
    other = other[0] if who.native or who.latin else other[1][0]
    known_as = {names.folded(n) for n in who.culture.nicknames.get(who.given[0], [])}
    if (
        names.folded(other) == names.folded(given)
        or names.folded(other) in known_as
        or names.folded(given) in {names.folded(n) for n in who.culture.nicknames.get(other, [])}
    ):
        return None
    if who.native and who.culture.script in ("han", "hangul"):
        shown = surname + other
    else:
        shown = f"{other} {surname}"
    provider = rng.choice(("gmail.com", "family.example"))
    local = names.ascii_local(other) or "home"
    return [passed(provider), author(shown, f"{local}.{names.ascii_local(surname) or 'x'}@{provider}")]


@lookalike()
def family_member_by_initial(rng, who):
    """The initial is the same, the address tells another given name."""
    given, surname = who.parts()
    if not who.latin or " " in given:
        return None
    others = [
        n
        for n, _ in who.culture.women + who.culture.men
        if n[0] == given[0] and n != given and n not in who.culture.nicknames.get(given, [])
    ]
    if not others:
        return None
    local = names.ascii_local(rng.choice(others))
    return [passed("family.example"), author(f"{given[0]}. {surname}", f"{local}@family.example")]


@lookalike()
def surname_is_a_word(rng, who):
    surname = who.parts()[1]
    shown = rng.choice(
        (
            f"{surname} Alert",
            f"{surname} & Sons Ltd",
            f"Hotel {surname}",
            f"{surname} Office",
            f"Team {surname}",
            f"{surname} Consulting GmbH",
        )
    )
    return [passed("business.example"), author(shown, "info@business.example")]


@lookalike()
def given_name_or_brand(rng, who):
    given = who.parts()[0]
    return [
        passed("brand.example"),
        author(
            rng.choice((given, f"{given} from Bybit", f"{given} at Support", f"{given}'s Bakery")),
            "hello@brand.example",
        ),
    ]


@lookalike()
def vendor_role(rng, who):
    role = rng.choice(
        (
            "Accounts Payable",
            "Accounts Receivable",
            "Human Resources",
            "Legal Department",
            "Procurement Team",
            "Investor Relations",
        )
    )
    firm = rng.choice(("Acme Tools", "Northwind Steel", "Zephyr Cargo"))
    return [
        passed("vendor.example"),
        author(rng.choice((f"{role} - {firm}", f"{firm} {role}", f"{role} ({firm})")), "ap@vendor.example"),
    ]


@lookalike(naive=True)
def campaign_mail(rng, who):
    return [
        passed("campaign.example"),
        author(f"{who.name} for Mayor", "info@campaign.example"),
        "List-Unsubscribe: <https://campaign.invalid/u>",
        "Precedence: bulk",
    ]


@lookalike()
def famous_name(rng, who):
    return [
        passed("books.example"),
        author(rng.choice(("Jeff Bezos", "Marie Curie", "Angela Merkel", "Lionel Messi")), "events@books.example"),
    ]


@lookalike(naive=True)
def personal_address_not_registered(rng, who):
    return [
        passed("gmail.com"),
        author(who.name, f"{rng.choice(('johnny', 'skier', 'chef', 'home'))}{rng.randint(10, 99)}@gmail.com"),
    ]


@lookalike(naive=True)
def namesake_outside(rng, who):
    return [
        passed("hospital.example"),
        author(who.name, f"{names.ascii_local(who.latin_parts()[1]) or 'x'}@hospital.example"),
    ]


@lookalike(naive=True)
def alumni_account(rng, who):
    return [passed("acm.example"), author(who.name, f"{who.local}@acm.example")]


@lookalike()
def consultant_at_customer(rng, who):
    return [passed("client.example"), author(f"{who.name} (ext)", f"{who.local}.ext@client.example"), reply_to(who)]


BODY = {"bounce": "--b\nContent-Type: message/rfc822\n\nFrom: {name} <{email}>\nSubject: Offer\n\nHello.\n--b--\n"}


def lookalike_mails(seed, people, each):
    for kind, entry in LOOKALIKES.items():
        rng = random.Random(f"lookalikes {seed} {kind}")
        made = tries = 0
        while made < each and tries < 3000:
            tries += 1
            who = rng.choice(people)
            header = entry.build(rng, who)
            if header is None:
                continue
            made += 1
            body = BODY.get(kind, "See you on Monday.\n").format(name=phrase(who.name), email=who.email)
            yield Mail(kind, "lookalike", header, who, "honest", body=body, naive=entry.naive)


# ---- The daily mail of other people --------------------------------------------------------------------------

HOSTS = (
    "gmail.com",
    "outlook.com",
    "yahoo.com",
    "gmx.de",
    "web.de",
    "proton.me",
    "university.example",
    "kernel.example",
    "openstreet.example",
    "distro.example",
    "red-fedora.example",
    "city.example",
    "lab.example",
    "corp-one.example",
    "corp-two.example",
    "isp.example",
)


# Our lists have fewer names than life, so that two people share one about five times as often as in
# the archives of public lists (fewer than one among a million pairs of people).
TOO_MANY_NAMESAKES = 0.8


class Namesakes:
    """Who bears a registered name, perhaps with a further given name or surname, in whatever order."""

    def __init__(self, people):
        self.by_word = {}
        for who in people:
            words = self.words(who.name)
            for word in words:
                self.by_word.setdefault(word, []).append(words)

    @staticmethod
    def words(name):
        return frozenset(filter(None, (names.folded(word) for word in name.split())))

    def has(self, name):
        words = self.words(name)
        candidates = (other for word in words for other in self.by_word.get(word, ()))
        return len(words) > 0 and any(
            other == words or min(len(other), len(words)) > 1 and (other <= words or words <= other)
            for other in candidates
        )


class Correspondents:
    """Other people, each with an address and a habit of writing the own name."""

    def __init__(self, seed, population, people):
        self.rng = random.Random(f"correspondents {seed}")
        self.population = population
        self.registered = Namesakes(people)

    def draw(self):
        rng = self.rng
        person = self.population.person()
        while rng.random() < TOO_MANY_NAMESAKES and self.registered.has(person.name):
            person = self.population.person()
        host = rng.choice(HOSTS)
        local = self.population.local_of(person) or "user"
        if rng.random() < 0.35:
            local = rng.choice(
                (
                    f"{local}{rng.randint(1, 999)}",
                    f"dev{rng.randint(1, 9999)}",
                    local.split(".")[0],
                    f"x{rng.getrandbits(20):x}",
                )
            )
        return person, self.shown(person), f"{local or 'user'}@{host}"

    def shown(self, person):
        """A few write their names otherwise than in full; the shares are those of public list archives, roughly."""
        rng = self.rng
        given, surname = person.parts()
        cjk = person.native and person.culture.script in ("han", "hangul")
        chance = rng.random()
        if chance < 0.80 or cjk and chance < 0.95:
            return person.name
        if chance < 0.84:
            return f"{surname}, {given}"
        if chance < 0.86:
            return given
        if chance < 0.87:
            return f"{given[0]}. {surname}"
        if chance < 0.89:
            return person.name.lower()
        if chance < 0.91:
            return f"{person.name} ({rng.choice(('Acme', 'he/him', 'IBM', 'Nokia', 'work', 'JIRA', 'via Gerrit'))})"
        if chance < 0.93:
            short = person.culture.nicknames.get(person.given[0])
            return f"{short[0]} {surname}" if short and person.latin else person.name
        if chance < 0.95:
            return names.without_marks(person.name)
        if chance < 0.96:
            return rng.choice(
                (
                    "root",
                    "Jenkins",
                    "Buildbot",
                    "Release Team",
                    "patchwork-bot",
                    "Info",
                    "Newsletter",
                    "Support",
                    "Cron Daemon",
                )
            )
        if chance < 0.98:
            return f"{person.name}, {rng.choice(('PhD', 'MBA', 'Jr.', 'II', 'M.D.'))}"
        return ""


def list_mails(seed, population, people, count):
    """`count` messages by other people, three of each on an average."""
    correspondents = Correspondents(seed, population, people)
    rng = correspondents.rng
    registered = {}
    for who in people:
        registered.setdefault(who.name.casefold(), set()).update(who.addresses)
    made = 0
    while made < count:
        person, shown, address = correspondents.draw()
        naive = shown.casefold() in registered and address not in registered[shown.casefold()]
        namesake = correspondents.registered.has(person.name)
        for _ in range(min(count - made, 1 + int(rng.expovariate(0.5)))):
            made += 1
            yield Mail(
                "list_mail" if not namesake else "list_mail_of_namesake",
                "corpus",
                list_header(rng, shown, address),
                None,
                "honest",
                naive=naive,
                body="On the patch: fine with me.\n",
            )


def list_header(rng, shown, address):
    domain = address.split("@")[1]
    name, host = rng.choice(LISTS)
    box = f"{phrase(shown, rng)} <{address}>" if shown else address
    chance = rng.random()
    if chance < 0.35:  # straight from the author
        return [*([passed(domain)] if rng.random() < 0.7 else []), f"From: {box}"]
    if chance < 0.70:  # through a list that keeps From
        auth = [results("pass", "fail", "none", f"{name}-bounces@{host}", domain, domain)] if rng.random() < 0.6 else []
        return [
            *auth,
            f"From: {box}",
            f"List-Id: <{name}.{host}>",
            f"Sender: {name}-bounces@{host}",
            *([f"Reply-To: {name}@{host}"] if rng.random() < 0.4 else []),
        ]
    if chance < 0.90:  # through one that rewrites it
        via = f"{shown or address} via {name}"
        auth = [passed(host)] if rng.random() < 0.7 else []
        return [*auth, f"From: {phrase(via)} <{name}@{host}>", f"Reply-To: {box}", f"List-Id: <{name}.{host}>"]
    if chance < 0.95:
        via = f"'{shown or address}' via team"
        return [
            passed("googlegroups.com"),
            f"From: {quoted(via) if via.isascii() else phrase(via)} <team@googlegroups.com>",
            f"Reply-To: {box}",
            f"X-Original-From: {box}",
            "List-ID: <team.googlegroups.com>",
        ]
    if chance < 0.98:  # raw, as older programs write it
        return [f"From: {address} ({shown})" if shown.isascii() and "(" not in shown else f"From: {box}"]
    encoded = encoded_word(shown, "utf-8", "Q") if shown else ""
    return [failed(domain, "forwarder.example"), f"From: {encoded} <{address}>"]
