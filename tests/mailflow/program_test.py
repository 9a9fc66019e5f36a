# SPDX-License-Identifier: Apache-2.0
"""namesake-milter's command line: what it answers, and why it does not start."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from namesake import PATIENCE, program, run


def milter(*arguments):
    return subprocess.run(
        [program("namesake-milter"), *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
    )


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="namesake-milter-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.store = f"sqlite:{self.folder}/namesake.db"

    def config(self, text):
        path = self.folder / "milter.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def assert_unfit(self, result, *texts):
        self.assertEqual(result.returncode, 2, result.stderr)
        for text in texts:
            self.assertIn(text, result.stderr)
        last = result.stderr.splitlines()[-1]  # before it there may be lines of the log
        self.assertTrue(last.startswith("namesake-milter: "), result.stderr)

    def test_help_names_every_option(self):
        result = milter("--help")
        self.assertEqual(result.returncode, 0)
        for option in ("listen", "store", "account", "authserv-id", "config", "check-config", "print-defaults", "version"):
            self.assertIn(f"--{option}", result.stdout)

    def test_version(self):
        self.assertRegex(milter("--version").stdout, r"^namesake-milter \d+\.\d+\.\d+\n$")

    def test_printed_defaults_are_valid_settings(self):
        printed = milter("--print-defaults")
        self.assertEqual(printed.returncode, 0)
        self.assertIn("[milter.action]", printed.stdout)
        checked = milter("--check-config", "--config", self.config(printed.stdout))
        self.assertEqual((checked.returncode, checked.stderr), (0, ""))

    def test_a_check_names_every_fault_with_its_line(self):
        path = self.config("[milter]\non_failure = 'hope'\nacount = ''\n")
        result = milter("--check-config", "--config", path)
        self.assert_unfit(result, f'{path}:2: milter.on_failure: "hope"', f"{path}:3: there is no setting milter.acount")
        self.assertEqual(result.stdout, "")

    def test_the_command_line_is_held_to_the_same_rules(self):
        self.assert_unfit(milter("--check-config", "--listen", "8891"), "milter.listen", "8891")
        self.assert_unfit(milter("--check-config", "--account", "me"), "milter.account")
        self.assert_unfit(milter("--no-such-option"), "--help")

    def test_it_does_not_start_without_its_store(self):
        self.assert_unfit(milter("--store", self.store), "namesake.db")
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assert_unfit(milter("--store", "oracle:x"), "sqlite:")

    def test_it_does_not_start_for_an_account_that_is_not_there(self):
        run("namesake", "account", "create", "--store", self.store)
        account = "0" * 32
        self.assert_unfit(milter("--store", self.store, "--account", account), account, "account list")

    def test_it_does_not_start_where_it_cannot_listen(self):
        run("namesake", "account", "create", "--store", self.store)
        self.assert_unfit(milter("--store", self.store, "--listen", f"unix:{self.folder}/no/milter.sock"), "cannot listen")
        (self.folder / "file").write_text("precious")
        self.assert_unfit(milter("--store", self.store, "--listen", f"unix:{self.folder}/file"), "no socket")
        self.assertEqual((self.folder / "file").read_text(), "precious")
        config = self.config('[milter]\nsocket_group = "no-such-group"\n')
        socket = f"unix:{self.folder}/milter.sock"
        self.assert_unfit(milter("--store", self.store, "--listen", socket, "--config", config), "no-such-group")
        self.assertFalse((self.folder / "milter.sock").exists())


if __name__ == "__main__":
    unittest.main()
