#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over the sources that it has not found clean yet; script/test --tidy calls this.

A source is known to be clean by a hash of everything its result depends on: the tool's version, the
checks, the compiler's command, the versions of the libraries, and the source itself with each header of
ours that it includes, however deep. Where one of these changes it is looked at again.
"""

import argparse
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
TIDY = "clang-tidy-19"
FOLDERS = ("src", "fuzz", "bench")


def output_of(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout


def packages():
    """The versions of all installed packages that bring headers."""
    lines = output_of("dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Status}\n").splitlines()
    return b"\n".join(sorted(line for line in lines if b"-dev" in line or b"clang-" in line))


class Sources:
    """Files of ours and what they include."""

    def __init__(self):
        self.known = {}

    def read(self, path):
        """The octets of the file and the files of ours that it includes itself."""
        if path not in self.known:
            text = path.read_bytes()
            found = []
            for name in INCLUDE.findall(text):
                for folder in (path.parent, ROOT / "src", ROOT):
                    header = (folder / os.fsdecode(name)).resolve()
                    if header.is_file():
                        found.append(header)
                        break
            self.known[path] = (text, found)
        return self.known[path]

    def closure(self, path):
        seen, waiting = set(), [path]
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting.extend(self.read(each)[1])
        return sorted(seen)

    def key(self, path, command, common):
        digest = hashlib.sha256(common)
        digest.update(command.encode())
        for each in self.closure(path):
            text = self.read(each)[0]
            digest.update(f"\n{each.relative_to(ROOT)} {len(text)}\n".encode())
            digest.update(text)
        return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path, help="folder with a compile_commands.json of clang's")
    parser.add_argument("--only", default="", help="regular expression that the paths have to match")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()

    # This program says which checks there are, too.
    common = Path(__file__).read_bytes() + output_of(TIDY, "--version") + packages() + (ROOT / ".clang-tidy").read_bytes()
    stamps = options.build / "clean"
    stamps.mkdir(exist_ok=True)
    sources, waiting, clean = Sources(), [], 0
    # A source that several programs compile is looked at once: the tool would look for each of them.
    entries = json.loads((options.build / "compile_commands.json").read_text(encoding="utf-8"))
    entries = {Path(each["directory"], each["file"]).resolve(): each for each in entries}
    (stamps / "compile_commands.json").write_text(json.dumps(list(entries.values())), encoding="utf-8")
    for path, entry in sorted(entries.items()):
        inside = any(path.is_relative_to(ROOT / folder) for folder in FOLDERS) and path.suffix == ".cc"
        if not inside or not re.search(options.only, str(path.relative_to(ROOT))):
            continue
        command = shlex.join(shlex.split(entry["command"])).replace(str(ROOT), "")
        stamp = stamps / sources.key(path, command, common)
        if stamp.exists():
            clean += 1
        else:
            waiting.append((path, stamp))
    print(f"{clean} sources are as they were when they were clean, {len(waiting)} to look at", file=sys.stderr)

    def look(path, stamp):
        # A test's speed is no matter.
        checks = ["--checks=-performance-inefficient-vector-operation"] if path.stem.endswith("_test") else []
        result = subprocess.run([TIDY, "-quiet", "-p", stamps, "--warnings-as-errors=*", *checks, path],
                                capture_output=True, encoding="utf-8", errors="replace")
        if result.returncode == 0:
            stamp.touch()
        else:
            print(f"{path.relative_to(ROOT)}\n{result.stdout}{result.stderr}", flush=True)
        return result.returncode == 0

    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda each: look(*each), waiting))
    if not all(results):
        sys.exit(f"{results.count(False)} sources are not clean")


if __name__ == "__main__":
    main()
