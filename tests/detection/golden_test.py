#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""golden/NAME.eml must be answered as golden/NAME.verdict.json says, word for word.

golden/intended.tsv says whether a message ought to be flagged; "gap" marks those that the engine does not
get right yet. After a change that is meant:

    NAMESAKE_BIN=build/dev/bin python3 tests/detection/golden_test.py --update

then review `git diff` sentence by sentence. It takes off the marks of closed gaps and never sets one.
"""

import json
import os
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import rows  # noqa: E402  (needs the path above)

GOLDEN = rows.FOLDER / "golden"
INTENDED = GOLDEN / "intended.tsv"


def verdicts():
    """{message's file: the answer}, without where the message lay."""
    messages = sorted(GOLDEN.glob("*.eml"))
    answers = rows.scan_paths(GOLDEN / "registry.csv", messages)
    by_source = {os.path.basename(answer.pop("source")): answer for answer in answers}
    return {message: by_source[message.name] for message in messages}


def text_of(answer):
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def verdict_file(message):
    return message.with_suffix(".verdict.json")


def intended():
    """{name: (whether it ought to be flagged, whether it is a known gap)}"""
    lines = [line.split("\t") for line in INTENDED.read_text(encoding="utf-8").splitlines()[1:]]
    return {name: (wanted == "flag", yet == "gap") for name, wanted, yet in lines}


def update():
    found = verdicts()
    for message, answer in found.items():
        verdict_file(message).write_text(text_of(answer), encoding="utf-8")
    for stale in set(GOLDEN.glob("*.verdict.json")) - set(map(verdict_file, found)):
        stale.unlink()
    wrong = {message.stem for message, answer in found.items() if answer["flagged"] != intended()[message.stem][0]}
    lines = ["message\tintended\tyet"]
    for name, (flag, gap) in intended().items():
        lines.append(f"{name}\t{'flag' if flag else 'pass'}\t{'gap' if gap and name in wrong else ''}")
    INTENDED.write_text("\n".join(lines) + "\n", encoding="utf-8")


class Golden(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.found = verdicts()

    def test_answers_are_as_recorded(self):
        self.assertGreater(len(self.found), 40)
        for message, answer in self.found.items():
            with self.subTest(message.stem):
                self.assertEqual(text_of(answer), verdict_file(message).read_text(encoding="utf-8"))

    def test_flags_are_as_intended_but_for_known_gaps(self):
        meant = intended()
        self.assertEqual([message.stem for message in self.found], sorted(meant))
        wrong = {message.stem for message, answer in self.found.items() if answer["flagged"] != meant[message.stem][0]}
        self.assertEqual(wrong, {name for name, (_, gap) in meant.items() if gap})

    def test_every_verdict_has_its_message(self):
        recorded = {path.name.removesuffix(".verdict.json") for path in GOLDEN.glob("*.verdict.json")}
        self.assertEqual(recorded, {path.stem for path in GOLDEN.glob("*.eml")})


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
