# SPDX-License-Identifier: Apache-2.0
"""Mail servers other than Postfix: older, with fewer abilities, or not mail servers at all."""

import contextlib
import socket
import unittest

import flow
import milter_client
import postfix
from flow import FORGED, GENUINE
from milter_client import ALL_ACTIONS, MilterClient
from namesake import free_port, wait_for


class ProtocolTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = flow.Store()
        cls.addClassCleanup(cls.store.remove)
        cls.port = free_port()
        config = "[milter.action]\nspoof = 'quarantine'\n[milter]\nauthserv_id = 'mx.example'\n"
        cls.milter = postfix.Milter(cls.store.folder, f"inet:{cls.port}@127.0.0.1", cls.store.uri, config)
        cls.addClassCleanup(cls.milter.kill)
        cls.milter.start()

    def client(self, port=None):
        client = MilterClient(port or self.port)
        self.addCleanup(client.close)
        return client

    def assert_flagged(self, answers):
        self.assertEqual(answers[-1][0], b"c", answers)
        self.assertEqual(milter_client.inserted(answers)["X-Namesake-Verdict"], "MALICIOUS-BEC")

    def test_it_wants_nobody_to_wait(self):
        actions, steps = self.client().negotiate()
        wanted = milter_client.ADD_HEADERS | milter_client.CHANGE_HEADERS
        wanted |= milter_client.QUARANTINE | milter_client.REMOVE_RECIPIENTS
        self.assertEqual(actions, wanted)
        for wanted in (milter_client.NO_HELO, *map(milter_client.NO_REPLY.get, (b"C", b"M", b"R", b"L"))):
            self.assertTrue(steps & wanted, hex(wanted))

    def test_it_wants_bodies_only_where_one_may_be_kept(self):
        # Quarantined for one account's recipients and not for the other's: that takes a copy.
        _, steps = self.client().negotiate()
        self.assertFalse(steps & milter_client.NO_BODY)
        port = free_port()
        tagging = postfix.Milter(self.store.folder, f"inet:{port}@127.0.0.1", self.store.uri)
        self.addCleanup(tagging.kill)
        tagging.start()
        _, steps = self.client(port).negotiate()
        self.assertTrue(steps & milter_client.NO_BODY)

    def test_a_mail_server_of_2002_gets_all_its_answers(self):
        client = self.client()
        self.assertIsNotNone(client.negotiate(version=2, actions=0x3F, steps=milter_client.STEPS_OF_2002))
        self.assertEqual(client.connect(), (b"c", b""))
        self.assert_flagged(client.message(FORGED))
        self.assertEqual(milter_client.inserted(client.message(GENUINE)), {"X-Namesake-Verdict": "NONE"})

    def test_removals_come_first_and_from_below(self):
        client = self.client()
        client.negotiate()
        client.connect()
        answers = client.message(GENUINE, ("X-Namesake-Verdict", "a"), ("x-namesake-verdict", "b"))
        self.assertEqual(
            answers,
            [
                (b"m", b"\0\0\0\2X-Namesake-Verdict\0\0"),
                (b"m", b"\0\0\0\1X-Namesake-Verdict\0\0"),
                (b"i", b"\0\0\0\0X-Namesake-Verdict\0NONE\0"),
                (b"c", b""),
            ],
        )

    def test_a_mail_server_that_cannot_quarantine_gets_the_fields(self):
        client = self.client()
        client.negotiate(actions=ALL_ACTIONS & ~milter_client.QUARANTINE)
        client.connect()
        refused = self.milter.count("edit_refused")
        answers = client.message(GENUINE, ("Authentication-Results", "mx.example; dmarc=fail header.from=one.example"))
        self.assertEqual(milter_client.inserted(answers)["X-Namesake-Verdict"], "SPOOF")
        self.assertEqual([command for command, _ in answers if command == b"q"], [])
        self.assertEqual(answers[-1][0], b"c")
        self.assertEqual(self.milter.count("edit_refused"), refused + 1)

    def test_a_mail_server_that_lets_nobody_change_headers_is_refused(self):
        self.assertIsNone(self.client().negotiate(actions=ALL_ACTIONS & ~milter_client.CHANGE_HEADERS))
        self.assertIsNone(self.client().negotiate(actions=milter_client.QUARANTINE))

    def test_a_connection_may_be_used_for_one_client_after_the_other(self):
        client = self.client()
        client.negotiate()
        for _ in range(3):
            client.connect()
            self.assert_flagged(client.message(FORGED))
            client.write(b"K")  # the client has left, another follows

    def test_a_message_that_is_given_up_leaves_nothing_behind(self):
        client = self.client()
        client.negotiate()
        client.connect()
        client.command(b"M", b"<x@evil.example>\0")
        client.command(b"R", b"<jane@one.example>\0")
        client.command(b"L", b"From\0" + FORGED.encode() + b"\0")
        client.command(b"L", b"X-Namesake-Verdict\0NONE\0")
        client.write(b"A")
        self.assertEqual(client.message(GENUINE), [(b"i", b"\0\0\0\0X-Namesake-Verdict\0NONE\0"), (b"c", b"")])

    def test_header_fields_of_any_size_do_no_harm(self):
        client = self.client()
        client.negotiate()
        client.connect()
        padding = [("X-Padding", "x" * 60_000)] * 40
        self.assert_flagged(client.message('"nobody" <n@evil.example>', *padding, ("From", FORGED)))
        answers = client.message(FORGED, *[("X-Namesake-Verdict", "NONE")] * 100)
        self.assertEqual(len([command for command, _ in answers if command == b"m"]), 100)
        self.assert_flagged(answers)

    def test_a_flood_of_our_own_fields_is_refused(self):
        client = self.client()
        client.negotiate()
        client.connect()
        [(command, text)] = client.message(GENUINE, *[("X-Namesake-Verdict", "NONE")] * 5_000)
        self.assertEqual(command, b"y")
        self.assertTrue(text.startswith(b"550 5.7.1 "), text)
        self.assertIn(" fields=5000", self.milter.events("own_fields_flood")[-1])

    def test_what_is_no_mail_server_is_dropped_and_the_others_served(self):
        for octets in (b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 100, b"\0\0\0\1E", b"\0\0\0\0", b"\0\0\0\5Oabcd"):
            with socket.create_connection(("127.0.0.1", self.port)) as stranger:
                with contextlib.suppress(OSError):  # when it is dropped already
                    stranger.sendall(octets)
                    stranger.shutdown(socket.SHUT_WR)
                wait_for(lambda stranger=stranger: ends(stranger), "the stranger is dropped")
        client = self.client()
        client.negotiate()
        client.connect()
        self.assert_flagged(client.message(FORGED))


def ends(connection):
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True


if __name__ == "__main__":
    unittest.main()
