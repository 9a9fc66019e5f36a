#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the lists of docs/ against the source: whatever has a name there is explained here."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOG_CALL = re.compile(r'\bLog\(\s*(?:base::)?(?:LogLevel::\w+|\w+)\s*,\s*"(\w+)"')


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def sources():
    """(path, text) of every file that becomes part of a program."""
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".h", ".cc") and not re.search(r"_(test|fuzz|bench)$|/testing/", str(path.with_suffix(""))):
            yield path, path.read_text(encoding="utf-8")


def without_comments(text):
    return re.sub(r"(?m)^\s*//.*$", "", text)


def first_cells(text):
    """The names in backquotes in the first cell of each table row."""
    return re.findall(r"(?m)^\| `([^`]+)`", text)


class Lists(unittest.TestCase):
    def assert_same(self, documented, known, page):
        self.assertEqual(sorted(documented), sorted(set(documented)), f"{page} lists something twice")
        self.assertEqual(sorted(known - set(documented)), [], f"{page} does not explain these")
        self.assertEqual(sorted(set(documented) - known), [], f"{page} explains what does not exist")

    def test_reasons(self):
        known = set(re.findall(r'return "(\w+)";', read("src/detection/reason.cc"))) - {"unknown"}
        declared = re.search(r"enum class Reason \{(.*?)\n\};", read("src/detection/reason.h"), re.S)[1]
        self.assertEqual(len(re.findall(r"(?m)^\s*k\w+,", declared)), len(known))
        reasons, steps = read("docs/reasons.md").split("\n## Steps\n")
        self.assert_same(first_cells(reasons), known, "docs/reasons.md")
        known = set(re.findall(r'return "(\w+)";', read("src/detection/transformation.cc")))
        self.assert_same(first_cells(steps), known, "docs/reasons.md, Steps")

    def test_events(self):
        known = set()
        for path, text in sources():
            if path.parts[-2:] in (("base", "log.h"), ("base", "log.cc")):
                continue
            code = without_comments(text)
            names = LOG_CALL.findall(code)
            calls = re.findall(r"\bbase::Log\(", code)
            self.assertEqual(len(names), len(calls), f"{path}: an event whose name is not written at the call")
            known.update(names)
        self.assertGreater(len(known), 10)
        self.assert_same(first_cells(read("docs/events.md")), known, "docs/events.md")

    def test_error_codes(self):
        code = without_comments(read("src/api/failure.cc"))
        known = set(re.findall(r"\b(\d{4,5})\b", code)) - set(re.findall(r"= (\d+);", code))
        table = re.search(r"## Errors\n(.*?)\n## ", read("docs/api.md"), re.S)[1]
        documented = set(re.findall(r"\b(\d{4,5})\b", table))
        self.assertEqual(sorted(known - documented), [], "docs/api.md does not name these codes")
        self.assertEqual(sorted(documented - known), [], "docs/api.md names codes that nothing answers")

    def test_metrics(self):
        known = set()
        for _, text in sources():
            known.update(re.findall(r'(?:\.Name\(|Make(?:Gauge|Counter)\(\s*registry,\s*)"(\w+)"', text))
        documented = [re.sub(r"\{.*", "", name) for name in first_cells(read("docs/operations.md"))]
        self.assert_same([name for name in documented if name.startswith("namesake_")], known, "docs/operations.md")

    def test_settings_in_the_text_exist(self):
        known = set(re.findall(r'\.key = "([\w.]+)"', read("src/settings/table.cc")))
        groups = {key.split(".")[0] for key in known if "." in key}
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
            for name in re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)\b", page.read_text(encoding="utf-8")):
                if name.split(".")[0] in groups:
                    self.assertIn(name, known, f"{page.name} names a setting that does not exist")

    def test_decisions_are_indexed(self):
        pages = sorted(page.name for page in (ROOT / "docs/decisions").glob("[0-9]*.md"))
        index = re.findall(r"\(([0-9][^)]+\.md)\)", read("docs/decisions/README.md"))
        self.assertEqual(index, pages)
        self.assertEqual([int(page[:4]) for page in pages], list(range(1, len(pages) + 1)))
        for page in pages:
            text = read(f"docs/decisions/{page}")
            for part in ("**Context.**", "**Choice.**", "**Price.**"):
                self.assertIn(part, text, page)


if __name__ == "__main__":
    unittest.main()
