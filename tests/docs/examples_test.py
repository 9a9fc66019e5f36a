#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the console examples of the documentation and compares what they print with what they say.

An example is a block ```console below the line <!-- run -->. Lines from "$ " on are a command, which
goes on as long as the shell needs more of it; what follows is what it prints. All examples of a page
run one after the other in one folder, which looks like a clone after script/server: the programs in
build/release/bin, account, token and database in var, a running namesaked. What differs between two
runs (ids, times, secrets, port) is made the same on both sides, and JSON is compared as JSON.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import dataclass, field
from pathlib import Path

from namesake import PATIENCE, Daemon, program

ROOT = Path(__file__).resolve().parents[2]
RUN = "<!-- run -->"
MARK = "--- end of command ---"
CLOUDFLARE = "https://api.cloudflare.com"
PUBLISHED_PORT = "127.0.0.1:8787"

# In this order: an account id must not be taken for a part of something longer.
CHANGING = [
    (re.compile(r"\bns[ka]_[0-9A-Za-z]{48}\b"), "SECRET"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "HEX32"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "TIME"),
]


@dataclass
class Example:
    page: str
    line: int
    commands: list = field(default_factory=list)  # [command, what it should print]


def is_complete(command):
    """Whether bash takes the text as whole commands."""
    if command.rstrip().endswith(("\\", "|")):
        return False
    checked = subprocess.run(["bash", "-n", "-c", command], capture_output=True, encoding="utf-8", check=False)
    return "unexpected end of file" not in checked.stderr and "unexpected EOF" not in checked.stderr


def split_session(text):
    """[command, output] pairs of a block."""
    commands, in_command = [], False
    for line in text.splitlines():
        if in_command:
            commands[-1][0] += "\n" + line
        elif line.startswith("$ "):
            commands.append([line[2:], ""])
        elif not commands:
            raise AssertionError(f"not a command: {line}")
        else:
            commands[-1][1] += line + "\n"
            continue
        in_command = not is_complete(commands[-1][0])
    return commands


def examples_of(page):
    """The marked blocks of a page, in order."""
    examples, lines = [], (ROOT / page).read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        if lines[number].strip() != RUN:
            number += 1
            continue
        if lines[number + 1].strip() != "```console":
            raise AssertionError(f"{page}:{number + 1}: no console block below {RUN}")
        begin = number + 2
        end = lines.index("```", begin)
        examples.append(Example(page, begin, split_session("\n".join(lines[begin:end]))))
        number = end
    return examples


def settled(text):
    """The text without what differs from run to run."""
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text.strip()


def as_json(text):
    """The JSON values that the text consists of, or None when it is something else."""
    decoder, values, at = json.JSONDecoder(), [], 0
    text = text.strip()
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            return None
        values.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return values or None


class Clone:
    """A folder that looks like a clone in which script/server runs."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="namesake-docs-"))
        programs = self.folder / "build/release"
        programs.mkdir(parents=True)
        (programs / "bin").symlink_to(os.environ["NAMESAKE_BIN"])
        variable = self.folder / "var"
        variable.mkdir()
        self.daemon = Daemon(folder=variable)
        self.account = self.daemon.account("Namesake")
        (variable / "account").write_text(self.account.id + "\n", encoding="utf-8")
        (variable / "token").write_text(self.account.write + "\n", encoding="utf-8")
        # Beside a terminal curl would show its progress on standard error.
        (self.folder / ".curlrc").write_text("silent\nshow-error\n", encoding="utf-8")
        self.daemon.start()
        self.url = f"http://127.0.0.1:{self.daemon.port}"

    def remove(self):
        self.daemon.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, commands):
        """What each command prints, standard error too."""
        script = "".join(
            f"{command}\nstatus=$?; printf '\\n%s\\n' '{MARK}'; (exit $status)\n" for command, _ in commands
        )
        script = script.replace(CLOUDFLARE, self.url).replace("http://" + PUBLISHED_PORT, self.url)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "URL": self.url,
            "ACCOUNT_ID": self.account.id,
            "TOKEN": self.account.write,
            "CLOUDFLARE_API_TOKEN": self.account.write,
        }
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=PATIENCE,
                              check=False)
        outputs = done.stdout.split(f"\n{MARK}\n")[:-1]
        if len(outputs) != len(commands):
            raise AssertionError(f"the commands ended early:\n{done.stdout}")
        return outputs


class Examples(unittest.TestCase):
    maxDiff = None

    def check_page(self, page):
        examples = examples_of(page)
        self.assertTrue(examples, f"{page} has no example to run")
        clone = Clone()
        self.addCleanup(clone.remove)
        for example in examples:
            for (command, promised), printed in zip(example.commands, clone.run(example.commands)):
                with self.subTest(page=page, line=example.line, command=command):
                    self.compare(settled(promised), settled(printed.replace(clone.url, "http://" + PUBLISHED_PORT)))

    def compare(self, promised, printed):
        promised_json, printed_json = as_json(promised), as_json(printed)
        if promised_json is not None:
            self.assertIsNotNone(printed_json, f"printed no JSON: {printed}")
            self.assertEqual(promised_json, printed_json)
        else:
            self.assertEqual(promised.splitlines(), printed.splitlines())

    def test_readme(self):
        self.check_page("README.md")

    def test_api(self):
        self.check_page("docs/api.md")

    def test_scanning(self):
        self.check_page("docs/scanning.md")


class Reasons(unittest.TestCase):
    """Each example of docs/reasons.md is found for its reason, and is of its class."""

    AUTHSERV_ID = "mx.example.com"
    ROW = re.compile(r"(?m)^\| `(\w+)` \| `([A-Z-]+)` \|.*\| ([^|]+) \|$")

    def findings_of(self, header):
        with tempfile.TemporaryDirectory(prefix="namesake-docs-") as folder:
            registry = Path(folder) / "people.csv"
            registry.write_text("Display_Name,Email\nJohn Doe,john.doe@example.com\n"
                                "Robert Miller,robert.miller@example.com\n", encoding="utf-8")
            scanned = subprocess.run(
                [program("namesake"), "scan", "--registry", registry, "--domain", "example.com", "--authserv-id",
                 self.AUTHSERV_ID, "--format", "jsonl", "-"],
                input=header + "\n\nHello.\n", capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
        self.assertEqual(scanned.returncode, 1, scanned.stderr)
        return json.loads(scanned.stdout)

    def test_examples(self):
        rows = self.ROW.findall((ROOT / "docs/reasons.md").read_text(encoding="utf-8"))
        self.assertGreater(len(rows), 5)
        for reason, disposition, example in rows:
            if reason == "blocked_sender":  # needs a policy: tests/api/policy_effect_test.py
                continue
            with self.subTest(reason=reason):
                header = "\n".join(re.findall(r"`([A-Za-z-]+: [^`]+)`", example))
                verdict = self.findings_of(header)
                self.assertIn(reason, [finding["reason"] for finding in verdict["findings"]], verdict)
                self.assertEqual(verdict["final_disposition"], disposition, verdict)


class Reading(unittest.TestCase):
    """The test's own reading of a page."""

    def test_a_session_is_split_into_commands_and_what_they_print(self):
        session = "$ printf 'a\nb' |\n  cat\na\nb\n$ echo \\\n  c\nc"
        self.assertEqual(split_session(session),
                         [["printf 'a\nb' |\n  cat", "a\nb\n"], ["echo \\\n  c", "c\n"]])

    def test_what_differs_between_runs_is_made_the_same(self):
        self.assertEqual(settled("at 2026-11-24T07:30:00.000000Z by 0123456789abcdef0123456789abcdef"),
                         "at TIME by HEX32")

    def test_json_is_told_from_other_text(self):
        self.assertEqual(as_json('{"a": 1}\n[2]'), [{"a": 1}, [2]])
        self.assertIsNone(as_json('{"a": 1} and more'))
        self.assertIsNone(as_json(""))


if __name__ == "__main__":
    unittest.main()
