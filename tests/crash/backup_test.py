# SPDX-License-Identifier: Apache-2.0
"""Backups that are made while clients create: nothing that was acknowledged before one began is missing in it."""

import csv
import io
import shutil
import tempfile
import threading
import unittest
from pathlib import Path

from namesake import Client, Daemon, bearer, entry, run, wait_for

CLIENTS = 8
BACKUPS = 5


class Creator(threading.Thread):
    """Creates entries of distinct names over one connection until it is told to stop."""

    def __init__(self, daemon, account, prefix, stop):
        super().__init__()
        self.port, self.account, self.prefix, self.stop = daemon.port, account, prefix, stop
        self.acknowledged = []
        self.fault = None

    def run(self):
        client = Client(self.port, bearer(self.account.write))
        try:
            while not self.stop.is_set():
                name = f"{self.prefix}-{len(self.acknowledged)}"
                answer = client.request("POST", self.account.registry, entry(name=name))
                if answer.status != 201:
                    self.fault = f"{name}: {answer.status} {answer.body!r}"
                    return
                self.acknowledged.append(name)
        finally:
            client.close()


def names_in(store, account):
    exported = run("namesake", "registry", "export", "--store", store, "--account", account.id)
    return [row[0] for row in csv.reader(io.StringIO(exported.stdout))][1:]


class BackupUnderLoad(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-backup-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.daemon = Daemon()
        self.addCleanup(self.daemon.remove)
        self.account = self.daemon.account()

    def acknowledged(self, creators):
        return {name for creator in creators for name in list(creator.acknowledged)}

    def test_has_what_was_acknowledged_before_it_began(self):
        self.daemon.start()
        stop = threading.Event()
        creators = [Creator(self.daemon, self.account, f"c{i}", stop) for i in range(CLIENTS)]
        self.addCleanup(stop.set)
        for creator in creators:
            creator.start()
        backups = []  # (file, what was acknowledged before it)
        for number in range(BACKUPS):
            more = len(self.acknowledged(creators)) + 100
            wait_for(lambda more=more: len(self.acknowledged(creators)) >= more, f"{more} entries are created")
            before = self.acknowledged(creators)
            path = self.folder / f"{number}.db"
            run("namesake", "backup", str(path), "--store", self.daemon.store)
            backups.append((path, before))
        stop.set()
        for creator in creators:
            creator.join()
            self.assertIsNone(creator.fault)
        everything = self.acknowledged(creators)
        self.daemon.stop()

        for path, before in backups:
            run("namesake", "restore", str(path), "--store", self.daemon.store, "--overwrite")
            names = names_in(self.daemon.store, self.account)
            self.assertEqual(len(names), len(set(names)))
            self.assertEqual(before - set(names), set(), "acknowledged before the backup began, and missing")
            self.assertLessEqual(set(names), everything)

        # The daemon goes on with the last of them, with its tokens and in the right order of the feed.
        self.daemon.start()
        client = self.daemon.client(self.account.write)
        self.addCleanup(client.close)
        self.assertEqual(client.request("POST", self.account.registry, entry(name="afterwards")).status, 201)
        self.assertEqual(names_in(self.daemon.store, self.account)[-1], "afterwards")


if __name__ == "__main__":
    unittest.main()
