# SPDX-License-Identifier: Apache-2.0
"""What script/cluster and script/chaos are made of; system.chaos runs the whole."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import processes
from chaos import compare
from feed_delay import names, percentile
from load import Journal
from namesake import wait_for
from network import CannotRun, Network, require_rights

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""
LISTENER = """
import socket, sys
with socket.create_server((sys.argv[1], 7)) as server:
    while True:
        server.accept()[0].close()
"""


class Processes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="namesake-cluster-")
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "log"

    def start(self, *command):
        process = processes.spawn(command, self.log)
        self.addCleanup(processes.kill, process)
        return process

    def test_one_that_was_killed_is_not_alive(self):
        process = self.start("sleep", "600")
        self.assertTrue(processes.alive(process))
        processes.kill(process)
        self.assertFalse(processes.alive(process))

    def test_another_process_of_the_same_number_is_let_alone(self):
        process = self.start("sleep", "600")
        earlier = process | {"born": process["born"] - 1}
        self.assertFalse(processes.alive(earlier))
        self.assertFalse(processes.send(earlier, signal.SIGKILL))
        self.assertTrue(processes.alive(process))

    def test_one_that_ignores_sigterm_is_killed(self):
        process = self.start(sys.executable, "-c", STUBBORN)
        wait_for(lambda: "up" in self.log.read_text(encoding="utf-8"), "it ignores SIGTERM")
        self.assertFalse(processes.stop(process, patience=0.1))
        self.assertFalse(processes.alive(process))

    def test_children_are_found(self):
        process = self.start("sh", "-c", "sleep 600 & wait")
        child = wait_for(lambda: processes.children(process["pid"]), "there is a child")
        self.assertEqual(len(child), 1)
        processes.kill({"pid": child[0], "born": processes.birth(child[0])})


class Comparison(unittest.TestCase):
    """The check can fail."""

    def setUp(self):
        self.journal = Journal()
        for name in ("a", "b", "c"):
            self.journal.send(name)
        self.journal.acknowledge("a", "1")
        self.journal.acknowledge("b", "2")

    def test_what_was_not_acknowledged_may_be_there_or_not(self):
        compare("it", ["a", "b"], self.journal)
        compare("it", ["John Doe", "a", "b", "c"], self.journal)

    def test_a_lost_entry(self):
        with self.assertRaisesRegex(AssertionError, "lost 1"):
            compare("it", ["a", "c"], self.journal)

    def test_a_doubled_entry(self):
        with self.assertRaisesRegex(AssertionError, "twice"):
            compare("it", ["a", "b", "c", "c"], self.journal)

    def test_an_entry_that_nobody_sent(self):
        with self.assertRaisesRegex(AssertionError, "nobody sent"):
            compare("it", ["a", "b", "d"], self.journal)


class Delay(unittest.TestCase):
    def test_percentiles(self):
        self.assertEqual(percentile(range(1, 101), 0.99), 99)
        self.assertEqual(percentile(range(1, 1001), 0.5), 500)
        self.assertEqual(percentile([7], 0.99), 7)

    def test_names_differ(self):
        some = list(itertools.islice(names(), 10_000))
        self.assertEqual(len(set(some)), len(some))


class Networks(unittest.TestCase):
    def setUp(self):
        try:
            require_rights()
        except CannotRun as error:
            self.skipTest(str(error))
        self.network = Network.claim((1, 2))
        self.addCleanup(self.network.remove)

    def reaches(self, address, node=None):
        if node is None:
            with socket.socket() as probe:
                probe.settimeout(0.3)
                return probe.connect_ex((address, 7)) == 0
        attempt = f"import socket; socket.create_connection(({address!r}, 7), timeout=0.3)"
        command = [*self.network.inside(node), sys.executable, "-c", attempt]
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def test_another_cluster_gets_another_network(self):
        other = Network.claim((1,))
        self.addCleanup(other.remove)
        self.assertNotEqual(other.number, self.network.number)

    def test_a_node_without_its_plug_is_out_of_reach(self):
        address = self.network.address(1)
        listener = processes.spawn([*self.network.inside(1), sys.executable, "-c", LISTENER, address], os.devnull)
        self.addCleanup(processes.kill, listener)
        wait_for(lambda: self.reaches(address), "this machine reaches the node")
        self.assertTrue(self.reaches(address, node=2))
        self.network.unplug(1)
        self.assertFalse(self.network.is_plugged(1))
        self.assertFalse(self.reaches(address))
        self.assertFalse(self.reaches(address, node=2))
        self.network.plug(1)
        wait_for(lambda: self.reaches(address) and self.reaches(address, node=2), "both reach the node again")


if __name__ == "__main__":
    unittest.main()
