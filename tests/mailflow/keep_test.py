# SPDX-License-Identifier: Apache-2.0
"""Mail that accounts want treated differently: kept in the store, marked, for some recipients only."""

import unittest

import flow
import postfix
from flow import FORGED, GENUINE
from namesake import run, wait_for

BOTH = ("jane@one.example", "bob@two.example")


@flow.can_run()
class KeepTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.choose(cls.store.one, "action.malicious_bec=keep", "action.suspicious=prefix")
        cls.milter, cls.port = cls.filtered()
        cls.milter.start()

    @classmethod
    def choose(cls, account, *settings):
        run("namesake", "account", "set", "--store", cls.store.uri, "--account", account, *settings)

    def send_unseen(self, author, *lines, to=("jane@one.example",)):
        """Sends a mail that nobody gets, and gives its Message-ID once it is out of the queue."""
        message_id, octets = postfix.letter(author, *lines, to=", ".join(to))
        with postfix.Sender(self.port) as sender:
            sender.send(octets, to)
        wait_for(lambda: not self.postfix.queue(), "the queue is empty")
        return message_id

    def test_a_kept_message_reaches_nobody(self):
        message_id = self.send_unseen(FORGED)
        self.assertEqual(self.postfix.delivered(message_id), [])

    def test_the_other_accounts_recipient_gets_it_without_a_word_of_the_first(self):
        message_id, octets = postfix.letter(FORGED, to=", ".join(BOTH))
        with postfix.Sender(self.port) as sender:
            sender.send(octets, BOTH)
        [mail] = self.postfix.wait_for_mail(message_id)
        self.assertEqual(mail["Delivered-To"], "bob@two.example")
        self.assert_untouched(mail)

    def test_genuine_mail_reaches_everybody(self):
        self.assertEqual(len(self.send(self.port, GENUINE, to=BOTH)), 2)

    def test_a_subject_is_marked(self):
        [mail] = self.send(self.port, '"J. Doe" <j.doe@gmail.com>')
        self.assertEqual(mail["X-Namesake-Verdict"], "SUSPICIOUS")
        self.assertTrue(mail["Subject"].startswith("[Suspicious] "), mail["Subject"])


if __name__ == "__main__":
    unittest.main()
