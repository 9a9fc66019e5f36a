# SPDX-License-Identifier: Apache-2.0
"""The programs that work on one store tell of themselves."""

import unittest

import postfix
from milter_client import MilterClient
from namesake import Daemon, free_port, run, wait_for

REPORTED = 25  # seconds within which a program has reported twice


class NodesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.remove)
        cls.account = cls.daemon.account()
        run("namesake", "domain", "add", "--store", cls.daemon.store, "--account", cls.account.id, "one.example")
        cls.daemon.start()

    def nodes(self):
        client = self.daemon.client(self.account.read)
        try:
            return client.request("GET", f"/client/v4/accounts/{self.account.id}/email-security/nodes").result
        finally:
            client.close()

    def node(self, program):
        return next((node for node in self.nodes() if node["program"] == program), None)

    def test_every_program_is_there_with_what_it_does_until_it_ends(self):
        wait_for(lambda: self.node("namesaked"), "namesaked has reported")
        port = free_port()
        milter = postfix.Milter(self.daemon.folder, f"inet:{port}@127.0.0.1", self.daemon.store)
        self.addCleanup(milter.kill)
        milter.start()
        wait_for(lambda: self.node("namesake-milter"), "the filter has reported")
        node = self.node("namesake-milter")
        self.assertTrue(node["alive"])
        self.assertEqual(node["messages"], 0)
        self.assertLess(node["behind_seconds"], 1)
        for name in ("host", "version", "started_at", "seen_at"):
            self.assertTrue(node[name], name)

        client = MilterClient(port)
        self.addCleanup(client.close)
        client.negotiate()
        client.connect()
        client.message("a@b.example", ("Subject", "x"), body=b"Hello\r\n", queue_id="4N1")
        wait_for(lambda: self.node("namesake-milter")["messages"] == 1, "the message is counted", REPORTED)
        self.assertGreater(self.node("namesake-milter")["messages_per_second"], 0)

        milter.stop()
        self.assertIsNone(self.node("namesake-milter"))
        self.assertIsNotNone(self.node("namesaked"))


if __name__ == "__main__":
    unittest.main()
