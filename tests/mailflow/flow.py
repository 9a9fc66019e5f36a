# SPDX-License-Identifier: Apache-2.0
"""What the mail-flow tests share: a store with three accounts, and the case class that checks mail."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path

import postfix
from namesake import free_port, new_store, run

FORGED = '"John Doe" <x@evil.example>'
GENUINE = '"John Doe" <john.doe@one.example>'
OUR_FIELDS = ("X-Namesake-", "X-CFEmailSecurity-")


def can_run():
    """Skips where there is no Postfix, but not in CI: there it is a failure."""
    why = postfix.missing()
    if why is not None and os.environ.get("CI"):
        raise SystemExit(f"the mail flow cannot be tested: {why}")
    return unittest.skipIf(why is not None, why or "")


class Store:
    """A store whose accounts own one.example and two.example."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-flow-"))
        self.folder.chmod(0o755)  # unix sockets are in here
        self.uri = new_store(self.folder)
        self.one = self.account("one.example")
        self.two = self.account("two.example")
        self.protect(self.one, "John Doe", "john.doe@one.example")
        self.protect(self.two, "Erika Muster", "erika@two.example")

    def account(self, *domains):
        account = run("namesake", "account", "create", "--store", self.uri).stdout.strip()
        if domains:
            run("namesake", "domain", "add", "--store", self.uri, "--account", account, *domains)
        return account

    def protect(self, account, name, address):
        self.import_rows(account, [(name, address)])

    def import_rows(self, account, rows):
        path = self.folder / "rows.csv"
        lines = [f"{name},{address}\n" for name, address in rows]
        path.write_text("Display_Name,Email\n" + "".join(lines), encoding="utf-8")
        run("namesake", "registry", "import", "--store", self.uri, "--account", account, str(path))

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class FlowTest(unittest.TestCase):
    """A Postfix, a store and any number of filters, made once for the class by set_up()."""

    main_cf = ""

    @classmethod
    def setUpClass(cls):
        cls.store = Store()
        cls.addClassCleanup(cls.store.remove)
        cls.postfix = postfix.Postfix(cls.main_cf)
        cls.addClassCleanup(cls.postfix.remove)
        cls.set_up()
        cls.postfix.start()

    @classmethod
    def filtered(cls, listen=None, config="", **options):
        """A filter, and the port of an SMTP server that asks it."""
        milter_port, smtp_port = free_port(), free_port()
        listen = listen or f"inet:{milter_port}@127.0.0.1"
        milter = postfix.Milter(cls.store.folder, listen, cls.store.uri, config)
        cls.addClassCleanup(milter.kill)
        address = f"inet:127.0.0.1:{milter_port}" if listen.startswith("inet:") else listen
        cls.postfix.listen(smtp_port, smtpd_milters=address, **{"milter_default_action": "accept", **options})
        return milter, smtp_port

    def send(self, port, author, *lines, to=("jane@one.example",)):
        """Sends a mail and gives its delivered copies, one for each recipient."""
        message_id, octets = postfix.letter(author, *lines, to=", ".join(to))
        with postfix.Sender(port) as sender:
            sender.send(octets, to)
        return self.postfix.wait_for_mail(message_id, len(to))

    def verdict_of(self, port, author, *lines):
        [mail] = self.send(port, author, *lines)
        return self.assert_one_verdict(mail)

    def assert_one_verdict(self, mail):
        self.assertEqual(len(mail.get_all("X-Namesake-Verdict", [])), 1, mail.as_string())
        return mail["X-Namesake-Verdict"]

    def assert_flagged(self, mail, name="John Doe"):
        self.assertEqual(self.assert_one_verdict(mail), "MALICIOUS-BEC")
        self.assertIn(name, postfix.decoded(mail["X-Namesake-Reason"]))
        self.assertEqual(mail.get_all("X-CFEmailSecurity-Disposition"), ["MALICIOUS-BEC"])
        self.assertEqual(mail.get_all("X-CFEmailSecurity-Attribute"), ["BEC"])

    def assert_untouched(self, mail):
        self.assertEqual(our_fields(mail), [("X-Namesake-Verdict", "NONE")])


def our_fields(mail):
    return [(name, body) for name, body in mail.items() if name.lower().startswith(tuple(map(str.lower, OUR_FIELDS)))]
