# SPDX-License-Identifier: Apache-2.0
"""integrations/spamassassin in a real SpamAssassin."""

import re
import unittest

import golden
import unpacked
from golden import FORGED, GENUINE, GoldenServer
from namesake import PATIENCE, free_port
from spamassassin import INTEGRATION, SpamAssassin
from unpacked import ROOT

SHIPPED = (INTEGRATION / "namesake.cf").read_text(encoding="utf-8")


def rules_for(server, **changes):
    """The rules that we ship, for this server."""
    text = SHIPPED
    values = {"url": server.url, "account": server.account.id, "token_file": server.token_file,
              "timeout": PATIENCE} | changes
    for name, value in values.items():
        text, count = re.subn(rf"(?m)^#? ?namesake_{name}\b.*$", f"namesake_{name} {value}", text)
        assert count == 1, name
    return text


def hits(output):
    """{rule: (score, what its rows say)} of a report."""
    report = output[output.rindex("---- -----"):].splitlines()[1:]
    found, last = {}, None
    for row in report:
        begins = re.match(r" *(-?[\d.]+) (\w+) +(.*)", row)
        if begins:
            last = begins[2]
            found[last] = (float(begins[1]), begins[3])
        elif row.strip() and last:
            score, text = found[last]
            found[last] = (score, f"{text} {row.strip()}")
    return found


def without_brackets(text):
    """SpamAssassin puts the rows of a reason into brackets, each by itself."""
    return text.replace("] [", " ").replace("[", "").replace("]", "")


class SpamAssassinTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)

    def hits_of(self, octets, **changes):
        program = SpamAssassin(rules_for(self.server, **changes))
        self.addCleanup(program.remove)
        output, said = program.run("--test-mode", octets=octets)
        return hits(output), said

    def test_each_verdict_has_its_rule_with_the_reason(self):
        for name, rule, score in ((FORGED, "NAMESAKE_BEC", 5.0), ("exact_address_fails", "NAMESAKE_SPOOF", 4.0),
                                  ("nickname", "NAMESAKE_SUSPICIOUS", 2.0)):
            with self.subTest(name):
                message = golden.message(name)
                found, said = self.hits_of(message.octets, authserv_id=golden.AUTHSERV_ID)
                self.assertEqual((list(found), said), ([rule], ""))
                self.assertEqual(found[rule][0], score)
                self.assertIn(message.sentence, without_brackets(found[rule][1]))
        self.assertEqual(self.hits_of(golden.message(GENUINE).octets), ({}, ""))

    def test_a_reason_that_is_not_ascii_stays_readable(self):
        message = golden.message("cyrillic_letter")
        found, _ = self.hits_of(message.octets)
        self.assertIn("Cyrillic", message.sentence)
        self.assertIn(message.sentence, without_brackets(found["NAMESAKE_BEC"][1]))

    def test_the_rules_are_as_spamassassin_wants_them(self):
        program = SpamAssassin(rules_for(self.server, url=f"http://127.0.0.1:{free_port()}"))
        self.addCleanup(program.remove)
        self.assertEqual(program.run("--lint"), ("", ""))

    def test_the_envelope_is_told(self):
        self.server.allow("192.0.2.77", "IP", "is_trusted_sender")
        self.server.allow("partner@example.net", "EMAIL", "is_trusted_sender")
        forged = b"From: John Doe <x@evil.example>\n\nHello\n"
        received = b"Received: from relay.example.net (relay.example.net [%s]) by mx.example.com with ESMTP id 1;\n" \
                   b"\tMon, 23 Nov 2026 09:08:02 +0000\n"
        self.assertEqual(self.hits_of(received % b"192.0.2.77" + forged)[0], {})
        self.assertIn("NAMESAKE_BEC", self.hits_of(received % b"192.0.2.78" + forged)[0])
        self.assertEqual(self.hits_of(b"Return-Path: <partner@example.net>\n" + forged)[0], {})

    def test_a_failure_scores_next_to_nothing_and_is_told(self):
        octets = golden.message(FORGED).octets
        for changes, words in (({"url": f"http://127.0.0.1:{free_port()}"}, "refused"),
                               ({"account": "f" * 32}, "the server answers 40"),
                               ({"token_file": "/nonexistent"}, "No such file")):
            with self.subTest(words):
                found, said = self.hits_of(octets, **changes)
                [(rule, (score, row))] = found.items()
                self.assertEqual((rule, score), ("NAMESAKE_UNCHECKED", 0.0))
                self.assertIn(words, without_brackets(row))
                self.assertIn("namesake: not checked: ", said)
                self.assertNotIn(self.server.account.read, row + said)

    def test_the_report_is_as_the_page_shows(self):
        page = (ROOT / "docs/spamassassin.md").read_text(encoding="utf-8")
        forged = re.search(r"printf '(From: .*?)'", page)[1].replace("\\n", "\n")
        [shown] = re.findall(r"(?ms)^ *( 5\.0 NAMESAKE_BEC.*?)\n *```", page)
        program = SpamAssassin(rules_for(self.server))
        self.addCleanup(program.remove)
        output, _ = program.run("--test-mode", octets=forged.encode())
        self.assertEqual([row.split() for row in shown.splitlines()],
                         [row.split() for row in output[output.rindex(" 5.0 NAMESAKE_BEC"):].strip().splitlines()])


if __name__ == "__main__":
    unpacked.main()
