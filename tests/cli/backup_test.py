# SPDX-License-Identifier: Apache-2.0
"""backup and restore."""

import os
import unittest

from namesake import Client, Daemon, bearer, entry
from program import FolderTest


class Backup(FolderTest):
    def setUp(self):
        super().setUp()
        self.account = self.done("account", "create", "--store", self.store).strip()
        self.done("registry", "import", "people.csv", "--store", self.store)

    def export(self, store):
        return self.done("registry", "export", "--store", store)

    def backup(self, *arguments):
        return self.namesake("backup", *arguments, "--store", self.store)

    def restore(self, *arguments, store=None):
        return self.namesake("restore", *arguments, "--store", store or self.store)

    def test_prints_the_files_it_made(self):
        result = self.backup("copy.db")
        size = (self.folder / "copy.db").stat().st_size
        self.assertEqual((result.returncode, result.stdout), (0, f"copy.db\t{size}\n"), result.stderr)
        self.assertRegex(result.stderr, r"^backed up: 1 file, \d+\.\d MiB, checked\n$")
        self.assertEqual(self.export("sqlite:copy.db"), self.export(self.store))

    def test_goes_into_a_folder_under_the_names_of_the_store(self):
        os.mkdir(self.folder / "backups")
        self.assertEqual(self.backup("backups").returncode, 0)
        self.assertEqual(os.listdir(self.folder / "backups"), ["namesake.db"])
        restored = self.restore("backups", "--overwrite")
        self.assertEqual((restored.returncode, restored.stdout.split("\t")[0]), (0, "namesake.db"), restored.stderr)

    def test_replaces_nothing_unasked(self):
        self.assertEqual(self.backup("copy.db").returncode, 0)
        said = self.refused("backup", "copy.db", "--store", self.store)
        self.assertIn("copy.db: there is such a file already (--overwrite replaces it)", said)
        self.assertEqual(self.backup("copy.db", "--overwrite").returncode, 0)
        said = self.refused("restore", "copy.db", "--store", self.store)
        self.assertIn("namesake.db: there is a database already (--overwrite replaces it)", said)
        self.assertEqual(self.restore("copy.db", "--overwrite").returncode, 0)

    def test_brings_back_what_was_there(self):
        before = self.export(self.store)
        self.backup("copy.db")
        self.done("registry", "import", "people.csv", "--store", self.store)
        self.assertNotEqual(self.export(self.store), before)
        result = self.restore("copy.db", "--overwrite")
        self.assertRegex(result.stderr, r"^restored: 1 file, \d+\.\d MiB, checked\n$")
        self.assertEqual(self.export(self.store), before)
        self.assertIn("\taccount.restore\t", self.done("audit", "--store", self.store))

    def test_says_what_is_wrong(self):
        self.write("text.db", "x" * 5000)
        for arguments, words in {
            ("backup", "copy.db", "--store", "sqlite:missing.db"): "missing.db: there is no database",
            ("backup", "copy.db", "--store", "sqlite:text.db"): "text.db: file is not a database",
            ("backup", "no/folder.db", "--store", self.store): "folder.db: cannot create the database: No such file",
            ("backup", "copy.db", "--store", "postgresql:///x"): "backup and restore are for stores like sqlite:",
            ("backup", "copy.db"): "no store is named",
            ("restore", "missing.db", "--store", "sqlite:new.db"): "missing.db: there is no database",
            ("restore", "text.db", "--store", "sqlite:new.db"): "text.db: file is not a database",
        }.items():
            with self.subTest(arguments):
                self.assertIn(words, self.refused(*arguments))
        self.assertFalse((self.folder / "new.db").exists())

    def test_a_running_daemon_keeps_its_store(self):
        self.backup("copy.db")
        token = self.done("token", "create", "--permission", "write", "--store", self.store).strip()
        with Daemon(self.folder) as daemon:
            said = self.refused("restore", "copy.db", "--overwrite", "--store", self.store)
            self.assertIn("a program has the database open; stop namesaked and namesake-milter first", said)
            client = Client(daemon.port, bearer(token))
            self.addCleanup(client.close)
            path = f"/client/v4/accounts/{self.account}/email-security/settings/impersonation_registry"
            self.assertEqual(client.request("POST", path, entry(name="Still here")).status, 201)
        self.assertEqual(self.restore("copy.db", "--overwrite").returncode, 0)
        self.assertNotIn("Still here", self.export(self.store))


if __name__ == "__main__":
    unittest.main()
