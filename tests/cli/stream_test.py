# SPDX-License-Identifier: Apache-2.0
"""scan beside other programs and people: pipes that break, terminals, interrupts, very large mailboxes."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unittest
from pathlib import Path

from namesake import PATIENCE, program, wait_for
from program import FORGED, GENUINE, FolderTest, arguments_of, environment, mbox

ERASE = "\r\x1b[K"

SUMMARY = """\
2 of 2 messages flagged

Verdict
        2  MALICIOUS-BEC

Impersonated
        2  John Doe <john.doe@example.com>

From
        2  evil.example

By
        2  the registered name as it is [display_name_exact]
"""


class Stream(FolderTest):
    def start(self, *arguments, **options):
        """The program, with its streams as pipes where nothing else is said."""
        pipe = subprocess.PIPE
        streams = {"stdin": subprocess.DEVNULL, "stdout": pipe, "stderr": pipe} | options
        process = subprocess.Popen(arguments_of(*arguments), cwd=self.folder, env=environment(), **streams)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()

    def start_scan(self, *arguments, **options):
        return self.start("scan", "--registry", "people.csv", *arguments, **options)


class Pipes(Stream):
    def test_a_reader_that_has_seen_enough(self):
        """As with `| head -1`: no message, no endless work."""
        self.write("inbox", mbox(*[FORGED] * 20_000))
        process = self.start_scan("--format", "jsonl", "inbox")
        self.assertEqual(json.loads(process.stdout.readline())["source"], "inbox#1")
        process.stdout.close()
        self.assertEqual(process.wait(PATIENCE), 2)
        self.assertEqual(process.stderr.read(), b"")

    def test_a_full_disk(self):
        self.write("forged.eml", FORGED)
        with open("/dev/full", "wb") as full:
            process = self.start_scan("forged.eml", stdout=full)
            self.assertEqual(process.wait(PATIENCE), 2)
        self.assertIn(b"No space left on device", process.stderr.read())

    def test_a_writer_is_read_to_its_end(self):
        process = self.start_scan("-", stdin=subprocess.PIPE)
        process.stdin.write(GENUINE.encode() + b"x" * (8 << 20))
        process.stdin.close()
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_findings_appear_while_an_mbox_still_arrives(self):
        process = self.start_scan("-", stdin=subprocess.PIPE)
        process.stdin.write(mbox(*[FORGED] * 1000).encode())
        process.stdin.flush()
        self.assertTrue(process.stdout.readline().startswith(b"-#1: MALICIOUS-BEC"))
        self.assertIsNone(process.poll())


class Interrupts(Stream):
    def test_stop_it_and_say_so(self):
        process = self.start_scan("-", stdin=subprocess.PIPE)
        process.stdin.write(mbox(*[FORGED] * 1000).encode())
        process.stdin.flush()
        # It runs; sooner or later it waits for more that never comes.
        self.assertTrue(select.select([process.stdout], [], [], PATIENCE)[0])
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
        self.assertEqual(process.wait(PATIENCE), 130)
        found = re.fullmatch(r"interrupted: ([\d,]+) of ([\d,]+) messages flagged, the rest was not read\n", err.decode())
        self.assertTrue(found, err)
        # What was counted was printed.
        flagged = int(found[1].replace(",", ""))
        self.assertEqual(flagged, out.count(b": MALICIOUS-BEC\n"))
        self.assertGreater(flagged, 0)


class Terminals(Stream):
    """Standard error is a terminal; what it shows is collected."""

    def setUp(self):
        super().setUp()
        self.ours, self.theirs = pty.openpty()
        self.addCleanup(os.close, self.ours)
        self.shown = ""

    def start_on_terminal(self, *arguments, **options):
        process = self.start_scan(*arguments, stderr=self.theirs, **options)
        os.close(self.theirs)
        return process

    def look(self, patience=0.0):
        """Adds what has appeared; False when the other end is closed."""
        while select.select([self.ours], [], [], patience)[0]:
            try:
                octets = os.read(self.ours, 65536)
            except OSError:  # how Linux tells that nobody has it open any more
                return False
            if not octets:
                return False
            self.shown += octets.decode()
        return True

    def look_to_the_end(self):
        wait_for(lambda: not self.look(0.05), "the terminal is closed")

    def test_progress_is_shown_and_taken_away(self):
        self.write("inbox", mbox(*[GENUINE] * 60_000))
        process = self.start_on_terminal("inbox")
        self.look_to_the_end()
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertRegex(self.shown, r"\r\x1b\[K[█▉▊▋▌▍▎▏░]+ +\d+ %  [\d,]+ messages, [\d,]+/s, \d:\d\d left")
        self.assertTrue(self.shown.endswith(f"{ERASE}0 of 60,000 messages flagged\r\n"), self.shown[-200:])

    def test_progress_of_a_pipe_has_no_end_in_sight(self):
        process = self.start_on_terminal("-", stdin=subprocess.PIPE)

        def appears():
            process.stdin.write(mbox(GENUINE).encode())
            process.stdin.flush()
            self.look()
            return "messages" in self.shown

        wait_for(appears, "progress is shown")
        process.stdin.close()
        self.look_to_the_end()
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertRegex(self.shown, r"^\r\x1b\[K[\d,]+ messages?, [\d,]+/s\r")
        self.assertNotIn("%", self.shown)

    def test_a_short_scan_says_its_result_only(self):
        self.write("forged.eml", FORGED)
        process = self.start_on_terminal("forged.eml", "forged.eml")
        self.look_to_the_end()
        self.assertEqual(process.wait(PATIENCE), 1)
        self.assertEqual(self.shown.removeprefix(ERASE).splitlines(), SUMMARY.splitlines())

    def test_a_terminal_that_is_narrow_gets_no_line_longer_than_itself(self):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("4H", 25, 50, 0, 0))
        self.write("inbox", mbox(*[GENUINE] * 60_000))
        process = self.start_on_terminal("inbox")
        self.look_to_the_end()
        self.assertEqual(process.wait(PATIENCE), 0)
        lines = self.shown.split(ERASE)
        self.assertLess(max(map(len, lines[:-1])), 50)
        self.assertTrue(any("%" in line for line in lines), lines)

    def test_findings_on_standard_output_are_not_mixed_with_it(self):
        self.write("inbox", mbox(*[FORGED] * 60_000))
        out = self.folder / "out"
        with out.open("wb") as file:
            process = self.start_on_terminal("inbox", stdout=file)
            self.look_to_the_end()
            self.assertEqual(process.wait(PATIENCE), 1)
        text = out.read_bytes()
        self.assertEqual(text.count(b": MALICIOUS-BEC\n"), 60_000)
        self.assertNotIn(b"\x1b", text)


class LargeMailboxes(Stream):
    MESSAGES = 100_000
    # A sanitizer keeps what was freed for a while.
    SANITIZED = any(library in Path(program("namesake")).read_bytes() for library in (b"libasan.so", b"libtsan.so"))

    def large_mbox(self):
        """Every hundredth message is forged, every ten thousandth has an attachment of 4 MiB."""
        path = self.folder / "large.mbox"
        filler = "".join(f"Received: from relay{n}.example.net by mx.example.com; Mon, 23 Nov 2026 09:30\n" for n in range(6))
        with path.open("w", encoding="ascii") as file:
            for number in range(1, self.MESSAGES + 1):
                message = FORGED if number % 100 == 0 else GENUINE
                body = "Text of a line that is as long as others\n" * 12
                if number % 10_000 == 0:
                    body += "QUJD" * (1 << 20) + "\n"
                file.write(mbox(filler + message + body))
        return path

    def timed(self, *arguments):
        """(standard output's path, seconds, largest resident size in KiB)."""
        out = self.folder / f"out{len(list(self.folder.glob('out*')))}"
        with out.open("wb") as file:
            start = time.monotonic()
            process = subprocess.Popen(
                arguments_of("scan", "--registry", "people.csv", *arguments),
                cwd=self.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 1)
        return out, time.monotonic() - start, usage.ru_maxrss

    def test_need_no_more_memory_than_small_ones(self):
        path = self.large_mbox()
        small = self.write("small.mbox", mbox(FORGED))
        _, _, baseline = self.timed(small)
        out, seconds, resident = self.timed("--format", "jsonl", path)
        rate = self.MESSAGES / seconds
        print(
            f"\n{path.stat().st_size / 1e6:.0f} MB, {self.MESSAGES} messages: {seconds:.1f} s, "
            f"{rate:,.0f} messages/s, {resident / 1024:.0f} MiB resident (one message: {baseline / 1024:.0f} MiB)",
            file=sys.stderr,
        )
        if not self.SANITIZED:
            self.assertLess(resident - baseline, 32 << 10)

        count = flagged = 0
        with out.open(encoding="utf-8") as lines:
            for count, line in enumerate(lines, start=1):
                found = json.loads(line)
                self.assertEqual(found["source"], f"{path}#{count}")
                self.assertEqual(found["flagged"], count % 100 == 0)
                flagged += found["flagged"]
        self.assertEqual((count, flagged), (self.MESSAGES, self.MESSAGES // 100))

        one_thread, _, _ = self.timed("--format", "jsonl", "--jobs", 1, path)
        self.assertEqual(one_thread.read_bytes(), out.read_bytes())


if __name__ == "__main__":
    unittest.main()
