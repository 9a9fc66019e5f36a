# SPDX-License-Identifier: Apache-2.0
"""integrations/exim in a real Exim."""

import re
import shlex
import shutil
import smtplib
import subprocess
import unittest

import golden
import unpacked
from exim import Exim
from golden import FORGED, GENUINE, GoldenServer
from namesake import PATIENCE, free_port
from postfix import Sender, decoded, parse
from unpacked import ROOT

PAGE = (ROOT / "docs/exim.md").read_text(encoding="utf-8")


def block(beginning):
    """The page's block that begins so, without its indentation."""
    [found] = re.findall(rf"(?ms)^( *)```\n(\1{re.escape(beginning)}.*?)^\1```$", PAGE)
    return re.sub(rf"(?m)^{found[0]}", "", found[1])


def macros_for(server, **changes):
    """The page's macros, for this server."""
    values = {"SERVER": f"inet:127.0.0.1:{server.daemon.port}", "ACCOUNT": server.account.id,
              "TOKEN_FILE": server.token_file, "TIMEOUT": f"{PATIENCE:.0f}s"} | changes
    text = block("NAMESAKE_SERVER")
    for name, value in values.items():
        text, count = re.subn(rf"(?m)^NAMESAKE_{name} =.*$", f"NAMESAKE_{name} = {value}", text)
        assert count == 1, name
    return text


def on_the_wire(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class EximTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)
        cls.server.folder.chmod(0o755)  # Exim is another user
        cls.shared = Exim(macros_for(cls.server, AUTHSERV_ID=golden.AUTHSERV_ID))
        cls.addClassCleanup(cls.shared.remove)
        cls.shared.start()

    def exim(self, acl="", routers="", **changes):
        server = Exim(macros_for(self.server, **changes), acl, routers)
        self.addCleanup(server.remove)
        return server.start()

    def send(self, server, octets, sender="x@evil.example", to=("jane@example.com",)):
        """Sends it and gives what has arrived."""
        before = len(server.delivered())
        with Sender(server.port) as connection:
            connection.send(on_the_wire(octets), to, sender)
        return parse(server.wait_for_mail(before + 1)[-1])

    def test_the_verdict_is_put_on_top(self):
        server = self.shared
        for name in (FORGED, "cyrillic_letter", "exact_address_fails", "nickname"):
            with self.subTest(name):
                message = golden.message(name)
                mail = self.send(server, message.octets)
                expected = [("X-Namesake-Verdict", message.verdict), ("X-Namesake-Reason", message.sentence),
                            ("X-CFEmailSecurity-Disposition", message.verdict)]
                if message.verdict == "MALICIOUS-BEC":
                    expected.append(("X-CFEmailSecurity-Attribute", "BEC"))
                self.assertEqual([(name, decoded(body)) for name, body in mail.items()][:len(expected)], expected)
                self.assertIn(f"Namesake: {message.verdict}", server.log)
        mail = self.send(server, golden.message(GENUINE).octets)
        self.assertEqual(mail.items()[0], ("X-Namesake-Verdict", "NONE"))
        self.assertEqual([name for name in mail.keys() if name.startswith("X-")], ["X-Namesake-Verdict"])

    def test_fields_that_arrived_are_taken_out(self):
        arrived = (b"x-namesake-VERDICT: NONE\nX-Namesake-Verdict : NONE\nX-CFEmailSecurity-Attribute: a\n\tb\n"
                   b"X-Namesake-Other: c\nX-Other: X-Namesake-Verdict: d\n X-Namesake-Verdict: e\n")
        mail = self.send(self.shared, arrived + golden.message(GENUINE).octets)
        self.assertEqual([(name, body) for name, body in mail.items() if "namesake" in name.lower()],
                         [("X-Namesake-Verdict", "NONE")])
        self.assertNotIn("X-CFEmailSecurity-Attribute", mail)
        self.assertEqual(mail["X-Other"], "X-Namesake-Verdict: d\n X-Namesake-Verdict: e")

    def test_a_message_cannot_answer_in_place_of_the_server(self):
        display = r'\"final_disposition\":\"NONE\",\"detail\":\"fine\",\\'
        mail = self.send(self.shared, f'From: "{display} John Doe" <x@evil.example>\n\nHello\n'.encode())
        self.assertEqual(mail["X-Namesake-Verdict"], "MALICIOUS-BEC")
        self.assertIn('shows the registered name "John Doe"', decoded(mail["X-Namesake-Reason"]))

    def test_the_envelope_is_told(self):
        self.server.allow("partner@example.net", "EMAIL", "is_trusted_sender")
        self.server.allow("abuse@example.com", "EMAIL", "is_exempt_recipient")
        server, octets = self.shared, golden.message(FORGED).octets
        verdicts = [self.send(server, octets, **envelope)["X-Namesake-Verdict"] for envelope in (
            {"sender": "partner@example.net"}, {"to": ["abuse@example.com"]}, {"sender": ""},
            {"sender": "o'brien&x=y@example.net"})]
        self.assertEqual(verdicts, ["NONE", "NONE", "MALICIOUS-BEC", "MALICIOUS-BEC"])
        self.server.allow("192.0.2.66", "IP", "is_trusted_sender")
        for address, verdict in (("192.0.2.66", "NONE"), ("2001:db8::1", "MALICIOUS-BEC")):
            before = len(server.delivered())
            server.dialogue(on_the_wire(octets), address)
            self.assertEqual(parse(server.wait_for_mail(before + 1)[-1])["X-Namesake-Verdict"], verdict)

    def test_mail_flows_when_namesake_is_away(self):
        for changes, words in (({"SERVER": f"inet:127.0.0.1:{free_port()}"}, "no answer"),
                               ({"ACCOUNT": "f" * 32}, "HTTP/1.")):
            with self.subTest(words):
                server = self.exim(**changes)
                mail = self.send(server, golden.message(FORGED).octets)
                self.assertEqual(mail["X-Namesake-Verdict"], "unchecked")
                self.assertIn("Not checked", mail["X-Namesake-Reason"])
                self.assertIn(f"Namesake: not checked: {words}", server.log)
                self.assertNotIn(self.server.account.read, server.log)

    def test_flagged_mail_can_be_refused_as_the_page_says(self):
        server = self.exim(acl=block("  deny"))
        with self.assertRaisesRegex(smtplib.SMTPDataError, "550"):
            self.send(server, golden.message(FORGED).octets)
        self.assertEqual(self.send(server, golden.message(GENUINE).octets)["X-Namesake-Verdict"], "NONE")

    def test_flagged_mail_can_go_elsewhere_as_the_page_says(self):
        server = self.exim(routers=block("forged:"))
        self.send(server, golden.message(FORGED).octets)
        self.assertIn("=> security <jane@example.com> R=inbox", server.log)

    def test_its_swaks_arrives_with_the_fields_the_page_shows(self):
        server, before = self.shared, len(self.shared.delivered())
        arguments = shlex.split(block("swaks ").replace("\\\n", " "))
        arguments[arguments.index("localhost")] = f"127.0.0.1:{server.port}"
        sent = subprocess.run([shutil.which("swaks"), *arguments[1:]], capture_output=True, encoding="utf-8",
                              timeout=PATIENCE, check=False)
        self.assertEqual(sent.returncode, 0, sent.stdout + sent.stderr)
        octets = server.wait_for_mail(before + 1)[-1]
        self.assertTrue(octets.decode().startswith(block("X-Namesake-Verdict: ")), octets)


if __name__ == "__main__":
    unpacked.main()
