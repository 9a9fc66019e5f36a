# SPDX-License-Identifier: Apache-2.0
"""--help, --version, faults of the command line, and the manual pages, which must know every option."""

import re
import shlex
import subprocess
import unittest
from pathlib import Path

from namesake import PATIENCE, program
from program import FORGED, FolderTest

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "man"

COMMANDS = [
    "account create",
    "account list",
    "account set",
    "account show",
    "audit",
    "domain add",
    "domain remove",
    "domain list",
    "token create",
    "token list",
    "token revoke",
    "key create",
    "key list",
    "key revoke",
    "policy allow",
    "policy trust",
    "policy block",
    "policy list",
    "policy remove",
    "registry import",
    "registry export",
    "registry check",
    "backup",
    "restore",
    "store copy",
    "scan",
    "filter",
]


def options_in(help_text):
    """The options of the rows of a help text, not those that are only mentioned."""
    rows = re.findall(r"^ +((?:-\w,? ?)?--[a-z-]+)", help_text, re.MULTILINE)
    return {option for row in rows for option in re.findall(r"--[a-z-]+", row)}


def manual(name):
    """A manual page's source with plain hyphens."""
    return (MANUAL / name).read_text(encoding="utf-8").replace("\\-", "-")


class Help(FolderTest):
    def test_lists_every_command(self):
        rows = self.done("--help").split("Commands:\n")[1].split("\nOptions:")[0]
        listed = re.findall(r"^  (\S+(?: \S+)?)  ", rows, re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(COMMANDS))

    def test_fits_into_80_columns(self):
        for command in ["", *COMMANDS]:
            with self.subTest(command):
                long = [line for line in self.done(*command.split(), "--help").splitlines() if len(line) > 80]
                self.assertEqual(long, [])

    def test_is_there_for_every_command_and_group(self):
        groups = {command.split()[0] for command in COMMANDS}
        for command in sorted(groups | set(COMMANDS)):
            with self.subTest(command):
                text = self.done(*command.split(), "-h")
                self.assertIn(f"Usage: namesake {command} ", text)

    def test_its_examples_work(self):
        """Those of the first page, in their order and in a home with a Maildir."""
        self.write("Maildir/new/1", FORGED)
        examples = self.done("--help").split("Examples:\n")[1].split("\n\n")[0].splitlines()
        self.assertEqual(len(examples), 4)
        statuses = []
        for example in examples:
            words = shlex.split(example.replace("~", str(self.folder)))
            self.assertEqual(words[0], "namesake")
            statuses.append(self.namesake(*words[1:]).returncode)
        self.assertEqual(statuses, [1, 0, 0, 0])

    def test_version(self):
        self.assertRegex(self.done("--version"), r"^namesake \d+\.\d+\.\d+\n$")


class Faults(FolderTest):
    def test_are_named_with_the_help_to_read(self):
        for line, words in {
            "": "a command is missing, see namesake --help",
            "frob": 'there is no command "frob", see namesake --help',
            "--frob": "there is no option --frob, see namesake --help",
            "account": "a command is missing, see namesake account --help",
            "account frob": 'there is no command "frob", see namesake account --help',
            "registry sort": 'there is no command "sort", see namesake registry --help',
            "account list --frob": "--frob, see namesake account list --help",
            "account list extra": "extra, see namesake account list --help",
            "scan": "PATH is required, see namesake scan --help",
            "scan - --registry people.csv --format xml": '--format: "xml" is none of: text, jsonl',
            "scan - --registry people.csv --format 1": '--format: "1" is none of: text, jsonl',
            "scan - --registry people.csv --jobs 0": "--jobs: Value 0 not in range 1 to 1024",
            "scan - --registry people.csv --jobs many": "--jobs: ",
            "scan - --registry": "--registry",
            "token create": "--permission is required",
            "token create --permission all": '"all" is none of: read, write',
            "token revoke": "ID|SECRET is required",
            "domain add": "DOMAIN is required",
            "registry import": "FILE.csv is required",
            "key create": "--email is required",
        }.items():
            with self.subTest(line):
                said = self.refused(*line.split())
                self.assertIn(words, said)
                self.assertEqual(said.count("\n"), 1)

    def test_cannot_reach_the_terminal(self):
        self.assertIn("frob<U+001B>[2J", self.refused("frob\x1b[2J"))


class ManualPages(unittest.TestCase):
    def help_of(self, name, *command):
        run = subprocess.run(
            [program(name), *command, "--help"], capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True
        )
        return run.stdout

    def test_namesake_has_every_command_and_option_of_its_help(self):
        page = manual("namesake.1")
        options = options_in(self.help_of("namesake"))
        for command in COMMANDS:
            self.assertIn(f"namesake {command}", page)
            found = options_in(self.help_of("namesake", *command.split()))
            self.assertIn("--help", found)
            options |= found
        self.assertEqual(sorted(options - set(re.findall(r"--[a-z-]+", page))), [])

    def test_the_daemons_have_every_option_of_their_help(self):
        for name in ("namesaked", "namesake-milter"):
            with self.subTest(name):
                options = options_in(self.help_of(name))
                self.assertIn("--config", options)
                self.assertEqual(sorted(options - set(re.findall(r"--[a-z-]+", manual(f"{name}.8")))), [])

    def test_name_no_option_that_does_not_exist(self):
        known = {
            "namesake.1": set().union(
                options_in(self.help_of("namesake")),
                *(options_in(self.help_of("namesake", *command.split())) for command in COMMANDS),
            ),
            "namesaked.8": options_in(self.help_of("namesaked")),
            "namesake-milter.8": options_in(self.help_of("namesake-milter")),
        }
        for page, options in known.items():
            with self.subTest(page):
                mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", manual(page)))
                self.assertEqual(sorted(mentioned - options), [])


if __name__ == "__main__":
    unittest.main()
