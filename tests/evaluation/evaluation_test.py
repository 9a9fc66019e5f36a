#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The measure measures: it draws what it says it draws, and an engine that is no good misses its targets."""

import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evaluation"))

import attacks  # noqa: E402  (needs the path above)
import disguises  # noqa: E402
import forgeries  # noqa: E402
import honest  # noqa: E402
import names  # noqa: E402
import run  # noqa: E402
from encoded_names import ENCODINGS  # noqa: E402

SEED = 5


def answers(mails, flagged):
    """What an engine would say that decides by `flagged` and always names the right person."""

    def answer(mail):
        entry = {"name": mail.person.name, "email": mail.person.email} if mail.person else None
        finding = {"reason": "x", "detail": "It looks like it.", "entry": entry}
        return {"flagged": flagged(mail), "final_disposition": "NONE", "findings": [finding] if flagged(mail) else []}

    return {number: answer(mail) for number, mail in enumerate(mails)}


class Drawing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.population = names.Population(SEED)
        cls.people, cls.roles = cls.population.register(run.REGISTERED)

    def test_every_technique_finds_somebody_it_fits(self):
        source = attacks.Attacks(SEED, self.people, self.roles, self.population)
        drawn = {mail.kind for mail in source.single(1)}
        known = {entry.name for entry in disguises.DISGUISES + forgeries.FORGERIES} | set(ENCODINGS)
        self.assertEqual(known - drawn, set())

    def test_every_lookalike_finds_somebody_it_fits(self):
        drawn = {mail.kind for mail in honest.lookalike_mails(SEED, self.people, 1)}
        self.assertEqual(drawn, set(honest.LOOKALIKES))

    def test_a_typing_error_is_nobodys_name(self):
        rng = random.Random(SEED)
        errors = [entry for entry in disguises.DISGUISES if entry.layer == "near"]
        self.assertGreater(len(errors), 3)
        made = 0
        for who in self.people * 3:
            text = rng.choice(errors).apply(rng, who, who.name, self.population)
            if text is None:
                continue
            made += 1
            changed = set(text.split()) - set(who.name.split())
            for word in changed:
                self.assertNotIn(names.folded(word), self.population.known, f"{text} of {who.name}")
        self.assertGreater(made, 100)

    def test_no_two_registered_people_share_surname_and_initial(self):
        seen = set()
        for who in self.people:
            given, surname = who.latin_parts()
            first = (names.folded(given)[:1], names.folded(surname.split(" ")[0] if who.second else surname))
            self.assertNotIn(first, seen)
            seen.add(first)

    def test_same_seed_same_mail(self):
        first, second = (run.generate(SEED, 50, each=1, pairs=50)[1] for _ in range(2))
        self.assertEqual([mail.octets(0) for mail in first], [mail.octets(0) for mail in second])
        other = run.generate(SEED + 1, 50, each=1, pairs=50)[1]
        self.assertNotEqual([mail.octets(0) for mail in first], [mail.octets(0) for mail in other])


class Judging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        _, cls.mails = run.generate(SEED, 500, each=2, pairs=200)

    def missed(self, found):
        return [what for what, _, _, met in run.Outcome(self.mails, found).targets() if not met]

    def test_a_perfect_engine_meets_all(self):
        self.assertEqual(self.missed(answers(self.mails, lambda mail: mail.expected == "flag")), [])

    def test_an_engine_that_flags_nothing_misses_the_recall(self):
        missed = self.missed(answers(self.mails, lambda mail: False))
        self.assertEqual(missed, ["single techniques flagged", "combinations of two flagged", "right entry named"])

    def test_an_engine_that_flags_all_flags_honest_mail(self):
        missed = self.missed(answers(self.mails, lambda mail: True))
        self.assertEqual(missed, ["honest list mail flagged beyond the naive rule"])

    def test_a_message_without_an_answer_is_missed(self):
        found = answers(self.mails, lambda mail: mail.expected == "flag")
        del found[len(self.mails) - 1]
        self.assertEqual(self.missed(found), ["messages without an answer"])

    def test_a_flag_without_a_sentence_is_missed(self):
        found = answers(self.mails, lambda mail: mail.expected == "flag")
        found[0]["findings"][0]["detail"] = " "
        self.assertEqual(self.missed(found), ["flags without a sentence"])


if __name__ == "__main__":
    unittest.main()
