# SPDX-License-Identifier: Apache-2.0
"""docs/sendmail.md: the mail filter in front of a real Sendmail."""

import re
import shlex
import shutil
import smtplib
import subprocess
import unittest

import golden
import unpacked
from golden import FORGED, GENUINE, GoldenServer
from namesake import PATIENCE, free_port, wait_for
from postfix import Milter, Sender, decoded, parse
from sendmail import Sendmail
from unpacked import ROOT

PAGE = (ROOT / "docs/sendmail.md").read_text(encoding="utf-8")


def block(beginning):
    """The page's block that begins so, without its indentation."""
    [found] = re.findall(rf"(?ms)^( *)```\n(\1{re.escape(beginning)}.*?)^\1```$", PAGE)
    return re.sub(rf"(?m)^{found[0]}", "", found[1])


def on_the_wire(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class SendmailTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)
        cls.milter_port = free_port()
        cls.milter = Milter(cls.server.folder, f"inet:{cls.milter_port}@127.0.0.1", cls.server.store)
        cls.addClassCleanup(cls.milter.kill)
        cls.milter.start()
        line = block("INPUT_MAIL_FILTER").replace("8891", str(cls.milter_port))
        cls.own_port = free_port()
        own = block("DAEMON_OPTIONS").replace("Port=587", f"Port={cls.own_port}, Addr=127.0.0.1")
        cls.sendmail = Sendmail(line + own)
        cls.addClassCleanup(cls.sendmail.remove)
        cls.sendmail.start()

    def send(self, octets):
        """Sends it and gives what has arrived."""
        before = len(self.sendmail.delivered())
        with Sender(self.sendmail.port) as connection:
            connection.send(on_the_wire(octets), ("jane@example.com",))
        return parse(self.sendmail.wait_for_mail(before + 1)[-1])

    def configure(self, text):
        self.milter.configure(text)
        self.addCleanup(self.milter.reload)
        self.addCleanup(self.milter.configure, "")
        self.milter.reload()

    def test_the_verdict_is_put_on_top_and_what_arrived_is_taken_out(self):
        for name in (FORGED, "cyrillic_letter"):
            message = golden.message(name)
            mail = self.send(b"X-Namesake-Verdict: NONE\nx-cfemailsecurity-other: a\n b\n" + message.octets)
            ours = [(name, decoded(body)) for name, body in mail.items() if re.match("(?i)x-(namesake|cfemail)", name)]
            self.assertEqual(ours, [("X-Namesake-Verdict", message.verdict), ("X-Namesake-Reason", message.sentence),
                                    ("X-CFEmailSecurity-Disposition", message.verdict),
                                    ("X-CFEmailSecurity-Attribute", "BEC")])
            self.assertEqual(mail.keys()[:4], [name for name, _ in ours])
        mail = self.send(golden.message(GENUINE).octets)
        self.assertEqual(mail.items()[0], ("X-Namesake-Verdict", "NONE"))

    def test_flagged_mail_can_be_refused(self):
        self.configure('[milter.action]\nmalicious_bec = "reject"\n')
        with self.assertRaisesRegex(smtplib.SMTPDataError, "550.*5.7.1"):
            self.send(golden.message(FORGED).octets)

    def test_flagged_mail_can_be_held(self):
        self.configure('[milter.action]\nmalicious_bec = "quarantine"\n')
        with Sender(self.sendmail.port) as connection:
            connection.send(on_the_wire(golden.message(FORGED).octets), ("jane@example.com",))
        [held] = wait_for(lambda: self.sendmail.queue("hf"), "the mail is held")
        self.assertIn("Namesake: MALICIOUS-BEC", held.read_text(encoding="utf-8", errors="replace"))
        self.assertIn("QUARANTINE: Namesake: MALICIOUS-BEC", self.sendmail.command("-bp", "-qQ"))
        before = len(self.sendmail.delivered())
        self.sendmail.command("-qQ", "-Q")
        self.assertEqual(self.sendmail.queue("hf"), [])
        self.sendmail.command("-q")
        self.sendmail.wait_for_mail(before + 1)

    def test_mail_of_ones_own_users_is_left_alone(self):
        with Sender(self.own_port) as connection:
            before = len(self.sendmail.delivered())
            connection.send(on_the_wire(golden.message(FORGED).octets), ("jane@example.com",))
        mail = parse(self.sendmail.wait_for_mail(before + 1)[-1])
        self.assertNotIn("X-Namesake-Verdict", mail)

    def test_mail_passes_while_the_filter_is_away(self):
        self.milter.kill()
        self.addCleanup(self.milter.start)
        mail = self.send(golden.message(FORGED).octets)
        self.assertNotIn("X-Namesake-Verdict", mail)

    def test_its_swaks_arrives_with_the_fields_the_page_shows(self):
        before = len(self.sendmail.delivered())
        arguments = shlex.split(block("swaks ").replace("\\\n", " "))
        arguments[arguments.index("localhost")] = f"127.0.0.1:{self.sendmail.port}"
        sent = subprocess.run([shutil.which("swaks"), *arguments[1:]], capture_output=True, encoding="utf-8",
                              timeout=PATIENCE, check=False)
        self.assertEqual(sent.returncode, 0, sent.stdout + sent.stderr)
        octets = self.sendmail.wait_for_mail(before + 1)[-1]
        self.assertTrue(octets.decode().startswith(block("X-Namesake-Verdict: ")), octets)


if __name__ == "__main__":
    unpacked.main()
