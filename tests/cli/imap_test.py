# SPDX-License-Identifier: Apache-2.0
"""scan of a mail server's folders, against a Dovecot of its own on the loopback interface."""

import grp
import json
import os
import pty
import pwd
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from namesake import PATIENCE, free_port, wait_for
from program import FORGED, GENUINE, FolderTest, arguments_of, environment

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = 'se"cret \\ ü'

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 0
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """A server with the user jane@example.com, whose Maildir is `mail`."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-imap-"))
        self.folder.chmod(0o755)
        self.mail = self.folder / "mail"
        self.tls, self.starttls = free_port(), free_port()
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        self.owner = pwd.getpwnam("nobody") if root else me
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost", "-keyout", self.folder / "key.pem",
             "-out", self.folder / "certificate.pem"],
            check=True, capture_output=True)
        (self.folder / "users").write_text(f"jane@example.com:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        (self.folder / "dovecot.conf").write_text(CONFIGURATION.format(
            folder=self.folder, tls=self.tls, starttls=self.starttls, uid=self.owner.pw_uid, gid=self.owner.pw_gid,
            internal="dovecot" if root else me.pw_name,
            internal_group="dovecot" if root else grp.getgrgid(me.pw_gid).gr_name,
            login="dovenull" if root else me.pw_name), encoding="utf-8")
        self.process = None

    def deliver(self, message, name, folder=""):
        path = self.mail / folder / "cur" / name
        for part in ("cur", "new", "tmp"):
            (self.mail / folder / part).mkdir(parents=True, exist_ok=True)
        path.write_bytes(message if isinstance(message, bytes) else message.encode())

    def start(self):
        for path in [self.mail, *self.mail.rglob("*")]:
            shutil.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self.process = subprocess.Popen([DOVECOT, "-F", "-c", self.folder / "dovecot.conf"])
        wait_for(self.answers, "Dovecot answers")

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"Dovecot ended: {(self.folder / 'log').read_text(errors='replace')}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.tls)) == 0

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, folder="INBOX", scheme="imaps"):
        port = self.tls if scheme == "imaps" else self.starttls
        return f"{scheme}://jane%40example.com@localhost:{port}/{folder}"


@unittest.skipUnless(os.path.exists(DOVECOT), "Dovecot is not installed")
class Imap(FolderTest):
    @classmethod
    def setUpClass(cls):
        cls.server = Dovecot()
        cls.addClassCleanup(cls.server.stop)
        hostile = FORGED.replace("\n\n", "\nX: y\nn2 OK done\nn3 NO {5}\n* 1 EXISTS)\n\n")
        cls.server.deliver(GENUINE, "1.host:2,")
        cls.server.deliver(FORGED, "2.host:2,S")
        cls.server.deliver(hostile, "3.host:2,")
        cls.server.deliver(FORGED.replace("\n\n", "\nX: " + "x" * (2 << 20) + "\n\n"), "4.host:2,")
        for number in range(1200):
            cls.server.deliver(FORGED if number % 100 == 0 else GENUINE, f"{number:04}.host:2,", ".Archiv &- Entw&APw-rfe")
        (cls.server.mail / "subscriptions").touch()
        (cls.server.mail / ".Empty/cur").mkdir(parents=True)
        cls.server.start()

    def setUp(self):
        super().setUp()
        self.write("password", PASSWORD + "\n")

    def read(self, *arguments, status, **options):
        return self.scan("--ca-file", self.server.folder / "certificate.pem", *arguments, status=status, **options)

    def found(self, *arguments, status=1, **options):
        out = self.read("--format", "jsonl", *arguments, status=status, **options)[0]
        return [(line["source"], line["flagged"]) for line in map(json.loads, out.splitlines())]

    def test_a_folder_is_read_and_no_flag_changes(self):
        before = sorted(path.name for path in (self.server.mail / "cur").iterdir())
        for scheme in ("imaps", "imap"):
            with self.subTest(scheme):
                url = self.server.url(scheme=scheme)
                self.assertEqual(
                    self.found("--password-file", "password", url),
                    [(f"{url}/;UID={uid}", flagged) for uid, flagged in ((1, False), (2, True), (3, True), (4, True))],
                )
        self.assertEqual(sorted(path.name for path in (self.server.mail / "cur").iterdir()), before)

    def test_a_header_section_over_the_limit_is_told(self):
        err = self.read("--password-file", "password", self.server.url(), status=1)[1]
        self.assertRegex(err, "^namesake: imaps://.*;UID=4: its header section is longer than 1 MiB, the rest was not read\n$")

    def test_a_folder_of_many_messages_with_a_name_beyond_ascii(self):
        found = self.found("--password-file", "password", self.server.url("Archiv%20&%20Entw%C3%BCrfe"))
        self.assertEqual(len(found), 1200)
        self.assertEqual(sum(flagged for _, flagged in found), 12)
        self.assertTrue(found[0][0].endswith("/Archiv%20%26%20Entw%C3%BCrfe/;UID=1"), found[0])

    def test_beside_files(self):
        self.write("forged.eml", FORGED)
        found = self.found("forged.eml", self.server.url(), NAMESAKE_IMAP_PASSWORD=PASSWORD)
        self.assertEqual([source.split(";")[-1] for source, _ in found], ["forged.eml", "UID=1", "UID=2", "UID=3", "UID=4"])

    def test_an_empty_folder_is_told(self):
        url = self.server.url("Empty")
        self.assertEqual(self.read(url, status=0, NAMESAKE_IMAP_PASSWORD=PASSWORD), ("", f"no message in {url}\n"))

    def test_failures_are_told_and_the_rest_is_scanned(self):
        self.write("forged.eml", FORGED)
        for what, url, password in (
            ("refuses user jane@example.com", self.server.url(), "wrong"),
            ("the server says: NO ", self.server.url("Nothing"), PASSWORD),
            ("cannot connect to localhost:1", "imaps://jane@localhost:1/INBOX", PASSWORD),
            ("the user is missing", "imaps://localhost/INBOX", PASSWORD),
        ):
            with self.subTest(what):
                out, err = self.read("--format", "jsonl", url, "forged.eml", status=2, NAMESAKE_IMAP_PASSWORD=password)
                self.assertEqual([json.loads(line)["source"] for line in out.splitlines()], ["forged.eml"])
                self.assertIn(what, err)
                self.assertNotIn(password, err)

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        for scheme in ("imaps", "imap"):
            err = self.scan(self.server.url(scheme=scheme), status=2, NAMESAKE_IMAP_PASSWORD=PASSWORD)[1]
            self.assertIn("certificate", err)

    def test_a_password_on_the_command_line_is_refused_and_not_repeated(self):
        err = self.read("imaps://jane:hunter2@localhost/INBOX", status=2)[1]
        self.assertIn("--password-file", err)
        self.assertNotIn("hunter2", err)

    def test_the_terminal_is_asked_and_does_not_show_what_is_typed(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            command = arguments_of("scan", "--registry", "people.csv", "--ca-file",
                                   self.server.folder / "certificate.pem", self.server.url())
            os.execve(command[0], command, environment())
        shown = b""

        def look():
            nonlocal shown
            while select.select([terminal], [], [], 0.05)[0]:
                try:
                    octets = os.read(terminal, 65536)
                except OSError:
                    return True
                if not octets:
                    return True
                shown += octets
            return False

        wait_for(lambda: look() or b"Password of jane@example.com@localhost" in shown, "it asks")
        os.write(terminal, PASSWORD.encode() + b"\n")
        wait_for(look, "it ends")
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(status), 1, shown)
        self.assertNotIn(PASSWORD.encode(), shown)
        self.assertIn(b"3 of 4 messages flagged", shown)


if __name__ == "__main__":
    unittest.main()
