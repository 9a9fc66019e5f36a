# SPDX-License-Identifier: Apache-2.0
"""integrations/filter in the programs that deliver mail: procmail, maildrop, and Dovecot's Sieve."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import golden
import unpacked
from golden import FORGED, GENUINE, GoldenServer
from namesake import PATIENCE, free_port
from postfix import parse
from unpacked import ROOT, Unpacked

INTEGRATION = ROOT / "integrations/filter"
PUBLISHED_ACCOUNT = "0123456789abcdef0123456789abcdef"


def shipped(name, **changes):
    """A file that we ship, with these words in place of others."""
    text = (INTEGRATION / name).read_text(encoding="utf-8")
    for was, becomes in changes.values():
        assert was in text, was
        text = text.replace(was, str(becomes))
    return text


class DeliveryTest:
    """Each of these holds for every program; a subclass says how a message is given to it."""

    @classmethod
    def setUpClass(cls):
        cls.server = GoldenServer()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-delivery-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("Maildir", "Maildir/.Forged"):
            for part in ("new", "cur", "tmp"):
                (self.folder / name / part).mkdir(parents=True)
        (self.folder / "bin").mkdir()
        self.set_filter(self.server.url)

    def set_filter(self, url, more=""):
        script = self.folder / "bin/namesake-filter"
        command = f"exec {os.environ['NAMESAKE_BIN']}/namesake filter --timeout {PATIENCE:.0f} {more}"
        script.write_text(
            shipped("namesake-filter", url=("http://127.0.0.1:8787", url),
                    account=(PUBLISHED_ACCOUNT, self.server.account.id),
                    token=("/etc/namesake/filter.token", self.server.token_file),
                    program=("exec namesake filter", command)),
            encoding="utf-8")
        script.chmod(0o755)

    def run_program(self, arguments, octets, environment):
        done = subprocess.run(arguments, input=octets, env=environment | {"HOME": str(self.folder)}, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False)
        said = done.stdout.decode(errors="replace")
        if not said.rstrip().endswith("failed; resolved with successful implicit keep"):  # Sieve's success
            self.assertEqual(done.returncode, 0, said)

    def delivered(self, folder):
        return [path.read_bytes() for path in (self.folder / "Maildir" / folder).glob("new/*")]

    def test_what_is_flagged_goes_into_a_folder_of_its_own(self):
        message = golden.message(FORGED)
        self.deliver(message.octets)
        [octets] = self.delivered(".Forged")
        self.assertEqual(self.delivered(""), [])
        mail = parse(octets)
        self.assertEqual(mail["X-Namesake-Verdict"], message.verdict)
        self.assertEqual(mail["X-Namesake-Reason"], message.sentence)
        self.assertEqual(mail["X-CFEmailSecurity-Disposition"], message.verdict)
        self.assertEqual(mail["X-CFEmailSecurity-Attribute"], "BEC")
        self.assertTrue(octets.rstrip().endswith(message.octets.rstrip()), octets)

    def test_other_mail_arrives_and_forged_fields_do_not(self):
        message = golden.message(GENUINE)
        self.deliver(b"X-Namesake-Verdict: SPOOF\nx-cfemailsecurity-attribute: BEC\n" + message.octets)
        [octets] = self.delivered("")
        self.assertEqual(self.delivered(".Forged"), [])
        mail = parse(octets)
        self.assertEqual(mail.get_all("X-Namesake-Verdict"), ["NONE"])
        self.assertNotIn("X-CFEmailSecurity-Attribute", mail)

    def test_mail_arrives_when_namesake_is_away(self):
        self.set_filter(f"http://127.0.0.1:{free_port()}")
        self.deliver(golden.message(FORGED).octets)
        [octets] = self.delivered("")
        self.assertEqual(parse(octets)["X-Namesake-Verdict"], "unchecked")


class FailedFilter:
    """Where the message itself goes on when the filter fails."""

    def assert_arrives_as_it_was(self):
        message = golden.message(FORGED)
        self.deliver(message.octets)
        [octets] = self.delivered("")
        self.assertNotIn(b"X-Namesake", octets)
        self.assertIn(message.octets.rstrip(), octets)

    def test_mail_arrives_as_it_was_without_the_filter(self):
        (self.folder / "bin/namesake-filter").unlink()
        self.assert_arrives_as_it_was()

    def test_mail_arrives_as_it_was_when_the_filter_will_not_have_it_unchecked(self):
        self.set_filter(f"http://127.0.0.1:{free_port()}", "--on-failure tempfail")
        self.assert_arrives_as_it_was()


class ProcmailTest(DeliveryTest, FailedFilter, unittest.TestCase):
    def deliver(self, octets):
        package = Unpacked("procmail")
        text = shipped("procmailrc", filter=("/usr/local/bin", self.folder / "bin"))
        rules = self.folder / "procmailrc"
        rules.write_text(f"DEFAULT={self.folder}/Maildir/\n" + text, encoding="utf-8")
        self.run_program([package.path("usr/bin/procmail"), f"HOME={self.folder}", rules], octets,
                         package.environment())


class MaildropTest(DeliveryTest, unittest.TestCase):
    def deliver(self, octets):
        package = Unpacked("maildrop")
        # maildrop takes HOME from the list of users.
        text = shipped("mailfilter", filter=("/usr/local/bin", self.folder / "bin"),
                       home=("$HOME", self.folder))
        rules = self.folder / "mailfilter"
        rules.write_text(f'DEFAULT="{self.folder}/Maildir"\n' + text, encoding="utf-8")
        rules.chmod(0o600)
        self.run_program([package.path("usr/bin/maildrop"), rules], octets, package.environment("usr/lib"))

    def test_mail_waits_when_the_filter_fails(self):
        self.set_filter(f"http://127.0.0.1:{free_port()}", "--on-failure tempfail")
        with self.assertRaisesRegex(AssertionError, "75 != 0"):
            self.deliver(golden.message(FORGED).octets)
        self.assertEqual(self.delivered("") + self.delivered(".Forged"), [])


class SieveTest(DeliveryTest, FailedFilter, unittest.TestCase):
    """Dovecot's own sieve-test, which stores what the script says."""

    # It leaves root's rights, if it has them.
    USER = "nobody" if os.geteuid() == 0 else None

    def deliver(self, octets):
        package = Unpacked("dovecot-sieve")
        (self.folder / "message").write_bytes(octets)
        self.run_program([package.path("usr/bin/sieve-test"), "-e", self.script(), self.folder / "message"], b"",
                         self.environment(package))

    def test_the_script_can_be_compiled(self):
        package = Unpacked("dovecot-sieve")
        self.run_program([package.path("usr/bin/sievec"), self.script()], b"", self.environment(package))
        self.assertTrue((self.folder / "namesake.svbin").exists())

    def script(self):
        shutil.copy(INTEGRATION / "namesake.sieve", self.folder)
        return self.folder / "namesake.sieve"

    def environment(self, package):
        self.readable_for_all()
        environment = package.environment("usr/lib/dovecot")
        environment |= {f"PLUGIN/{name.upper()}": value for name, value in self.settings(package).items()}
        # In place of a configuration file, which only an installed doveconf could read.
        environment |= {"DOVECONF_ENV": "1", "MAIL_LOCATION": f"maildir:{self.folder}/Maildir",
                        "MAIL_HOME": str(self.folder)}
        if self.USER:
            environment |= {"MAIL_UID": self.USER, "MAIL_GID": "nogroup"}
        return environment

    def settings(self, package):
        """Those of the file that we ship, with other folders."""
        lines = [line.split(" = ") for line in shipped("90-namesake.conf").splitlines()
                 if line.startswith("  ") and " = " in line]
        settings = {name.strip(): value for name, value in lines}
        self.assertIn("sieve_filter_bin_dir", settings)
        settings |= {"sieve_filter_bin_dir": str(self.folder / "bin"),
                     "sieve_filter_exec_timeout": f"{PATIENCE:.0f}s",
                     "sieve_plugin_dir": str(package.path("usr/lib/dovecot/modules/sieve"))}
        # sieve-test runs one script alone, as a user's, which the global extensions are not for.
        settings["sieve_extensions"] = settings.pop("sieve_global_extensions")
        return settings

    def readable_for_all(self):
        if not self.USER:
            return
        self.server.folder.chmod(0o755)
        for path in [self.folder, *self.folder.rglob("*")]:
            shutil.chown(path, self.USER)


class PageTest(unittest.TestCase):
    def test_shows_what_we_ship(self):
        page = (ROOT / "docs/delivery.md").read_text(encoding="utf-8")
        for name in ("procmailrc", "mailfilter"):
            lines = [line for line in shipped(name).splitlines() if line and not line.startswith("#")]
            section = page[page.index(f"[{name}]"):]
            block = section.split("```")[1].strip().splitlines()
            self.assertEqual([line for line in block if line], lines)


if __name__ == "__main__":
    unpacked.main()
