# SPDX-License-Identifier: Apache-2.0
"""Every message of tests/detection/golden through every door: each finds what the engine finds.

A door whose program cannot be had is skipped, and says so; in CI that is a failure.
"""

import os
import re
import subprocess
import unittest

import exim_test
import golden
import postfix
import rspamd_test
import spamassassin_test
import unpacked
from exim import Exim
from golden import AUTHSERV_ID, DOMAIN, GoldenServer
from namesake import PATIENCE, free_port, program, wait_for
from postfix import Milter, Postfix, Sender
from rspamd import Rspamd
from sendmail import Sendmail
from spamassassin import SpamAssassin
from unpacked import unavailable

FIELD = re.compile(rb"(?im)^X-Namesake-Verdict: ([\w-]+)\r?$")
MILTER_CONFIG = f'[milter]\nauthserv_id = "{AUTHSERV_ID}"\n'

# Postfix writes these malformed From fields anew before the filter sees them, and the name is gone.
REWRITTEN_BY_POSTFIX = {"header_ends_early": "NONE", "nul_octet": "NONE"}


def verdict_in(octets):
    """What the message says that has passed; exactly one field may."""
    [verdict] = FIELD.findall(octets)
    return verdict.decode()


class AgreementTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)
        cls.server.folder.chmod(0o755)  # mail servers are other users
        cls.messages = golden.messages()
        assert len(cls.messages) >= 40, len(cls.messages)

    def assert_agrees(self, door, found, but=None):
        """`found`: {name: verdict}; `but`: those that the door itself alters."""
        expected = {message.name: message.verdict for message in self.messages} | (but or {})
        differing = {name: (verdict, found.get(name)) for name, verdict in expected.items()
                     if verdict != found.get(name)}
        self.assertEqual(differing, {}, f"{door}: (expected, found)")

    def through_smtp(self, server):
        """Sends all over one connection, each to a recipient of its own, and reads the verdicts as they arrive.

        The sender is the null one, about which no policy and no signal says anything.
        """
        with Sender(server.port) as connection:
            for message in self.messages:
                connection.send(exim_test.on_the_wire(message.octets), [f"{message.name}@{DOMAIN}"], "")
        found = {}
        for octets in server.wait_for_mail(len(self.messages)):
            [recipient] = re.findall(rf"\n\tfor <?(\w+)@{re.escape(DOMAIN)}>?;".encode(), octets)
            self.arrived[recipient.decode()] = octets
            found[recipient.decode()] = verdict_in(octets)
        return found

    def setUp(self):
        self.arrived = {}  # by SMTP: {name: octets}

    def milter(self):
        port = free_port()
        milter = Milter(self.server.folder, f"inet:{port}@127.0.0.1", self.server.store, MILTER_CONFIG)
        self.addCleanup(milter.kill)
        milter.start()
        return port

    def test_filter(self):
        options = ["--server", self.server.url, "--account", self.server.account.id, "--token-file",
                   self.server.token_file, "--authserv-id", AUTHSERV_ID, "--timeout", str(int(PATIENCE))]
        found = {}
        for message in self.messages:
            passed = subprocess.run([program("namesake"), "filter", *options], input=message.octets,
                                    stdout=subprocess.PIPE, timeout=PATIENCE, check=True).stdout
            self.assertTrue(passed.endswith(message.octets), message.name)
            found[message.name] = verdict_in(passed)
        self.assert_agrees("filter", found)

    def test_postfix(self):
        why = postfix.missing()
        if why:
            unavailable(why)
        server = Postfix(f"virtual_mailbox_domains = {DOMAIN}")
        self.addCleanup(server.remove)
        server.port = free_port()
        server.listen(server.port, smtpd_milters=f"inet:127.0.0.1:{self.milter()}")
        server.start()
        inbox = server.folder / "mail/inbox/new"
        wanted = len(self.messages)
        server.wait_for_mail = lambda _: wait_for(
            lambda: [path.read_bytes() for path in inbox.glob("*")] if len(list(inbox.glob("*"))) == wanted else None,
            "postfix delivers")
        self.assert_agrees("postfix", self.through_smtp(server), REWRITTEN_BY_POSTFIX)
        for name in REWRITTEN_BY_POSTFIX:
            self.assertNotIn("John Doe", postfix.parse(self.arrived[name])["From"])

    def test_sendmail(self):
        server = Sendmail(f"INPUT_MAIL_FILTER(`namesake', `S=inet:{self.milter()}@127.0.0.1, F=T')")
        self.addCleanup(server.remove)
        self.assert_agrees("sendmail", self.through_smtp(server.start()))

    def test_exim(self):
        server = Exim(exim_test.macros_for(self.server, AUTHSERV_ID=AUTHSERV_ID))
        self.addCleanup(server.remove)
        self.assert_agrees("exim", self.through_smtp(server.start()))

    def test_rspamd(self):
        server = Rspamd(rspamd_test.settings_for(self.server, authserv_id=AUTHSERV_ID))
        self.addCleanup(server.remove)
        server.start()
        verdicts = {"NAMESAKE_BEC": "MALICIOUS-BEC", "NAMESAKE_SPOOF": "SPOOF", "NAMESAKE_SUSPICIOUS": "SUSPICIOUS",
                    "NAMESAKE_UNCHECKED": "unchecked"}
        found = {}
        for message in self.messages:
            symbols = [name for name in server.check(message.octets)["symbols"] if name in verdicts]
            self.assertLessEqual(len(symbols), 1, message.name)
            found[message.name] = verdicts[symbols[0]] if symbols else "NONE"
        self.assert_agrees("rspamd", found)

    def test_spamassassin(self):
        # It does not keep their order: each says in a field who it is, and a field of the result says so again.
        rules = spamassassin_test.rules_for(self.server, authserv_id=AUTHSERV_ID)
        rules += "add_header all Name _HEADER(X-Name)_\n"
        scanner = SpamAssassin(rules)
        self.addCleanup(scanner.remove)
        separator = b"From x@sender.example Mon Nov 23 09:30:00 2026\n"
        mbox = b"".join(separator + f"X-Name: {message.name}\n".encode() +
                        message.octets.replace(b"\r\n", b"\n") + b"\n\n" for message in self.messages)
        output, said = scanner.run("--mbox", octets=mbox)
        self.assertEqual(said, "")
        verdicts = {"none": "NONE", "NAMESAKE_BEC": "MALICIOUS-BEC", "NAMESAKE_SPOOF": "SPOOF",
                    "NAMESAKE_SUSPICIOUS": "SUSPICIOUS"}
        names = re.findall(r"(?m)^X-Spam-Name: (\w+)", output)
        tests = re.findall(r"(?m)^X-Spam-Status: .*?\btests=(\S+)", output)
        self.assertEqual((len(names), len(tests)), (len(self.messages), len(self.messages)))
        self.assert_agrees("spamassassin", {name: verdicts.get(test, test) for name, test in zip(names, tests)})


if __name__ == "__main__":
    unpacked.main()
