# SPDX-License-Identifier: Apache-2.0
"""Ways to write a registered name so that a person still reads it (groups A and B).

A disguise takes (rng, person or role, text, population) and gives the new text, or None where it does
not apply. Disguises compose in the order of their stages: another form of the name first, then
other letters, then what is put around it, then case and space.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Callable

import names
import scripts

FORM, SPELLING, LETTERS, AROUND, SHAPE = range(5)

DISGUISES = []


@dataclass
class Disguise:
    name: str
    group: str
    layer: str
    stage: int
    apply: Callable
    roles: bool  # also for an identity that is no person
    weak: bool
    loose: bool  # leaves less than both names: goes with no second loss


def disguise(group, layer, stage, roles=False, weak=False, loose=False, name=None):
    def add(function):
        entry = Disguise(name or function.__name__, group, layer, stage, function, roles, weak, loose)
        DISGUISES.append(entry)
        return function

    return add


def is_person(who):
    return isinstance(who, names.Person)


def latin_text(text):
    return bool(re.search(r"[A-Za-z]", text)) and all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())


def given_and_surname(who):
    return who.parts() if is_person(who) else (None, None)


# ---- A: the name itself, in another form -----------------------------------------------------------


@disguise("A", "exact", SHAPE, roles=True)
def as_registered(rng, who, text, _):
    return text


@disguise("A", "exact", SHAPE, roles=True)
def upper_case(rng, who, text, _):
    return text.upper() if text.upper() != text else None


@disguise("A", "exact", SHAPE, roles=True)
def lower_case(rng, who, text, _):
    return text.lower() if text.lower() != text else None


@disguise("A", "exact", SHAPE, roles=True)
def random_case(rng, who, text, _):
    result = "".join(rng.choice((c.lower(), c.upper())) for c in text)
    return result if result != text else None


@disguise("A", "exact", FORM)
def surname_first_comma(rng, who, text, _):
    given, surname = given_and_surname(who)
    if who.native and who.culture.script in ("han", "hangul"):
        return None
    return f"{surname}, {' '.join(filter(None, (given, who.middle)))}"


@disguise("A", "exact", FORM)
def other_order(rng, who, text, _):
    given, surname = given_and_surname(who)
    if who.native and who.culture.script in ("han", "hangul") or who.middle:
        return None
    return f"{given} {surname}" if text.startswith(surname) else f"{surname} {given}"


@disguise("A", "exact", FORM)
def surname_in_capitals(rng, who, text, _):
    given, surname = given_and_surname(who)
    if surname.upper() == surname or who.middle:
        return None
    return rng.choice((f"{surname.upper()} {given}", f"{given} {surname.upper()}", f"{surname.upper()}, {given}"))


@disguise("A", "exact", SHAPE, roles=True)
def other_separator(rng, who, text, _):
    if " " not in text:
        return None
    return text.replace(" ", rng.choice("._-")) if not re.search(r"[.,(\[|]", text) else None


@disguise("A", "exact", SHAPE)
def joined(rng, who, text, _):
    return text.replace(" ", "") if latin_text(text) and text.count(" ") == 1 and len(text) > 8 else None


@disguise("A", "exact", SHAPE)
def letters_spaced_out(rng, who, text, _):
    if not latin_text(text) or len(text) > 24 or re.search(r"[^\w\s.-]", text):
        return None
    return "  ".join(" ".join(word) for word in text.split())


@disguise("A", "exact", SHAPE, roles=True)
def surplus_space(rng, who, text, _):
    if " " not in text:
        return None
    return rng.choice(("", " ")) + text.replace(" ", " " * rng.randint(3, 8)) + rng.choice(("", " ", "   "))


@disguise("A", "exact", SPELLING)
def apostrophe(rng, who, text, _):
    return re.sub("'", rng.choice(("", "’", "‘", "`", "´", "ʼ", "′")), text) if "'" in text else None


@disguise("A", "exact", SPELLING)
def hyphen(rng, who, text, _):
    """Double names and Arabic articles: with a hyphen, apart or together."""
    if not re.search(r"\w-\w", text):
        return None
    return re.sub(r"(?<=\w)-(?=\w)", rng.choice((" ", "", "‐", "–")), text)


@disguise("A", "exact", SHAPE, roles=True)
def outer_punctuation(rng, who, text, _):
    before, after = rng.choice(
        (("'", "'"), ("*", "*"), ("~ ", " ~"), ("« ", " »"), ("", "."), ("-", "-"), ("“", "”"), (">>", "<<"))
    )
    return before + text + after


MIDDLE = {
    "english": "Michael Ann Lee James Rose Edward",
    "spanish": "José María Luis Elena",
    "french": "Marie Paul Louis",
    "german": "Maria Karl Johann",
    "italian": "Maria Carlo",
    "portuguese": "Luís Maria",
    "dutch": "Maria Johannes",
    "scandinavian": "Erik Marie",
    "polish": "Maria Jan",
    "czech": "Josef Marie",
    "turkish": "Can Nur Ali",
    "hungarian": "Mária Péter",
    "hebrew": "Chaim Sara",
    "arabic": "Ali Ahmed Omar",
    "hindi": "Kumar Lal Kumari",
}


@disguise("A", "decorated", FORM)
def middle_name_added(rng, who, text, _):
    given, surname = given_and_surname(who)
    if who.middle or who.culture.name not in MIDDLE or not latin_text(text):
        return None
    extra = rng.choice([name for name in MIDDLE[who.culture.name].split() if name not in text] or ["Lee"])
    return f"{given} {extra} {surname}"


@disguise("A", "decorated", FORM)
def middle_initial_added(rng, who, text, _):
    given, surname = given_and_surname(who)
    if who.middle or not latin_text(text):
        return None
    return f"{given} {rng.choice('ABCEFGHKLMPRST')}{rng.choice(('.', ''))} {surname}"


@disguise("A", "exact", FORM, name="middle_left_out")
def middle_left_out(rng, who, text, _):
    given, surname = given_and_surname(who)
    if not who.middle or who.culture.name == "vietnamese":
        return None
    return who.ordered(given, surname).replace(f" {who.middle} ", " ")


TITLES = (
    "Dr.",
    "Dr",
    "Prof.",
    "Prof. Dr.",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Sir",
    "Herr",
    "Frau",
    "Dipl.-Ing.",
    "Mag.",
    "Mme",
    "M.",
    "Maître",
    "Sr.",
    "Sra.",
    "Ing.",
    "Lic.",
    "Dott.",
    "Dott.ssa",
    "Avv.",
    "Dhr.",
    "Drs.",
    "Pan",
    "Pani",
    "mgr",
    "Sayın",
    "Rev.",
    "Capt.",
    "Eng.",
    "The Hon.",
    "Prof. emer.",
    "CEO",
    "CFO",
    "President",
    "Director",
    "Managing Director",
)


# How East Asia addresses people: after the name.
ADDRESSED = {
    "chinese": ("先生", "女士", "总经理", "董事长", "（财务总监）", " (CEO)", "老师", "/财务部"),
    "japanese": ("様", " 様", "さん", "先生", "部長", "（社長）", " (CFO)", "／経理部"),
    "korean": ("님", " 님", " 대표이사", " 부장", " 사장님", "(재무팀)", " (CEO)", " 팀장"),
}


def addressed(rng, who, text):
    """None for a name that is not written in East Asian letters."""
    if not who.native or who.culture.name not in ADDRESSED or text.isascii():
        return None
    return text + rng.choice(ADDRESSED[who.culture.name])


@disguise("A", "decorated", AROUND)
def title(rng, who, text, _):
    return addressed(rng, who, text) or f"{rng.choice(TITLES)} {text}"


DEGREES = (
    "Jr.",
    "PhD",
    "MBA",
    "Jr., PhD",
    "CPA",
    "Esq.",
    "M.D.",
    "MSc",
    "CFA",
    "PMP",
    "LL.M.",
    "OBE",
    "B.Sc., MBA",
    "Ph.D.",
    "FCA",
)


@disguise("A", "decorated", AROUND)
def degrees(rng, who, text, _):
    if addressed(rng, who, text):
        return None
    return f"{text}, {rng.choice(DEGREES)}" if rng.random() < 0.7 else f"{text} {rng.choice(DEGREES)}"


JOBS = (
    "CEO",
    "CFO",
    "COO",
    "Chief Financial Officer",
    "Managing Director",
    "President",
    "Geschäftsführer",
    "Vorstand",
    "Directeur Général",
    "PDG",
    "Director General",
    "Gerente",
    "Amministratore Delegato",
    "Prezes",
    "Генеральный директор",
    "総務部",
    "Head of Finance",
    "Chairman",
    "VP Sales",
    "Leitung Finanzen",
    "Directeur financier",
    "Genel Müdür",
    "ředitel",
)


@disguise("A", "decorated", AROUND)
def job(rng, who, text, _):
    if addressed(rng, who, text):
        return addressed(rng, who, text)
    job_title = rng.choice(JOBS)
    forms = (
        f"{text} ({job_title})",
        f"{text}, {job_title}",
        f"{text} - {job_title}",
        f"{text} | {job_title}",
        f"{job_title} {text}",
        f"{text} [{job_title}]",
        f"{job_title}: {text}",
        f"{text} / {job_title}",
    )
    return rng.choice(forms)


DEPARTMENTS = (
    "Finance",
    "HR",
    "Accounting",
    "Sales",
    "Executive Office",
    "Buchhaltung",
    "Comptabilité",
    "Ventas",
    "Legal",
    "IT",
    "Payroll",
)
COMPANIES = {
    "example.com": ("Example Inc.", "Example"),
    "brightwater.org": ("Brightwater", "Brightwater Trust"),
    "meridian-foods.de": ("Meridian Foods GmbH", "Meridian Foods"),
}


@disguise("A", "decorated", AROUND, roles=True)
def company(rng, who, text, _):
    firm = rng.choice(COMPANIES[who.domain])
    if not is_person(who):
        return rng.choice((f"{firm} {text}", f"{text} - {firm}", f"{text} ({firm})", f"{text} | {firm}"))
    department = rng.choice(DEPARTMENTS)
    return rng.choice(
        (
            f"{text} - {department} - {firm}",
            f"{text} ({department})",
            f"{text} | {firm}",
            f"{text} @ {firm}",
            f"{firm} - {text}",
            f"{text}, {firm}",
            f"{text} [{department}]",
            f"{text} from {firm}",
        )
    )


SERVICES = (
    "DocuSign",
    "Adobe Sign",
    "LinkedIn",
    "SharePoint",
    "Dropbox",
    "Zoom",
    "OneDrive",
    "WeTransfer",
    "Teams",
    "Slack",
    "Docs",
)


@disguise("A", "decorated", AROUND, roles=True)
def via(rng, who, text, _):
    service = rng.choice(SERVICES)
    return rng.choice(
        (f"{text} via {service}", f"{text} (via {service})", f"'{text}' via {service}", f"{text} ({service})")
    )


@disguise("A", "decorated", AROUND)
def on_behalf(rng, who, text, _):
    office = rng.choice(("Accounting", "Finance Department", "Assistant", "Office", "Sekretariat"))
    return rng.choice(
        (
            f"{office} on behalf of {text}",
            f"On behalf of {text}",
            f"{office} im Auftrag von {text}",
            f"Office of {text}",
            f"{text}'s office",
            f"From the desk of {text}",
            f"{office} for {text}",
        )
    )


@disguise("A", "decorated", AROUND, roles=True)
def trust_tag(rng, who, text, _):
    return rng.choice(
        (
            f"[INTERNAL] {text} (verified)",
            f"[Internal] {text}",
            f"{text} (verified)",
            f"✓ {text}",
            f"{text} [SECURE]",
            f"{text} (trusted sender)",
            f"[VERIFIED] {text}",
            f"{text} - Verified",
            f"(Internal) {text}",
        )
    )


@disguise("A", "decorated", AROUND)
def note(rng, who, text, _):
    return rng.choice(
        (
            f"{text} (mobile)",
            f"{text} (personal)",
            f"{text} - private",
            f"{text} (new address)",
            f"{text} [privat]",
            f"{text} (new number)",
            f"{text} - iPhone",
            f"{text} (travelling)",
            f"URGENT: {text}",
            f"{text} - URGENT",
        )
    )


@disguise("A", "decorated", AROUND)
def number(rng, who, text, _):
    return rng.choice(
        (f"{text} 2", f"{text} (1)", f"{text} +49 170 1234567", f"{text} 2026", f"1. {text}", f"{text} #1", f"{text}1")
    )


@disguise("A", "decorated", AROUND, roles=True)
def repeated(rng, who, text, _):
    return rng.choice((f"{text} {text}", f"{text} ({text})", f"{text}, {text}", f"{text} - {text}"))


@disguise("A", "exact", FORM, roles=True)
def role_words_moved(rng, who, text, _):
    """The plural on the other word, or the words the other way round."""
    if is_person(who) or len(text.split()) != 2:
        return None
    first, second = text.split()
    if first.endswith("s") and rng.random() < 0.6:
        return f"{first[:-1]} {second}" if second.endswith("s") else f"{first[:-1]} {second}s"
    return f"{second} {first}"


# ---- A: variants ------------------------------------------------------------------------------------


@disguise("A", "variant", FORM)
def nickname(rng, who, text, _):
    given, surname = given_and_surname(who)
    short = who.culture.nicknames.get(who.given[0])
    if not short:
        return None
    short = rng.choice(short)
    if not who.native and not who.latin:
        short = rng.choice(scripts.romanised(short, who.culture.name))
    return f"{short} {surname}"


@disguise("A", "variant", FORM)
def formal_given_name(rng, who, text, _):
    """The entry has the nickname, the mail the name in full."""
    return f"{who.formal[0]} {given_and_surname(who)[1]}" if who.formal else None


@disguise("A", "variant", FORM, loose=True)
def initial_and_surname(rng, who, text, _):
    given, surname = given_and_surname(who)
    if who.native and who.culture.script in ("han", "hangul", "arabic", "hebrew") or len(surname) < 3:
        return None
    if who.culture.name in ("chinese", "korean", "vietnamese"):
        return None
    return rng.choice(
        (f"{given[0]}. {surname}", f"{given[0]} {surname}", f"{surname}, {given[0]}.", f"{given[0]}.{surname}")
    )


@disguise("A", "variant", FORM, loose=True)
def half_double_surname(rng, who, text, _):
    given, surname = given_and_surname(who)
    if not who.second and who.culture.name in names.HYPHENS and "-" in surname:
        return f"{given} {rng.choice(surname.split('-'))}"
    if not who.second:
        return None
    # In Spanish the first alone, in Portuguese either.
    half = who.surname[0] if who.culture.name == "spanish" or rng.random() < 0.5 else who.second[0]
    return f"{who.given[0]} {half}"


@disguise("A", "variant", FORM)
def particle(rng, who, text, _):
    given, surname = given_and_surname(who)
    found = re.match(
        r"(?i)((?:van|von|de|da|dos|di|lo|le|ten|ter|la|der|den|el|al|ben|bin|abdel|'t)[ -])+(?=\w)", surname
    )
    if not found or not latin_text(text):
        return None
    rest = surname[found.end() :]
    joined = re.sub(r"[ -]", "", found[0])
    return rng.choice(
        (
            f"{given} {rest}",
            f"{given} {joined}{rest.lower()}",
            f"{given} {joined.title()} {rest}",
            f"{rest}, {given} {found[0].strip()}",
            f"{given} {surname.title()}",
        )
    )


@disguise("B", "variant", SPELLING, roles=True)
def marks_left_out(rng, who, text, _):
    plain = names.without_marks(text)
    return plain if latin_text(text) and plain != text else None


@disguise("B", "variant", SPELLING)
def some_marks_left_out(rng, who, text, _):
    places = [n for n, c in enumerate(text) if names.without_marks(c) != c]
    if not latin_text(text) or len(places) < 2:
        return None
    place = rng.choice(places)
    return text[:place] + names.without_marks(text[place]) + text[place + 1 :]


WRITTEN_OUT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "å": "aa",
    "ø": "oe",
    "æ": "ae",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "Å": "Aa",
    "Ø": "Oe",
    "Æ": "Ae",
}


@disguise("B", "variant", SPELLING)
def umlaut_written_out(rng, who, text, _):
    if not is_person(who) or who.culture.name not in ("german", "scandinavian", "turkish"):
        return None
    result = "".join(WRITTEN_OUT.get(c, c) for c in text)
    return names.without_marks(result) if result != text else None


@disguise("B", "variant", FORM)
def romanised(rng, who, text, _):
    """Cyrillic, Greek, Arabic, Hebrew, Devanagari or Hangul in one of the Latin spellings."""
    if who.latin or not who.native or who.culture.script == "han":
        return None
    given, surname = who.latin_parts(rng)
    return f"{surname} {given}" if who.culture.order == "surname" and rng.random() < 0.5 else f"{given} {surname}"


@disguise("B", "variant", FORM)
def other_latin_spelling(rng, who, text, _):
    if who.latin or who.native or who.culture.script == "han":
        return None
    given, surname = who.latin_parts(rng)
    if f"{given} {surname}" == text or f"{surname} {given}" == text:
        return None
    return f"{given} {surname}"


@disguise("B", "variant", FORM)
def native_script(rng, who, text, _):
    """The entry is in Latin letters, the mail in the script of the language."""
    if who.latin or who.native or who.culture.script == "han":
        return None
    given, surname = who.given[0], who.surname[0]
    return surname + given if who.culture.script == "hangul" else f"{given} {surname}"


@disguise("B", "variant", FORM)
def chinese_romanised(rng, who, text, _):
    if who.culture.name != "chinese" or not who.native:
        return None
    given, surname = who.given[1][0], who.surname[1][0]
    return rng.choice((f"{surname} {given}", f"{given} {surname}", f"{surname.upper()} {given}", f"{surname}, {given}"))


@disguise("B", "variant", FORM)
def chinese_regional(rng, who, text, _):
    """The surname as Hong Kong or Taiwan spells it."""
    if who.culture.name != "chinese" or not who.native or len(who.surname[1]) < 2:
        return None
    return rng.choice((f"{who.surname[1][1]} {who.given[1][0]}", f"{who.given[1][0]} {who.surname[1][1]}"))


@disguise("B", "variant", FORM)
def chinese_traditional(rng, who, text, _):
    result = "".join(who.culture.traditional.get(c, c) for c in text)
    return result if result != text else None


@disguise("B", "variant", FORM)
def chinese_characters(rng, who, text, _):
    if who.culture.name != "chinese" or who.native:
        return None
    return who.surname[0] + who.given[0]


def with_long_vowels(rng, who):
    spell = who.culture.long_vowels
    return [rng.choice([part, *spell.get(part, [])]) for part in (who.given[1][0], who.surname[1][0])]


@disguise("B", "variant", FORM)
def japanese_romanised(rng, who, text, _):
    if who.culture.name != "japanese" or not who.native or not reading_in_address(who):
        return None
    given, surname = with_long_vowels(rng, who)
    return rng.choice((f"{given} {surname}", f"{surname} {given}", f"{surname.upper()} {given}", f"{surname}, {given}"))


@disguise("B", "variant", FORM)
def japanese_kana(rng, who, text, _):
    if who.culture.name != "japanese" or (who.native and not reading_in_address(who)):
        return None
    spell = who.culture.long_vowels
    given, surname = (scripts.katakana(spell.get(part, [part])[0]) for part in (who.given[1][0], who.surname[1][0]))
    joint = rng.choice((" ", "　", "", "・"))
    result = surname + joint + given
    return result if rng.random() < 0.6 else scripts.hiragana(result)


def reading_in_address(who):
    local = re.sub(r"[^a-z]", "", who.local)
    given, surname = who.given[1][0].lower(), who.surname[1][0].lower()
    return local in (given + surname, surname + given)


@disguise("B", "exact", FORM)
def cjk_spaced(rng, who, text, _):
    if not who.native or who.culture.script not in ("han", "hangul"):
        return None
    joint = rng.choice(("　", " ", "・", ""))
    result = who.surname[0] + joint + who.given[0]
    return result if result != text else None


# ---- B: letters ---------------------------------------------------------------------------------------


def replaced(rng, text, table, share=None):
    """Some (at least one) or, with share=1, all of the letters that the table has."""
    places = [n for n, c in enumerate(text) if c in table]
    if not places:
        return None
    count = len(places) if share == 1 else rng.randint(1, max(1, len(places) // 2))
    chosen = set(rng.sample(places, count))
    return "".join(table[c] if n in chosen else c for n, c in enumerate(text))


def add_lookalikes():
    for script, table in scripts.LOOKALIKES.items():

        def apply(rng, who, text, _, table=table):
            return replaced(rng, text, table, rng.choice((None, None, 1)))

        disguise("B", "confusable", LETTERS, roles=True, name=f"lookalike_{script}")(apply)


add_lookalikes()


@disguise("B", "confusable", LETTERS, roles=True)
def mixed_scripts(rng, who, text, _):
    tables = list(scripts.LOOKALIKES.values())
    result = "".join(rng.choice(tables).get(c, c) if rng.random() < 0.6 else c for c in text)
    return result if result != text else None


@disguise("B", "confusable", LETTERS)
def whole_name_cyrillic(rng, who, text, _):
    if not all(c in scripts.CYRILLIC or not c.isalpha() for c in text):
        return None
    return "".join(scripts.CYRILLIC.get(c, c) for c in text)


@disguise("B", "confusable", LETTERS)
def latin_in_cyrillic_name(rng, who, text, _):
    """A Cyrillic or Greek name with Latin letters among its own."""
    table = {v: k for k, v in scripts.CYRILLIC.items()} | {v: k for k, v in scripts.GREEK_LETTERS.items()}
    return replaced(rng, text, table)


@disguise("B", "confusable", LETTERS, roles=True)
def small_capitals(rng, who, text, _):
    if not text.isascii():
        return None
    return "".join(scripts.SMALL_CAPITALS.get(c.lower(), c) for c in text)


@disguise("B", "confusable", LETTERS, roles=True)
def digits(rng, who, text, _):
    return replaced(rng, text, scripts.DIGITS, rng.choice((None, None, 1))) if latin_text(text) else None


@disguise("B", "confusable", LETTERS, roles=True)
def signs(rng, who, text, _):
    table = {"a": "@", "s": "$", "e": "€", "i": "!", "c": "¢", "S": "$", "l": "|", "E": "€"}
    return replaced(rng, text, table) if latin_text(text) else None


@disguise("B", "confusable", LETTERS, roles=True)
def bars(rng, who, text, _):
    """I, l, 1 and | for one another."""
    table = {"I": "l", "l": rng.choice("I1|"), "i": rng.choice("l1")}
    if "I" not in text and "l" not in text:
        return None
    del table["i"]
    return replaced(rng, text, table, rng.choice((None, 1))) if latin_text(text) else None


@disguise("B", "confusable", LETTERS, roles=True)
def shapes(rng, who, text, _):
    """rn for m, vv for w, cl for d."""
    fitting = [(one, two) for one, two in scripts.SHAPES[:4] if one in text]
    if not fitting or not latin_text(text):
        return None
    one, two = rng.choice(fitting)
    return text.replace(one, two)


def add_alphabets():
    sets = {
        "mathematical": scripts.MATHEMATICAL,
        "fullwidth": [scripts.FULLWIDTH],
        "circled": [scripts.CIRCLED],
        "squared": scripts.SQUARED,
        "superscript": [scripts.SUPERSCRIPT],
        "parenthesised": [scripts.PARENTHESISED],
    }
    for kind, tables in sets.items():

        def apply(rng, who, text, _, tables=tables, kind=kind):
            text = names.without_marks(text)
            table = rng.choice(tables)
            if kind == "squared":
                text = text.upper()
            return replaced(rng, text, table, 1 if rng.random() < 0.8 else None)

        disguise("B", "cleaned", LETTERS, roles=True, name=kind)(apply)


add_alphabets()


def sprinkled(rng, text, letters, most=4):
    result = list(text)
    for _ in range(rng.randint(1, most)):
        result.insert(rng.randint(1, len(result) - 1), rng.choice(letters))
    return "".join(result)


@disguise("B", "cleaned", LETTERS, roles=True)
def zero_width(rng, who, text, _):
    return sprinkled(rng, text, "\u200b\ufeff\u2063")


@disguise("B", "cleaned", LETTERS, roles=True)
def joiners(rng, who, text, _):
    return sprinkled(rng, text, "\u200d\u2060\u00ad\u200c\u180e\u034f\u2062")


@disguise("B", "cleaned", LETTERS, roles=True)
def direction_marks(rng, who, text, _):
    return sprinkled(rng, text, "\u200e\u200f\u2066\u2068\u2069\u202a\u202c\u061c")


@disguise("B", "cleaned", LETTERS, roles=True)
def variation_selectors(rng, who, text, _):
    return sprinkled(rng, text, "\ufe0f\ufe0e\U000e0101\U000e0061")


@disguise("B", "cleaned", SHAPE, roles=True)
def stored_reversed(rng, who, text, _):
    if not latin_text(text):
        return None
    return "\u202e" + text[::-1] + rng.choice(("\u202c", ""))


@disguise("B", "cleaned", LETTERS, roles=True)
def combining_marks(rng, who, text, _):
    if not latin_text(text):
        return None
    marks = "\u0332\u0336\u0323\u0325\u0331\u0335\u0338\u20d2\u0489"
    places = set(rng.sample(range(len(text)), rng.randint(1, len(text))))
    return "".join(c + rng.choice(marks) if n in places and c.isalpha() else c for n, c in enumerate(text))


@disguise("B", "cleaned", LETTERS, roles=True)
def marks_added(rng, who, text, _):
    if not latin_text(text):
        return None
    table = {
        "a": "áàäâåã",
        "e": "éèëêę",
        "i": "íìïî",
        "o": "óòöôõ",
        "u": "úùüû",
        "n": "ñń",
        "c": "çć",
        "s": "šś",
        "y": "ýÿ",
        "z": "žż",
    }
    places = [n for n, c in enumerate(text) if c in table]
    if not places:
        return None
    chosen = set(rng.sample(places, rng.randint(1, len(places))))
    return "".join(rng.choice(table[c]) if n in chosen else c for n, c in enumerate(text))


@disguise("B", "cleaned", LETTERS)
def decomposed(rng, who, text, _):
    result = unicodedata.normalize("NFD", text)
    return result if result != text else None


@disguise("B", "cleaned", LETTERS, roles=True)
def ligatures(rng, who, text, _):
    pairs = [
        (a, b)
        for a, b in (
            ("ffi", "ﬃ"),
            ("ff", "ﬀ"),
            ("fi", "ﬁ"),
            ("fl", "ﬂ"),
            ("st", "ﬆ"),
            ("ss", "ß"),
            ("ae", "æ"),
            ("oe", "œ"),
            ("nj", "ǌ"),
            ("lj", "ǉ"),
            ("ij", "ĳ"),
            ("dz", "ǳ"),
            ("Nj", "ǋ"),
        )
        if a in text
    ]
    if not pairs:
        return None
    for a, b in pairs:
        text = text.replace(a, b)
    return text


BLANKS = ("\u3164", "\u2800", "\u00a0", "\u3000", "\u2003", "\u2009", "\u202f", "\uffa0", "\u115f", "\u1680", "\u2028")


@disguise("B", "cleaned", SHAPE, roles=True)
def blank_separators(rng, who, text, _):
    return re.sub(" ", lambda _: rng.choice(BLANKS), text) if " " in text else None


@disguise("B", "cleaned", SHAPE, roles=True)
def emoji(rng, who, text, _):
    signs = ("🔒", "💼", "✅", "📧", "⭐", "👍🏽", "🇩🇪", "☎️", "👨‍💼", "❗")
    sign = rng.choice(signs)
    return rng.choice((f"{sign} {text}", f"{text} {sign}", f"{sign}{text}{sign}", text.replace(" ", f" {sign} ", 1)))


# ---- B: typing errors ------------------------------------------------------------------------------------

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def beside(letter):
    for row in KEYS:
        if letter in row:
            place = row.index(letter)
            return row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return ""


def typing_error(rng, who, text, population, change):
    """Changes one word of five letters or more so that nobody else bears the outcome."""
    if not latin_text(text):
        return None
    words = [m for m in re.finditer(r"[^\W\d_]{5,}", text)]
    rng.shuffle(words)
    for word in words:
        for _ in range(6):
            changed = change(rng, word[0])
            if changed and changed.lower() != word[0].lower() and names.folded(changed) not in population.known:
                if names.folded(changed) != names.folded(word[0]):
                    return text[: word.start()] + changed + text[word.end() :]
    return None


def add_typing_errors():
    def dropped(rng, word):
        place = rng.randint(1, len(word) - 1)
        return word[:place] + word[place + 1 :]

    def doubled(rng, word):
        place = rng.randint(1, len(word) - 1)
        return word[:place] + word[place] + word[place:]

    def transposed(rng, word):
        place = rng.randint(1, len(word) - 2)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    def substituted(rng, word):
        place = rng.randint(1, len(word) - 1)
        near = beside(word[place].lower())
        return word[:place] + rng.choice(near) + word[place + 1 :] if near else None

    def inserted(rng, word):
        place = rng.randint(1, len(word) - 1)
        near = beside(word[place].lower())
        return word[:place] + rng.choice(near) + word[place:] if near else None

    for change in (dropped, doubled, transposed, substituted, inserted):

        def apply(rng, who, text, population, change=change):
            return typing_error(rng, who, text, population, change)

        disguise("B", "near", SPELLING, roles=True, name=f"letter_{change.__name__}")(apply)


add_typing_errors()


# ---- What is too little to accuse anybody ------------------------------------------------------------------


@disguise("A", "weak", FORM, weak=True)
def initials_only(rng, who, text, _):
    given, surname = given_and_surname(who)
    return f"{given[0]}.{surname[0]}." if who.latin else None


@disguise("A", "weak", FORM, weak=True)
def given_name_only(rng, who, text, _):
    return given_and_surname(who)[0]


@disguise("A", "weak", FORM, weak=True)
def surname_with_title(rng, who, text, _):
    surname = given_and_surname(who)[1]
    return (
        f"{rng.choice(('Mr.', 'Mrs.', 'Herr', 'Mme', 'Dr.', 'Sr.'))} {surname}"
        if latin_text(text) and " " not in surname
        else None
    )


@disguise("A", "weak", FORM, weak=True)
def surname_as_initial(rng, who, text, _):
    given, surname = given_and_surname(who)
    return f"{given} {surname[0]}." if who.latin and " " not in given else None


@disguise("A", "weak", FORM, weak=True)
def job_only(rng, who, text, _):
    return rng.choice(
        (
            "Chief Executive Officer",
            "CEO",
            "Managing Director",
            "Office of the President",
            "Geschäftsführung",
            "Direction Générale",
        )
    )
