# SPDX-License-Identifier: Apache-2.0
"""integrations/rspamd in a real Rspamd."""

import re
import unittest

import golden
import unpacked
from golden import FORGED, GENUINE, GoldenServer
from namesake import PATIENCE, free_port
from rspamd import Rspamd
from unpacked import ROOT

SHIPPED = (ROOT / "integrations/rspamd/namesake.conf").read_text(encoding="utf-8")


def settings_for(server, **changes):
    """The settings that we ship, for this server."""
    values = {"url": server.url, "account": server.account.id, "token_file": str(server.token_file),
              "timeout": PATIENCE} | changes
    text = SHIPPED
    for name, value in values.items():
        text, count = re.subn(rf"(?m)^(  |    ){name} = .*;$", rf"\g<1>{name} = {value!r};".replace("'", '"'), text)
        assert count == 1, name
    return text


class RspamdTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)

    def rspamd(self, **changes):
        server = Rspamd(settings_for(self.server, **changes))
        self.addCleanup(server.remove)
        return server.start()

    def symbols(self, server, octets, **envelope):
        """{symbol: (score, options)} of ours."""
        found = server.check(octets, **envelope)["symbols"]
        return {name: (symbol["score"], symbol.get("options", []))
                for name, symbol in found.items() if name.startswith("NAMESAKE_")}

    def test_each_verdict_has_its_symbol_with_the_reason(self):
        server = self.rspamd(authserv_id=golden.AUTHSERV_ID)
        for name, symbol, score in ((FORGED, "NAMESAKE_BEC", 8.0), ("exact_address_fails", "NAMESAKE_SPOOF", 6.0),
                                    ("nickname", "NAMESAKE_SUSPICIOUS", 3.0)):
            with self.subTest(name):
                message = golden.message(name)
                self.assertEqual(self.symbols(server, message.octets), {symbol: (score, [message.sentence])})
        self.assertEqual(self.symbols(server, golden.message(GENUINE).octets), {})

    def test_rspamc_prints_what_the_page_shows(self):
        page = (ROOT / "docs/rspamd.md").read_text(encoding="utf-8")
        forged = re.search(r"printf '(From: .*?)'", page)[1].replace("\\n", "\n")
        [shown] = re.findall(r"(?m)^ *(Symbol: NAMESAKE_.*)$", page)
        self.assertIn(shown, self.rspamd().rspamc(forged.encode()).splitlines())

    def test_scores_are_settings(self):
        server = self.rspamd(bec=1.5)
        [(score, _)] = self.symbols(server, golden.message(FORGED).octets).values()
        self.assertEqual(score, 1.5)

    def test_the_envelope_is_told(self):
        self.server.allow("abuse@example.com", "EMAIL", "is_exempt_recipient")
        self.server.allow("192.0.2.66", "IP", "is_trusted_sender")
        self.server.allow("partner@example.net", "EMAIL", "is_trusted_sender")
        server = self.rspamd()
        octets = golden.message(FORGED).octets
        self.assertEqual(self.symbols(server, octets, Rcpt="abuse@example.com"), {})
        self.assertEqual(self.symbols(server, octets, IP="192.0.2.66"), {})
        self.assertEqual(self.symbols(server, octets, From="partner@example.net"), {})
        self.assertIn("NAMESAKE_BEC", self.symbols(server, octets, Rcpt="jane+a%@example.com", IP="192.0.2.67"))

    def test_a_failure_scores_nothing_and_is_told(self):
        octets = golden.message(FORGED).octets
        for changes, words in (({"url": f"http://127.0.0.1:{free_port()}"}, "refused"),
                               ({"account": "f" * 32}, "the server answers 40")):
            with self.subTest(words):
                server = self.rspamd(**changes)
                [(symbol, (score, options))] = self.symbols(server, octets).items()
                self.assertEqual((symbol, score), ("NAMESAKE_UNCHECKED", 0.0))
                self.assertIn(words, options[0])
                self.assertIn("not checked: ", server.log)
                self.assertNotIn(self.server.account.read, server.log)

    def test_without_a_token_it_is_not_used_and_says_so(self):
        server = self.rspamd(token_file="/nonexistent")
        self.assertEqual(self.symbols(server, golden.message(FORGED).octets), {})
        self.assertIn("account and token (or token_file) are required", server.log)


if __name__ == "__main__":
    unpacked.main()
