#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every known technique of impersonation and every kind of honest lookalike, row by row.

techniques/known_gaps.txt lists the rows that the engine does not get right yet. It may only shrink: a
listed row that passes fails the test, as does an unlisted one that does not. 
`NAMESAKE_BIN=build/dev/bin python3 tests/detection/techniques_test.py --gaps` prints what it should say.
"""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import rows  # noqa: E402  (needs the path above)

KNOWN_GAPS = rows.FOLDER / "techniques" / "known_gaps.txt"


def entry_named(answer):
    """The entry of the first finding that has one."""
    return next((finding["entry"] for finding in answer["findings"] if finding["entry"]), None)


def sentence_missing(answer):
    return answer["flagged"] and not (answer["findings"] and all(f["detail"].strip() for f in answer["findings"]))


def fault_of_technique(row, answer):
    """What is wrong with the answer, or nothing."""
    if sentence_missing(answer):
        return "a flag without a sentence"
    if row["expect"] != "flag":
        return "flagged" if answer["flagged"] else ""
    if not answer["flagged"]:
        return "not flagged"
    entry = entry_named(answer)
    # Only an imitated domain concerns no one in particular.
    if row["id"].startswith("silent_lookalike."):
        return ""
    if entry is None or entry["name"] != row["name"]:
        return f"names the entry of {entry and entry['name']}"
    return ""


def fault_of_lookalike(row, answer):
    if sentence_missing(answer):
        return "a flag without a sentence"
    return f"flagged: {[finding['reason'] for finding in answer['findings']]}" if answer["flagged"] else ""


def faults():
    """{id: what is wrong, or nothing} of all rows of both files."""
    result = {}
    techniques = rows.read_rows("techniques.tsv")
    registry = [(row["name"], row["email"]) for row in techniques]
    judge(techniques, registry, fault_of_technique, result)
    lookalikes = rows.read_rows("lookalikes.tsv")
    registry = [(row["name"], address) for row in lookalikes for address in row["emails"].split()]
    judge(lookalikes, registry, fault_of_lookalike, result)
    return result


def judge(cases, registry, fault_of, result):
    answers = rows.scan([rows.message_of(row) for row in cases], registry)
    if len(answers) != len(cases):
        raise AssertionError(f"{len(answers)} answers to {len(cases)} messages")
    for row, answer in zip(cases, answers):
        if row["id"] in result:
            raise AssertionError(f"two rows are called {row['id']}")
        result[row["id"]] = fault_of(row, answer)


class Techniques(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.faults = faults()
        cls.gaps = KNOWN_GAPS.read_text(encoding="utf-8").split()

    def test_no_row_fails_but_the_known_gaps(self):
        failing = {name: fault for name, fault in self.faults.items() if fault and name not in self.gaps}
        self.assertEqual(failing, {})

    def test_known_gaps_are_gaps(self):
        passing = [name for name in self.gaps if not self.faults.get(name, "")]
        self.assertEqual(passing, [], f"take these off {KNOWN_GAPS.name}")

    def test_known_gaps_are_listed_once_and_in_order(self):
        self.assertEqual(self.gaps, sorted(set(self.gaps)))

    def test_rows_are_many(self):
        techniques = rows.read_rows("techniques.tsv")
        self.assertEqual({row["group"] for row in techniques}, set("ABCDEF"))
        self.assertEqual({row["expect"] for row in techniques}, {"flag", "weak"})
        self.assertEqual(sum(row["id"].endswith(".base") for row in techniques), 110)
        self.assertGreater(len(techniques), 350)
        self.assertGreater(len(rows.read_rows("lookalikes.tsv")), 100)


if __name__ == "__main__":
    if sys.argv[1:] == ["--gaps"]:
        print("\n".join(sorted(name for name, fault in faults().items() if fault)))
    else:
        unittest.main()
