# SPDX-License-Identifier: Apache-2.0
"""Draws attacks: every technique alone, and combinations of two."""

import random

import disguises
import forgeries
import names
from encoded_names import ENCODINGS
from wire import Mail, phrase, quoted

# How many people are tried before a technique is skipped: some fit few names only.
TRIES = 3000


class Attacks:
    def __init__(self, seed, people, roles, population):
        self.seed = seed
        self.people, self.roles, self.population = people, roles, population

    def single(self, each):
        """`each` messages of every technique."""
        for disguise in disguises.DISGUISES:
            rng = self.random(disguise.name)
            yield from self.draw(each, rng, lambda who: self.disguised(rng, who, disguise), disguise.roles)
        for name, encode in ENCODINGS.items():
            rng = self.random(name)
            yield from self.draw(each, rng, lambda who: self.encoded(rng, who, who.name, name, encode), True)
        for forgery in forgeries.FORGERIES:
            rng = self.random(forgery.name)
            yield from self.draw(each, rng, lambda who: self.forged(rng, who, who.name, forgery), forgery.roles)

    def pairs(self, count):
        """`count` messages that combine a disguise with a second technique of any kind."""
        rng = self.random("pairs")
        first = [d for d in disguises.DISGUISES if not d.weak and d.name != "as_registered"]
        second = [f for f in forgeries.FORGERIES if f.shows_name and not f.weak]
        made = 0
        while made < count:
            who = rng.choice(self.people)
            kind = rng.random()
            if kind > 0.88:
                mail = self.encoded_and_forged(rng, who, rng.choice(list(ENCODINGS)), rng.choice(second))
                if mail is not None:
                    made += 1
                    yield mail
                continue
            disguise = rng.choice(first)
            text = disguise.apply(rng, who, who.name, self.population)
            if text is None:
                continue
            if kind < 0.3:
                mail = self.second_disguise(rng, who, text, disguise, rng.choice(first))
            elif kind < 0.6:
                name = rng.choice(list(ENCODINGS))
                mail = self.encoded(rng, who, text, name, ENCODINGS[name])
            else:
                mail = self.forged(rng, who, text, rng.choice(second))
            if mail is None:
                continue
            mail.kind = f"{disguise.name} + {mail.kind}"
            mail.group, mail.layer = "pairs", disguise.layer
            made += 1
            yield mail

    def random(self, name):
        return random.Random(f"attacks {self.seed} {name}")

    def draw(self, each, rng, make, with_roles):
        made = tries = 0
        while made < each and tries < TRIES:
            tries += 1
            who = rng.choice(self.roles) if with_roles and rng.random() < 0.1 else rng.choice(self.people)
            mail = make(who)
            if mail is not None:
                made += 1
                yield mail

    def disguised(self, rng, who, disguise):
        # One word says too little when it is misspelt or has others around it.
        one_word = not isinstance(who, names.Person) and " " not in who.name
        if one_word and disguise.stage in (disguises.SPELLING, disguises.AROUND):
            return None
        text = disguise.apply(rng, who, who.name, self.population)
        if text is None:
            return None
        expected = "weak" if disguise.weak else "flag"
        return Mail(disguise.name, disguise.group, forgeries.plain(rng, who, text), who, expected, disguise.layer)

    def second_disguise(self, rng, who, text, first, second):
        if second.stage <= first.stage:
            return None
        if first.loose and second.layer in ("near", "variant") or second.loose:
            return None
        text = second.apply(rng, who, text, self.population)
        if text is None:
            return None
        return Mail(second.name, second.group, forgeries.plain(rng, who, text), who, "flag", second.layer)

    def encoded(self, rng, who, text, name, encode):
        shown = encode(rng, text)
        if shown is None:
            return None
        address = forgeries.stranger(rng)
        return Mail(
            name, "C", [*forgeries.authenticated(rng, address), f"From: {shown} <{address}>"], who, "flag", "encoding"
        )

    def encoded_and_forged(self, rng, who, name, forgery):
        """A forgery in which the name stands encoded, where the name stands by itself in it."""
        shown = ENCODINGS[name](rng, who.name)
        header = forgery.build(rng, who, who.name)
        if shown is None or header is None:
            return None
        for plain in (f"{phrase(who.name)} <", f"{quoted(who.name)} <"):
            places = [number for number, line in enumerate(header) if plain in line]
            if places:
                header = [
                    line.replace(plain, f"{shown} <") if n == places[0] else line for n, line in enumerate(header)
                ]
                return Mail(f"{name} + {forgery.name}", "pairs", header, who, "flag", "encoding")
        return None

    def forged(self, rng, who, text, forgery):
        header = forgery.build(rng, who, text)
        if header is None:
            return None
        expected = "weak" if forgery.weak else "flag"
        return Mail(
            forgery.name, forgery.group, header, who, expected, forgery.layer, forgeries.body_of(forgery.name, who)
        )
