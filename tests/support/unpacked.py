# SPDX-License-Identifier: Apache-2.0
"""Programs of Debian packages that the tests unpack instead of installing them: mail servers exclude each other
as packages, and nobody wants a second one started on a machine. Standard library alone."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FETCH_PATIENCE = 240
SKIPPED = 77  # what CMake takes for a skipped test


class Unpacked:
    """A package and what it needs, in build/doors/<package>; kept for the next run.

    Where it cannot be had, tests are skipped with the reason; in CI that is a failure.
    """

    failures = {}  # {package: why, or None}, so that no test waits for what another has not got

    def __init__(self, package):
        self.package = package
        self.folder = ROOT / "build/doors" / package
        if package not in self.failures:
            self.failures[package] = unpack(package, self.folder)
        if self.failures[package]:
            unavailable(f"{package} cannot be unpacked: {self.failures[package]}")

    def path(self, name):
        """"usr/bin/rspamd" -> where it is; the machine's own where it is installed."""
        inside = self.folder / name
        return inside if inside.exists() else Path("/", name)

    def environment(self, *library_folders, **more):
        """In which its programs find their libraries."""
        folders = [*self.folder.glob("usr/lib/*-linux-gnu"), *self.folder.glob("lib/*-linux-gnu")]
        folders += [self.folder / name for name in library_folders]
        return os.environ | {"LD_LIBRARY_PATH": ":".join(map(str, folders))} | more


def unpack(package, folder):
    """What went wrong, or None."""
    try:
        done = subprocess.run(
            [ROOT / "script/unpack-packages", folder, package], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=FETCH_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"not within {FETCH_PATIENCE} s"
    return done.stdout.strip().splitlines()[-1] if done.returncode != 0 else None


def main():
    """unittest.main() for a test of doors: one that was skipped is told, and CMake shows it."""
    result = unittest.main(module="__main__", exit=False).result
    for test, why in result.skipped:
        print(f"skipped: {test.id()}: {why}", file=sys.stderr)
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if result.skipped else 0)


def unavailable(why):
    if os.environ.get("CI"):
        raise AssertionError(why)
    raise unittest.SkipTest(why)
