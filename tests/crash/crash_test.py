# SPDX-License-Identifier: Apache-2.0
"""What kill -9 may not do: lose an acknowledged entry, double one, or leave an unreadable store."""

import csv
import http.client
import io
import random
import signal
import threading
import unittest
from collections import Counter

from namesake import Client, Daemon, bearer, entry, run, wait_for

KILLS = 20
CLIENTS = 16

# Created before each kill: enough that every client is in the middle of something, now in a new
# batch of the group commit, now behind it.
CREATED = range(50, 400)


class Creator(threading.Thread):
    """Creates entries of distinct names over one connection until the connection breaks."""

    def __init__(self, daemon, account, prefix):
        super().__init__()
        self.daemon_under_test, self.account, self.prefix = daemon, account, prefix
        self.sent = []  # names, in order
        self.acknowledged = {}  # {name: id}
        self.fault = None

    def run(self):
        client = Client(self.daemon_under_test.port, bearer(self.account.write))
        try:
            while True:
                name = f"{self.prefix}-{len(self.sent)}"
                self.sent.append(name)
                answer = client.request("POST", self.account.registry, entry(name=name))
                if answer.status != 201:
                    self.fault = f"{name}: {answer.status} {answer.body!r}"
                    return
                self.acknowledged[name] = answer.result["id"]
        except (OSError, http.client.HTTPException):
            pass  # killed: whether the last one was created is not known
        finally:
            client.close()


def all_entries(client, account):
    """Every entry by paging, and the total_count that came with each page."""
    entries, totals, page = [], set(), 1
    while True:
        answer = client.request("GET", f"{account.registry}?per_page=1000&page={page}")
        found = answer.result
        totals.add(answer.json["result_info"]["total_count"])
        if not found:
            return entries, totals
        entries += found
        page += 1


class Crash(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.account = self.daemon.account()
        self.sent, self.acknowledged = set(), {}

    def create_until_killed(self, round_number, created):
        creators = [Creator(self.daemon, self.account, f"r{round_number}c{i}") for i in range(CLIENTS)]
        for creator in creators:
            creator.start()

        def enough():
            return (
                sum(len(creator.acknowledged) for creator in creators) >= created
                or not all(creator.is_alive() for creator in creators)
            )

        try:
            wait_for(enough, f"{created} entries are created")
        finally:
            status = self.daemon.stop(signal.SIGKILL)
            for creator in creators:
                creator.join()
        self.assertEqual(status, -signal.SIGKILL)
        for creator in creators:
            self.assertIsNone(creator.fault)
            self.assertGreater(len(creator.sent), 0)
            self.sent.update(creator.sent)
            self.acknowledged.update(creator.acknowledged)

    def assert_nothing_lost(self, names):
        """`names` are those of the entries that are there."""
        counts = Counter(names)
        self.assertEqual([name for name in self.acknowledged if name not in counts], [], "acknowledged but missing")
        self.assertEqual([name for name, count in counts.items() if count > 1], [], "sent once, there twice")
        self.assertEqual(counts.keys() - self.sent, set(), "never sent")
        # Of each client's requests at most the last one of each life was under way.
        self.assertLessEqual(len(counts) - len(self.acknowledged), KILLS * CLIENTS)

    def check_by_api(self):
        client = self.daemon.client(self.account.read)
        self.addCleanup(client.close)
        entries, totals = all_entries(client, self.account)
        self.assert_nothing_lost([one["name"] for one in entries])
        self.assertEqual(totals, {len(entries)})
        ids = {one["name"]: one["id"] for one in entries}
        self.assertEqual(len(set(ids.values())), len(entries))
        self.assertEqual({name: ids[name] for name in self.acknowledged}, self.acknowledged)

    def test_no_acknowledged_entry_is_lost_or_doubled(self):
        choice = random.Random(20)  # the same moments on every run, as far as threads allow
        for round_number in range(KILLS):
            with self.subTest(kill=round_number + 1):
                self.daemon.start()
                if round_number % 5 == 1:
                    self.check_by_api()
                self.create_until_killed(round_number, choice.choice(CREATED))

        # A store that nobody has opened since the last kill is readable as it stands.
        exported = run("namesake", "registry", "export", "--store", self.daemon.store, "--account", self.account.id)
        rows = list(csv.reader(io.StringIO(exported.stdout)))
        self.assertEqual(rows[0][:2], ["Display_Name", "Email"])
        self.assert_nothing_lost([row[0] for row in rows[1:]])

        self.daemon.start()
        self.check_by_api()
        self.assertGreater(len(self.acknowledged), KILLS * CREATED.start - 1)


if __name__ == "__main__":
    unittest.main()
