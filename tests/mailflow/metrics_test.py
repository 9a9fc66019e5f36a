# SPDX-License-Identifier: Apache-2.0
"""What the filter tells Prometheus."""

import unittest
import urllib.error
import urllib.request

import flow
import postfix
from flow import FORGED, GENUINE
from milter_client import MilterClient
from namesake import PATIENCE, free_port, wait_for


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = flow.Store()
        cls.addClassCleanup(cls.store.remove)
        cls.port, cls.metrics_port = free_port(), free_port()
        config = f"[milter]\nmetrics_listen = '127.0.0.1:{cls.metrics_port}'\n"
        cls.milter = postfix.Milter(cls.store.folder, f"inet:{cls.port}@127.0.0.1", cls.store.uri, config)
        cls.addClassCleanup(cls.milter.kill)
        cls.milter.start()

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}{path}", timeout=PATIENCE) as answer:
            return answer.read().decode()

    def value(self, name):
        [line] = [line for line in self.get("/metrics").splitlines() if line.startswith(name + " ")]
        return float(line.rpartition(" ")[2])

    def test_messages_are_counted_by_what_was_found_and_done(self):
        with MilterClient(self.port) as client:
            client.negotiate()
            client.connect()
            client.message(FORGED)
            client.message(GENUINE)
            self.assertEqual(self.value("namesake_milter_connections"), 1)
        wait_for(lambda: self.value("namesake_milter_connections") == 0, "the connection is counted as closed")
        self.assertEqual(self.value('namesake_milter_messages_total{verdict="malicious_bec"}'), 1)
        self.assertEqual(self.value('namesake_milter_messages_total{verdict="none"}'), 1)
        self.assertEqual(self.value('namesake_milter_actions_total{action="tag"}'), 1)
        self.assertEqual(self.value('namesake_milter_flagged_total{reason="display_name_exact"}'), 1)
        self.assertEqual(self.value("namesake_milter_check_duration_seconds_count"), 2)
        wait_for(lambda: self.value("namesake_records_written_total") == 1, "the flagged one is recorded")

    def test_there_is_nothing_else(self):
        self.assertEqual(self.get("/healthz"), "alive\n")
        for path, status in (("/", 404), ("/metrics/x", 404)):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.get(path)
            self.assertEqual(refused.exception.code, status)
            refused.exception.close()


if __name__ == "__main__":
    unittest.main()
