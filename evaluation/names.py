# SPDX-License-Identifier: Apache-2.0
"""People of many cultures, drawn from the lists in names/: who is registered, who merely writes mail."""

import random
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import scripts

NAMES = Path(__file__).resolve().parent / "names"

# The account's own mail domains.
DOMAINS = ("example.com", "brightwater.org", "meridian-foods.de")

# Letters that no decomposition takes apart.
STROKES = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "þ": "th",
        "œ": "oe",
        "Œ": "Oe",
        "ð": "d",
        "Þ": "Th",
    }
)


def without_marks(text):
    """Latin letters without their diacritics."""
    decomposed = unicodedata.normalize("NFD", text.translate(STROKES))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def folded(text):
    return re.sub(r"[^\w]+", "", without_marks(text).casefold())


@dataclass
class Culture:
    """One file of names/. A name is (native spelling, [spellings in Latin letters])."""

    name: str
    men: list = field(default_factory=list)
    women: list = field(default_factory=list)
    surnames: list = field(default_factory=list)
    nicknames: dict = field(default_factory=dict)
    middle: list = field(default_factory=list)
    long_vowels: dict = field(default_factory=dict)
    traditional: dict = field(default_factory=dict)
    script: str = "latin"
    order: str = "given"
    gender: str = ""
    double_surname: bool = False
    registered: str = ""


def read_culture(path):
    culture, words, key = Culture(path.stem), {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        start = re.match(r"([a-z_]+):(.*)", line)
        if start:
            key, line = start[1], start[2]
        words.setdefault(key, []).extend(word.replace("_", " ") for word in line.split())
    for key in ("script", "order", "gender", "registered"):
        setattr(culture, key, words.get(key, [getattr(culture, key)])[0])
    culture.double_surname = "double_surname" in words
    culture.middle = words.get("middle", [])
    culture.traditional = {pair[0]: pair[1] for pair in words.get("traditional", [])}
    for key in ("nicknames", "long_vowels"):
        pairs = (word.split("=") for word in words.get(key, []))
        setattr(culture, key, {name: spellings.split("/") for name, spellings in pairs})
    for key in ("men", "women", "surnames"):
        setattr(culture, key, [spellings_of(word, culture) for word in words[key]])
    return culture


def spellings_of(word, culture):
    native, _, latin = word.partition("=")
    if latin:
        return native, latin.split("/")
    if culture.script in ("cyrillic", "greek"):
        return native, scripts.romanised(native, culture.name)
    return native, [native]


def read_cultures():
    return {path.stem: read_culture(path) for path in sorted(NAMES.glob("*.txt"))}


def for_woman(surname, culture):
    """The form of a surname that a woman bears, where the language has one."""
    native, latin = surname
    if culture.gender == "russian":
        native = re.sub(r"(ов|ев|ёв|ин|ын)$", r"\1а", re.sub(r"ский$", "ская", native))
    elif culture.gender == "ukrainian":
        native = re.sub(r"(с|ц)ький$", r"\1ька", native)
    elif culture.gender == "polish":
        native = re.sub(r"(s|c|dz)ki$", r"\1ka", native)
    elif culture.gender == "greek":
        native = re.sub(r"όπουλος$", "οπούλου", native)
        native = re.sub(r"ς$", "", re.sub(r"ος$", "ου", native))
    elif culture.gender == "czech":
        native = native[:-1] + "á" if native.endswith("ý") else native
        if not native.endswith(("á", "í")):
            native = re.sub(r"(e|o)(k|c)$", r"\2", native) if native.endswith(("ek", "ec")) else native
            native = re.sub(r"[aeoě]$", "", native) + "ová"
    if native == surname[0]:
        return surname
    return spellings_of(native, culture)


@dataclass
class Person:
    """A human being: `given` and `surname` as (native, [Latin, ...]); `name` is how the registry has it."""

    culture: Culture
    given: tuple
    surname: tuple
    second: tuple | None  # second surname
    middle: str
    native: bool  # the registry's spelling is the native one
    name: str = ""
    email: str = ""
    extra: list = field(default_factory=list)  # further registered addresses
    formal: tuple | None = None  # the given name in full where `given` is a nickname

    @property
    def latin(self):
        return self.culture.script == "latin"

    def latin_parts(self, rng=None):
        """(given, surname) in Latin letters; with `rng` one of the spellings in use."""
        pick = rng.choice if rng else (lambda spellings: spellings[0])
        surname = pick(self.surname[1])
        if self.second:
            surname += " " + self.second[0]
        return pick(self.given[1]), surname

    def parts(self):
        """(given, surname) as registered."""
        if not self.native:
            return self.latin_parts()
        return self.given[0], self.surname[0] + (f" {self.second[0]}" if self.second else "")

    def ordered(self, given, surname, joint=" "):
        middle = f"{self.middle}" if self.middle else ""
        if self.culture.order == "surname":
            return joint.join(part for part in (surname, middle, given) if part)
        return joint.join(part for part in (given, middle, surname) if part)

    @property
    def addresses(self):
        return [self.email, *self.extra]

    @property
    def domain(self):
        return self.email.split("@")[1]

    @property
    def local(self):
        return self.email.split("@")[0]


@dataclass
class Role:
    """A function that is registered like a person."""

    name: str
    email: str
    extra: list = field(default_factory=list)

    @property
    def addresses(self):
        return [self.email, *self.extra]

    @property
    def domain(self):
        return self.email.split("@")[1]

    @property
    def local(self):
        return self.email.split("@")[0]


ROLES = (
    "Accounts Payable",
    "Accounts Receivable",
    "Payroll Department",
    "Human Resources",
    "IT Service Desk",
    "Treasury Office",
    "Facilities Management",
    "Legal Department",
    "Procurement Team",
    "Executive Assistant",
    "Investor Relations",
    "Gehaltsabrechnung",
    "Personalabteilung",
    "Service Comptabilité",
    "Ressources Humaines",
    "Recursos Humanos",
    "Dział Księgowości",
    "Ufficio Acquisti",
    "Financiële Administratie",
    "Muhasebe Departmanı",
    "Бухгалтерия Холдинга",
)


def ascii_local(text):
    return re.sub(r"[^a-z0-9.-]", "", without_marks(text).lower().replace(" ", ""))


# Where two surnames are joined by a hyphen, after a marriage for the most part.
HYPHENS = ("german", "french", "english", "dutch", "polish")

# Forms that companies give the local parts of their people, by frequency.
LOCAL_FORMS = ("{g}.{s}", "{g}.{s}", "{g}.{s}", "{g}.{s}", "{s}.{g}", "{g}{s}", "{g}_{s}", "{i}{s}", "{i}.{s}")


class Population:
    """Draws people. The same seed gives the same people."""

    def __init__(self, seed):
        self.rng = random.Random(f"people {seed}")
        self.cultures = read_cultures()
        # Everything that is somebody's name, so that a typing error of ours is not another person.
        self.known = set()
        for culture in self.cultures.values():
            for _, latin in culture.men + culture.women + culture.surnames:
                self.known |= {folded(spelling) for spelling in latin}
            for native, _ in culture.men + culture.women + culture.surnames:
                self.known.add(folded(native))
            for spellings in culture.nicknames.values():
                self.known |= {folded(spelling) for spelling in spellings}

    def person(self, culture=None):
        rng = self.rng
        culture = culture or rng.choice(list(self.cultures.values()))
        woman = rng.random() < 0.5
        given = rng.choice(culture.women if woman else culture.men)
        surname = rng.choice(culture.surnames)
        surname = for_woman(surname, culture) if woman else surname
        second = None
        if culture.double_surname and rng.random() < 0.5:
            second = rng.choice([other for other in culture.surnames if other != surname and " " not in other[0]])
        elif culture.name in HYPHENS and rng.random() < 0.1:
            other = rng.choice([other for other in culture.surnames if other != surname and " " not in other[0]])
            joined = f"{surname[0]}-{for_woman(other, culture)[0] if woman else other[0]}"
            surname = (joined, [joined])
        formal = None
        if culture.script == "latin" and given[0] in culture.nicknames and rng.random() < 0.25:
            formal, nickname = given, rng.choice(culture.nicknames[given[0]])
            given = (nickname, [nickname])
        middle = ""
        if culture.middle and rng.random() < 0.7:
            middle = "Thị" if woman and rng.random() < 0.5 else rng.choice(culture.middle)
        elif culture.name == "english" and rng.random() < 0.12:
            middle = rng.choice("ABCDEFGHJKLMNPRSTW") + "."
        elif culture.name in ("english", "french", "german") and rng.random() < 0.05:
            middle = rng.choice(culture.women if woman else culture.men)[0]
        native = culture.script == "latin" or rng.random() < NATIVE_SHARE.get(culture.registered or culture.name, 0.5)
        person = Person(culture, given, surname, second, middle, native, formal=formal)
        person.name = self.name_of(person)
        return person

    def name_of(self, person):
        given, surname = person.parts()
        if person.native and person.culture.script in ("han", "hangul"):
            joint = " " if person.culture.name == "japanese" else ""
            return surname + joint + given
        if not person.latin and not person.native:
            if person.culture.order == "surname" and self.rng.random() < 0.4:
                return f"{surname} {given}"
            return f"{given} {surname}"
        if person.culture.name == "hungarian":
            return f"{surname} {given}" if self.rng.random() < 0.6 else f"{given} {surname}"
        return person.ordered(given, surname)

    def local_of(self, person, form=None):
        given, surname = person.latin_parts()
        surname = surname.split(" ")[0] if person.second else surname
        given, surname = ascii_local(given.replace("-", "")), ascii_local(surname)
        form = form or self.rng.choice(LOCAL_FORMS[:7] if person.culture.name == "japanese" else LOCAL_FORMS)
        return form.format(g=given, s=surname, i=given[:1])

    def register(self, count):
        """`count` people and all roles, no two of whom an initial, a surname or a reading confuses."""
        people, taken, addresses = [], set(), set()
        cultures = list(self.cultures.values())
        while len(people) < count:
            person = self.person(cultures[len(people) % len(cultures)])
            given, surname = person.latin_parts()
            first = folded(surname.split(" ")[0]) if person.second else folded(surname)
            claims = {(folded(given)[:1], first), tuple(sorted((folded(given), first))), (first, folded(given)[:1])}
            for other in [person.second[0]] if person.second else surname.split("-")[1:]:
                claims.add((folded(given)[:1], folded(other)))
            claims.add((folded(given)[:1], folded(surname.split("-")[0])))
            if person.formal:
                claims.add((folded(person.formal[0])[:1], first))
            if claims & taken:
                continue
            domain = DOMAINS[len(people) // len(cultures) % len(DOMAINS)]
            person.email = f"{self.local_of(person)}@{domain}"
            if person.email in addresses or len(person.local) < 4:
                continue
            taken |= claims
            addresses.add(person.email)
            if self.rng.random() < 0.15:
                private = f"{self.local_of(person, '{g}{s}')}{self.rng.randint(2, 99)}@gmail.com"
                person.extra.append(private)
            people.append(person)
        roles = []
        for number, name in enumerate(ROLES):
            local = ascii_local(scripts.romanised(name.split()[0], "russian")[0]) + str(number)
            roles.append(Role(name, f"{local}@{DOMAINS[number % len(DOMAINS)]}"))
        return people, roles


# How often the registry has the native spelling of a name that is not written in Latin letters.
NATIVE_SHARE = {
    "russian": 0.6,
    "ukrainian": 0.6,
    "greek": 0.5,
    "arabic": 0.25,
    "hebrew": 0.4,
    "latin": 0.0,
    "chinese": 0.6,
    "japanese": 0.7,
    "korean": 0.6,
}
