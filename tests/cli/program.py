# SPDX-License-Identifier: Apache-2.0
"""What the tests of the `namesake` program share: a folder with a registry, mails, and runs of it."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from namesake import PATIENCE, program

REGISTRY = "Display_Name,Email\nJohn Doe,john.doe@example.com\n"

FORGED = (
    'From: "John Doe" <ceo@evil.example>\n'
    "Message-ID: <forged@evil.example>\n"
    "Subject: Urgent\n"
    "\n"
    "Call me.\n"
)
GENUINE = (
    "From: John Doe <john.doe@example.com>\n"
    "Message-ID: <genuine@example.com>\n"
    "Subject: Lunch\n"
    "\n"
    "At noon?\n"
)

FORGED_TEXT = (
    "{source}: MALICIOUS-BEC\n"
    '  From: "John Doe" <ceo@evil.example>\n'
    '  "John Doe" shows the registered name "John Doe"; ceo@evil.example is not its address. '
    "[display_name_exact]\n"
)
FORGED_LINE = (
    '{{"source": "{source}", "message_id": "<forged@evil.example>", '
    '"from": "\\"John Doe\\" <ceo@evil.example>", "final_disposition": "MALICIOUS-BEC", "flagged": true, '
    '"findings": [{{"reason": "display_name_exact", "field": "From", "value": "John Doe", '
    '"entry": {{"id": null, "name": "John Doe", "email": "john.doe@example.com"}}, "score": 1.0, '
    '"detail": "\\"John Doe\\" shows the registered name \\"John Doe\\"; ceo@evil.example is not its '
    'address.", "transformations": []}}]}}\n'
)
GENUINE_LINE = (
    '{{"source": "{source}", "message_id": "<genuine@example.com>", '
    '"from": "John Doe <john.doe@example.com>", "final_disposition": "NONE", "flagged": false, '
    '"findings": []}}\n'
)


def mbox(*messages):
    """The messages as one mbox."""
    return "".join(f"From sender@example.com Mon Nov 23 09:30:00 2026\n{message}\n" for message in messages)


def arguments_of(*arguments):
    return [program("namesake"), *map(str, arguments)]


def environment(**changes):
    """Ours without a store of the machine's own; PATH and the like stay."""
    result = {name: value for name, value in os.environ.items() if name != "NAMESAKE_STORE"}
    return result | {"LC_ALL": "C.UTF-8"} | changes


class FolderTest(unittest.TestCase):
    """A test in a folder of its own, in which the program runs."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.store = "sqlite:namesake.db"
        self.write("people.csv", REGISTRY)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def namesake(self, *arguments, stdin="", **changes):
        """Runs it to its end. Output as text with its line ends; octets that are no UTF-8 are surrogates."""
        result = subprocess.run(
            arguments_of(*arguments),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            cwd=self.folder,
            env=environment(**changes),
            capture_output=True,
            timeout=PATIENCE,
        )
        result.stdout = result.stdout.decode(errors="surrogateescape")
        result.stderr = result.stderr.decode(errors="surrogateescape")
        return result

    def done(self, *arguments, **options):
        """Standard output of a run that succeeds."""
        result = self.namesake(*arguments, **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def refused(self, *arguments, **options):
        """What a run that fails says; standard output stays clean for other programs."""
        result = self.namesake(*arguments, **options)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertTrue(result.stderr.startswith("namesake: "), result.stderr)
        self.assertTrue(result.stderr.endswith("\n"), result.stderr)
        return result.stderr

    def scan(self, *arguments, status, **options):
        """(standard output, standard error) of a scan against people.csv that ends with `status`."""
        result = self.namesake("scan", "--registry", "people.csv", *arguments, **options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stdout, result.stderr
