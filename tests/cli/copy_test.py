# SPDX-License-Identifier: Apache-2.0
"""store copy, and what kill -9 does to it."""

import random
import signal
import subprocess
import time
import unittest

from namesake import PATIENCE
from program import FolderTest, arguments_of, environment

ENTRIES = 20_000
KILLS = 4


class Copy(FolderTest):
    def setUp(self):
        super().setUp()
        self.account = self.done("account", "create", "--store", self.store, "--name", "Ünïcode Ltd").strip()
        self.target = "sqlite:copy.db"

    def copy(self):
        return self.namesake("store", "copy", "--from", self.store, "--to", self.target)

    def import_entries(self, count):
        rows = "".join(f"Person {number},p{number}@example.com\n" for number in range(count))
        self.done("registry", "import", "-", "--store", self.store, stdin="Display_Name,Email\n" + rows)

    def everything(self, store):
        """What the commands tell of a store."""
        return [
            self.done(*command.split(), "--store", store)
            for command in ("account list", "account show", "domain list", "token list", "audit", "registry export")
        ]

    def test_makes_another_store_the_same_and_reports(self):
        self.import_entries(3)
        self.done("domain", "add", "example.com", "--store", self.store)
        token = self.done("token", "create", "--permission", "read", "--store", self.store).strip()
        self.done("token", "revoke", token, "--store", self.store)
        result = self.copy()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, rf"^{self.account}\t3\t0\t1\t1\t\d+\t0\t[0-9a-f]{{64}}\n$")
        self.assertRegex(result.stderr, r"^the same in both: 1 account, 3 entries, 0 records; \d+ rows written\n$")
        self.assertEqual(self.everything(self.target), self.everything(self.store))
        again = self.copy()
        self.assertEqual(again.stdout, result.stdout)
        self.assertTrue(again.stderr.endswith("; 0 rows written\n"), again.stderr)

    def test_goes_on_after_kill_9(self):
        self.import_entries(ENTRIES)
        choice = random.Random(9)
        kills = 0
        for _ in range(KILLS):
            process = subprocess.Popen(
                arguments_of("store", "copy", "--from", self.store, "--to", self.target),
                cwd=self.folder,
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(choice.uniform(0.05, 0.8))  # somewhere in the middle
            process.send_signal(signal.SIGKILL)
            kills += process.wait(timeout=PATIENCE) == -signal.SIGKILL
        self.assertGreater(kills, 0)
        result = self.copy()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout.split("\t")[1], str(ENTRIES))
        self.assertEqual(self.everything(self.target), self.everything(self.store))

    def test_says_what_is_wrong(self):
        self.assertIn("--from and --to are the same store", self.refused(*self.arguments(self.store, self.store)))
        said = self.refused(*self.arguments("sqlite:missing.db", self.target))
        self.assertIn("missing.db: there is no database", said)
        self.assertIn("a store is named like sqlite:", self.refused(*self.arguments(self.store, "mysql:x")))
        self.copy()
        self.done("domain", "add", "example.com", "--store", self.target)
        said = self.refused(*self.arguments(self.store, self.target))
        self.assertRegex(said, r"domain\.add by cli:\S+ at \S+ was done in the store that is copied to")

    def arguments(self, source, target):
        return ("store", "copy", "--from", source, "--to", target)


if __name__ == "__main__":
    unittest.main()
