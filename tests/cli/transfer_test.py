# SPDX-License-Identifier: Apache-2.0
"""registry import and registry export."""

import subprocess
import unittest

from program import REGISTRY, FolderTest, arguments_of, environment

HEADER = "Display_Name,Email,Is_Email_Regex,Comments\r\n"


class Transfer(FolderTest):
    def setUp(self):
        super().setUp()
        self.done("account", "create", "--store", self.store)

    def run_on_store(self, *arguments, **options):
        return self.namesake(*arguments, "--store", self.store, **options)

    def export(self):
        result = self.run_on_store("registry", "export")
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def import_text(self, text):
        return self.run_on_store("registry", "import", "-", stdin=text)

    def test_an_empty_registry(self):
        self.assertEqual(self.export(), HEADER)

    def test_what_was_imported_is_exported(self):
        self.write(
            "in.csv",
            "\ufeffEmail,ignored,display name,is_email_regex,COMMENTS\r\n"
            '"a@example.com, b@example.com",x,"Doe, ""JD"" John",,"two\nlines"\r\n'
            "^.*@example\\.com$,x,Müller,TRUE,\r\n",
        )
        result = self.run_on_store("registry", "import", "in.csv")
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        self.assertIn("imported 2 entries", result.stderr)
        exported = self.export()
        self.assertEqual(
            exported,
            HEADER
            + '"Doe, ""JD"" John","a@example.com, b@example.com",false,"two\nlines"\r\n'
            + "Müller,^.*@example\\.com$,true,\r\n",
        )
        # Into another store, and out again: the same.
        self.store = "sqlite:other.db"
        self.done("account", "create", "--store", self.store)
        self.assertEqual(self.import_text(exported).returncode, 0)
        self.assertEqual(self.export(), exported)

    def test_rows_keep_their_order(self):
        names = [f"Name {number:03}" for number in range(300)]
        self.import_text("Display_Name,Email\n" + "".join(f"{name},a@example.com\n" for name in names))
        self.assertEqual([line.split(",")[0] for line in self.export().splitlines()[1:]], names)

    def test_a_formula_does_not_reach_a_spreadsheet(self):
        self.import_text('Display_Name,Email\n"=cmd|x",a@example.com\n')
        exported = self.export()
        self.assertIn("\"'=cmd|x\"", exported)
        self.import_text(exported)
        self.assertEqual(self.export().count("\"'=cmd|x\""), 2)

    def test_all_faults_are_named_and_nothing_is_done(self):
        result = self.import_text("Display_Name,Email\nGood,good@example.com\n,a@example.com\nBad,a@@example.com\n")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 3, result.stderr)
        self.assertTrue(lines[0].startswith("namesake: -:3: "), lines[0])
        self.assertTrue(lines[1].startswith("namesake: -:4: "), lines[1])
        self.assertIn("2 faults", lines[2])
        self.assertEqual(len(self.export().splitlines()), 1)

    def test_a_dry_run_does_nothing(self):
        result = self.run_on_store("registry", "import", "people.csv", "--dry-run")
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        self.assertIn("1 entry would be imported", result.stderr)
        self.assertEqual(len(self.export().splitlines()), 1)
        self.assertEqual(self.run_on_store("registry", "import", "-", "--dry-run", stdin="x").returncode, 2)

    def test_a_file_that_cannot_be_read(self):
        for path, words in {"nothing.csv": "No such file", ".": "Is a directory"}.items():
            with self.subTest(path):
                result = self.run_on_store("registry", "import", path)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn(f"cannot read {path}: {words}", result.stderr)

    def test_an_export_onto_a_full_disk_fails(self):
        self.import_text(REGISTRY)
        with open("/dev/full", "wb") as full:
            result = subprocess.run(
                arguments_of("registry", "export", "--store", self.store),
                cwd=self.folder,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
            )
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"No space left on device", result.stderr)


if __name__ == "__main__":
    unittest.main()
